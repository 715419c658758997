// The face of the library: `import Huiqi` gives every public name of the modules below it.
@_exported import HuiqiIndex
@_exported import HuiqiLint
@_exported import HuiqiLogic
@_exported import HuiqiMatch
@_exported import HuiqiModel
@_exported import HuiqiRule
@_exported import HuiqiStore
@_exported import HuiqiText

/// Facts about this build of the library.
public enum HuiqiVersion {
    /// Semantic version of the library.
    public static let library = "0.1.0"
    /// Version of the formats it reads and writes.
    public static let formats = "1"
}
