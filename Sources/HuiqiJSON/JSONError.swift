/// What a JSON value is, told by its first byte.
public enum JSONKind: Equatable, Sendable {
    /// `{ … }`
    case object
    /// `[ … ]`
    case array
    /// `"…"`
    case string
    /// `-12.5e3`
    case number
    /// `true` or `false`
    case bool
    /// `null`
    case null

    /// The kind of value that `byte` starts, or nil if no value starts with it.
    @inline(__always)
    init?(firstByte byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): self = .string
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): self = .number
        case UInt8(ascii: "{"): self = .object
        case UInt8(ascii: "["): self = .array
        case UInt8(ascii: "t"), UInt8(ascii: "f"): self = .bool
        case UInt8(ascii: "n"): self = .null
        default: return nil
        }
    }

    /// The kind's name in Chinese.
    public var zh: String {
        switch self {
        case .object: "对象"
        case .array: "数组"
        case .string: "字符串"
        case .number: "数字"
        case .bool: "布尔值"
        case .null: "null"
        }
    }

    /// The kind's name in English, with its article.
    public var en: String {
        switch self {
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .number: "a number"
        case .bool: "a bool"
        case .null: "null"
        }
    }
}

/// Why some bytes are not the JSON that was asked for, and where.
public struct JSONError: Error, Equatable, Sendable {
    /// What was wrong.
    public enum Reason: Equatable, Sendable {
        /// The range is longer than ``JSONLimits/maxBytes``; the offset is that limit.
        case tooLarge
        /// An object or array lies deeper than ``JSONLimits/maxDepth``; the offset is its opening bracket.
        case tooDeep
        /// The range ends inside a value; the offset is the end.
        case unexpectedEnd
        /// A value is wanted and no value starts here.
        case expectedValue
        /// A `"` that opens a key is wanted here.
        case expectedKey
        /// The `:` after a key is wanted here.
        case expectedColon
        /// A comma or the closing bracket is wanted here.
        case expectedComma
        /// The value here is of another kind than the one that was asked for. The reader is still usable.
        case wrongKind(expected: JSONKind, found: JSONKind)
        /// The call does not fit the place: ``JSONReader/nextKey()`` outside an object, a read where no value
        /// is due, ``JSONReader/finish()`` before the end.
        case outOfPlace
        /// Starts like `true`, `false` or `null` and is none; the offset is its first byte.
        case invalidLiteral
        /// Breaks the grammar of numbers at this byte: a leading zero, or no digit where one must be.
        case invalidNumber
        /// More than 38 significant digits, or a power of ten beyond 400; the offset is the number's start.
        case numberTooLong
        /// A byte below 0x20 in a string, which must be escaped.
        case controlCharacter
        /// A string that is not UTF-8: overlong, a surrogate, above U+10FFFF, or broken off.
        case invalidUTF8
        /// A `\` that starts no escape of JSON; the offset is the `\`.
        case invalidEscape
        /// A `\u` escape of half a surrogate pair; the offset is its `\`.
        case loneSurrogate
        /// Something other than white space after the document.
        case trailingBytes
    }

    /// What was wrong.
    public let reason: Reason
    /// Where, in bytes from the start of the reader's range.
    public let offsetUTF8: Int

    /// One sentence in Chinese, with the place.
    public var zh: String {
        "第 \(offsetUTF8) 字节处:\(sentenceZH)"
    }

    /// One sentence in English, with the place.
    public var en: String {
        "at byte \(offsetUTF8): \(sentenceEN)"
    }

    init(_ reason: Reason, at offsetUTF8: Int) {
        self.reason = reason
        self.offsetUTF8 = offsetUTF8
    }

    private var sentenceZH: String {
        switch reason {
        case .tooLarge: "JSON 超过允许的最大长度"
        case .tooDeep: "对象或数组嵌套过深"
        case .unexpectedEnd: "JSON 未写完即结束"
        case .expectedValue: "此处应为一个值"
        case .expectedKey: "此处应为以双引号开头的键"
        case .expectedColon: "键之后应为冒号"
        case .expectedComma: "此处应为逗号或右括号"
        case .wrongKind(let expected, let found): "应为\(expected.zh),实为\(found.zh)"
        case .outOfPlace: "读取的次序不符:此处没有可读的这一项"
        case .invalidLiteral: "不是 true、false 或 null"
        case .invalidNumber: "数字写法不符合 JSON 规定"
        case .numberTooLong: "数字超过 38 位有效数字,或指数超过 400"
        case .controlCharacter: "字符串中的控制字符必须转义"
        case .invalidUTF8: "字符串不是有效的 UTF-8"
        case .invalidEscape: "无效的转义"
        case .loneSurrogate: "\\u 转义只有代理对的一半"
        case .trailingBytes: "JSON 结束之后还有多余内容"
        }
    }

    private var sentenceEN: String {
        switch reason {
        case .tooLarge: "the JSON is longer than allowed"
        case .tooDeep: "objects or arrays are nested too deeply"
        case .unexpectedEnd: "the JSON ends before it is complete"
        case .expectedValue: "a value is expected"
        case .expectedKey: "a key in double quotes is expected"
        case .expectedColon: "a colon is expected after the key"
        case .expectedComma: "a comma or a closing bracket is expected"
        case .wrongKind(let expected, let found): "expected \(expected.en), found \(found.en)"
        case .outOfPlace: "read out of order: there is no such item here"
        case .invalidLiteral: "this is not true, false or null"
        case .invalidNumber: "this is not how JSON writes a number"
        case .numberTooLong: "the number has more than 38 significant digits or an exponent beyond 400"
        case .controlCharacter: "a control character in a string must be escaped"
        case .invalidUTF8: "the string is not valid UTF-8"
        case .invalidEscape: "this is not an escape of JSON"
        case .loneSurrogate: "the \\u escape is only half of a surrogate pair"
        case .trailingBytes: "there is more after the end of the JSON"
        }
    }
}
