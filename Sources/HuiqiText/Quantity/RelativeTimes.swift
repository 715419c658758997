/// Times that are counted from the day as of which one asks, and other quantities that are words of their own.
enum RelativeTimes {
    static let words = WordTable<Term.Content>(
        offsets.flatMap { offset, words in
            words.split(separator: " ").map {
                (String($0), Term.Content(.yearOffset, ExactNumber(Int128(offset))))
            }
        } + others)

    private static let offsets: [(Int, String)] = [
        (
            -1,
            "上一个完整会计年度 上一个会计年度 上一会计年度 上一个年度 上一年度 上一年 上年度 上年!级龄限纪 去年 前一年度 前一年 前一会计年度 上一自然年度 上一自然年 上个年度 上个会计年度 上个纳税年度 上个自然年度 上个自然年 上一个自然年度 上一个自然年 上一纳税年度 上一个纳税年度"
        ),
        (0, "当年度 当年 本年度 本年 今年 该年度 当前年度 本会计年度 本自然年度"),
        (1, "次年度 次年 下一年度 下一年 下年度 明年 翌年 下一会计年度 下一个年度 第二个年度"), (-2, "前年!度 上上年度 上上年"),
    ]

    private static let others: [(String, Term.Content)] = [
        ("半年!度报检", Term.Content(.duration(.months, .plain), ExactNumber(6))),
        ("半年度", Term.Content(.duration(.months, .plain), ExactNumber(6))),
        ("首年度", Term.Content(.ordinalYear, ExactNumber(1))),
        ("首年", Term.Content(.ordinalYear, ExactNumber(1))),
        ("一半", Term.Content(.share, ExactNumber(5, exponent10: -1))),
        ("半数", Term.Content(.share, ExactNumber(5, exponent10: -1))),
        ("减半", Term.Content(.share, ExactNumber(5, exponent10: -1))),
        ("翻一番", Term.Content(.multiple, ExactNumber(2))), ("翻番", Term.Content(.multiple, ExactNumber(2))),
        ("翻两番", Term.Content(.multiple, ExactNumber(4))), ("翻倍", Term.Content(.multiple, ExactNumber(2))),
        ("每年!度", every(.years, 1)), ("每年度", every(.years, 1)), ("每月!底末", every(.months, 1)),
        ("每季度", every(.months, 3)), ("每半年!度", every(.months, 6)), ("每半年度", every(.months, 6)),
        ("每季!节", every(.months, 3)), ("每周!年岁", every(.weeks, 1)), ("每个季度", every(.months, 3)),
        ("每个月", every(.months, 1)), ("每个工作日", every(.workdays, 1)), ("每个自然年度", every(.years, 1)),
        ("每会计年度", every(.years, 1)), ("每个会计年度", every(.years, 1)), ("每个年度", every(.years, 1)),
        ("每学年", every(.years, 1)),
        ("每日", every(.days, 1)), ("每天", every(.days, 1)),
    ]

    private static func every(_ unit: Quantity.DurationUnit, _ count: Int128) -> Term.Content {
        Term.Content(.duration(unit, .every), ExactNumber(count))
    }
}

/// A quantity before its bound is known.
struct Term {
    struct Content: Sendable {
        var kind: Quantity.Kind
        var low: ExactNumber
        /// The other end of a range.
        var high: ExactNumber?

        init(_ kind: Quantity.Kind, _ low: ExactNumber, _ high: ExactNumber? = nil) {
            self.kind = kind
            self.low = low
            self.high = high
        }
    }

    var content: Content
    /// The days, where the kind is a date.
    var dates: DateTerm?
    /// `(含)` is true, `(不含)` false, for the low and the high end.
    var lowMark: Bool?
    var highMark: Bool?
    var start: Int
    var end: Int
    var per: String?
    var isMore = false
    /// Counted only where a bound says that a number is meant: `一项`.
    var needsBound = false
}
