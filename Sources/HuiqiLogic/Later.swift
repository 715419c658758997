/// A value that is made when it is first asked for, once, by whoever asks first.
public final class Later<Value: Sendable>: @unchecked Sendable {
    // Safe: read and written under the lock only.
    private let lock = Lock()
    private var value: Value?

    /// Nothing made yet.
    public init() {}

    /// The value; `make` runs at most once, and others wait for it.
    public func get(_ make: () -> Value) -> Value {
        lock.withLock {
            if let value { return value }
            let made = make()
            value = made
            return made
        }
    }
}
