/// The open objects and arrays, one bit each: 1 for an object.
///
/// The innermost 64 lie in one word; only what is further out is kept in an array.
struct Nesting {
    /// How many are open.
    private(set) var depth = 0
    private var innermost: UInt64 = 0
    private var outer: [UInt64] = []

    /// Whether the innermost open bracket is an object's; meaningless at depth 0.
    var inObject: Bool { innermost & 1 == 1 }

    mutating func push(object: Bool) {
        if depth > 0, depth & 63 == 0 {
            outer.append(innermost)
            innermost = 0
        }
        innermost = innermost &<< 1 | (object ? 1 : 0)
        depth &+= 1  // Safe: at most the number of bytes.
    }

    /// Closes the innermost; nothing at depth 0.
    mutating func pop() {
        guard depth > 0 else { return }
        depth &-= 1  // Safe: depth > 0.
        innermost &>>= 1
        if depth > 0, depth & 63 == 0 { innermost = outer.popLast() ?? 0 }
    }

    mutating func removeAll() {
        depth = 0
        innermost = 0
        if !outer.isEmpty { outer = [] }
    }
}
