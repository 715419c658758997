import HuiqiLogic
import HuiqiModel
import HuiqiText

/// The texts of a profile in which a clause's words are looked for: each tag and the scope.
public struct ProfileTexts: Sendable {
    private let tags: Column?
    private let scope: TextColumn?

    private static let tagsField = Schema.contract.index(of: "tags")
    private static let scopeField = Schema.contract.index(of: "scope")

    /// The texts of the rows of a batch.
    public init(_ batch: ProfileBatch) {
        func column(_ field: Int?) -> Column? {
            field.flatMap { $0 < batch.columns.count ? batch.columns[$0] : nil }
        }
        if case .some(.texts(let shape, let values)) = column(ProfileTexts.tagsField) {
            tags = .texts(shape, values)
        } else {
            tags = nil
        }
        if case .some(.text(let texts)) = column(ProfileTexts.scopeField) {
            scope = texts
        } else {
            scope = nil
        }
    }

    /// Calls `body` with the normal form of each text of a row.
    /// - Parameter room: Working space, used again and again.
    public func forEachNormalized(
        _ row: Int, _ normalizer: TextNormalizer, _ room: inout [UInt8], _ body: (Span<UInt8>) -> Void
    ) {
        if case .some(.texts(let shape, let values)) = tags, shape.known[row] {
            for element in shape.range(row) {
                room.removeAll(keepingCapacity: true)
                normalizer.normalize(values.values[Int(values.codes[element])].utf8Span.span, into: &room)
                body(room.span)
            }
        }
        if let scope, scope.known[row] {
            room.removeAll(keepingCapacity: true)
            normalizer.normalize(scope.bytes.span.extracting(scope.range(row)), into: &room)
            body(room.span)
        }
    }

    /// Calls `body` with the number in `numbers` of each tag of a row, by its code.
    func forEachTag(_ row: Int, _ numbers: [UInt32], _ body: (UInt32) -> Void) {
        guard case .some(.texts(let shape, let values)) = tags, shape.known[row] else { return }
        for element in shape.range(row) { body(numbers[Int(values.codes[element])]) }
    }

    /// The distinct tags of the batch, by code.
    var distinctTags: [String] {
        if case .some(.texts(_, let values)) = tags { values.values } else { [] }
    }

    /// Calls `body` with the normal form of the scope of a row.
    func withScope(
        _ row: Int, _ normalizer: TextNormalizer, _ room: inout [UInt8], _ body: (Span<UInt8>) -> Void
    ) {
        guard let scope, scope.known[row] else { return }
        room.removeAll(keepingCapacity: true)
        normalizer.normalize(scope.bytes.span.extracting(scope.range(row)), into: &room)
        body(room.span)
    }
}
