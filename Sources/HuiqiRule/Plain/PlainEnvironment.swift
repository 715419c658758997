/// What a plain expression may speak of: the names that are declared and the namespace it stands in.
public struct PlainEnvironment: Sendable {
    /// The namespace in which names are looked up first, such as `com.example`; empty for the root.
    public var container: String
    /// Variables by name; a name may be qualified, `a.b`. ``PlainType/dyn`` leaves checks to evaluation.
    public var variables: [String: PlainType]
    /// Whether names, calls and types are checked when an expression is compiled. Where they are not, an unknown
    /// name or call is an evaluation error, which `&&`, `||`, `all` and `exists` may absorb.
    public var isChecked: Bool

    /// An environment of these names.
    public init(container: String = "", variables: [String: PlainType] = [:], isChecked: Bool = true) {
        self.container = container
        self.variables = variables
        self.isChecked = isChecked
    }

    /// A name as it may be meant, nearest namespace first (language definition, "Name Resolution").
    func candidates(_ name: String) -> [String] {
        if name.hasPrefix(".") { return [String(name.dropFirst())] }
        var names: [String] = []
        var scope = Substring(container)
        while !scope.isEmpty {
            names.append(scope + "." + name)
            scope = scope.lastIndex(of: ".").map { scope[..<$0] } ?? ""
        }
        return names + [name]
    }
}
