/// One place for each numbered result of parallel work.
public final class Slots<Value: Sendable>: @unchecked Sendable {
    private let lock = Lock()
    private var stored: [Value?]

    /// `count` empty places.
    public init(count: Int) { stored = Array(repeating: nil, count: max(0, count)) }

    /// Fills a place.
    public func set(_ index: Int, _ value: Value) { lock.withLock { stored[index] = value } }

    /// All places, in order.
    public var values: [Value?] { lock.withLock { stored } }
}
