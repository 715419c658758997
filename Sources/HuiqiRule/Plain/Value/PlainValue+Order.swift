extension PlainValue {
    /// CEL's `==`: numbers of all three kinds on one line, values of different kinds unequal, never an error.
    /// - Complexity: O(size of the smaller value, written out).
    public func equals(_ other: PlainValue) -> Bool {
        switch (self, other) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.bytes(let left), .bytes(let right)): left == right
        case (.timestamp(let left), .timestamp(let right)): left == right
        case (.duration(let left), .duration(let right)): left == right
        case (.type(let left), .type(let right)): left.utf8.elementsEqual(right.utf8)
        case (.list(let left), .list(let right)): left.equals(right)
        case (.map(let left), .map(let right)): left.equals(right)
        case (.optional(let left), .optional(let right)):
            switch (left.value, right.value) {
            case (nil, nil): true
            case (let left?, let right?): left.equals(right)
            default: false
            }
        default: order(against: other) == .same
        }
    }

    /// How two values that have an order stand to each other.
    enum Order {
        case below, same, above
        /// NaN against any number.
        case unordered
    }

    /// The order of numbers, texts, bytes, bools, instants and durations; nil for other pairs.
    func order(against other: PlainValue) -> Order? {
        switch (self, other) {
        case (.bool(let left), .bool(let right)): Order(left ? 1 : 0, right ? 1 : 0)
        case (.int(let left), .int(let right)): Order(left, right)
        case (.uint(let left), .uint(let right)): Order(left, right)
        case (.double(let left), .double(let right)): Order(left, right)
        case (.int(let left), .uint(let right)): Order(Int128(left), Int128(right))
        case (.uint(let left), .int(let right)): Order(Int128(left), Int128(right))
        case (.int(let left), .double(let right)): Order(Double(left), right)
        case (.double(let left), .int(let right)): Order(left, Double(right))
        case (.uint(let left), .double(let right)): Order(Double(left), right)
        case (.double(let left), .uint(let right)): Order(left, Double(right))
        case (.string(let left), .string(let right)): Order(bytes: left.utf8, right.utf8)
        case (.bytes(let left), .bytes(let right)): Order(bytes: left, right)
        case (.timestamp(let left), .timestamp(let right)):
            Order(left.nanosecondsSince1970, right.nanosecondsSince1970)
        case (.duration(let left), .duration(let right)): Order(left.nanoseconds, right.nanoseconds)
        default: nil
        }
    }
}

extension PlainValue.Order {
    init<Number: Comparable>(_ left: Number, _ right: Number) {
        self = left < right ? .below : left == right ? .same : left > right ? .above : .unordered
    }

    init<Bytes: Sequence, Others: Sequence>(bytes left: Bytes, _ right: Others)
    where Bytes.Element == UInt8, Others.Element == UInt8 {
        var rest = right.makeIterator()
        for byte in left {
            guard let other = rest.next() else {
                self = .above
                return
            }
            if byte != other {
                self = byte < other ? .below : .above
                return
            }
        }
        self = rest.next() == nil ? .same : .below
    }
}

extension PlainList {
    fileprivate func equals(_ other: PlainList) -> Bool {
        guard elements.count == other.elements.count else { return false }
        for (left, right) in zip(elements, other.elements) where !left.equals(right) { return false }
        return true
    }
}

extension PlainMap {
    fileprivate func equals(_ other: PlainMap) -> Bool {
        guard entries.count == other.entries.count else { return false }
        for entry in entries {
            guard let value = other.value(for: entry.key), entry.value.equals(value) else { return false }
        }
        return true
    }
}
