import HuiqiModel

/// What to write instead, for mistakes that are often made. Each text goes on after the fault with a semicolon.
enum Remedy {
    /// Names of functions that other languages have.
    static func function(_ name: String) -> Message? {
        switch name.lowercased() {
        case "as_of", "year": Message(zh: "它是变量，不加括号", en: "it is a variable and takes no brackets")
        case "today", "now", "current_date", "sysdate":
            Message(zh: "判定日请写 as_of", en: "write as_of for the day")
        case "min": Message(zh: "请写 math.least(…)", en: "write math.least(…)")
        case "max": Message(zh: "请写 math.greatest(…)", en: "write math.greatest(…)")
        case "len", "length", "count": Message(zh: "请写 size(x)", en: "write size(x)")
        case "not": Message(zh: "“非”请写 !(…)", en: "write !(…) for not")
        case "if", "iif": Message(zh: "请写 条件 ? 甲 : 乙", en: "write test ? a : b")
        case "any", "some": Message(zh: "请写 列表.exists(x, …)", en: "write list.exists(x, …)")
        case "abs": Message(zh: "请写 x < 0.0 ? -x : x", en: "write x < 0.0 ? -x : x")
        case "avg", "average":
            Message(
                zh: "请写 sum(列表) 与项数 double(size(列表)) 的比较", en: "compare sum(list) with double(size(list))")
        case "round", "floor", "ceil", "trunc":
            Message(zh: "比较是精确的，不需要取整", en: "comparisons are exact and need no rounding")
        default: nil
        }
    }

    /// Names of methods that other languages have.
    static func method(_ name: String) -> Message? {
        switch name.lowercased() {
        case "length", "len", "count": Message(zh: "请写 size(x)", en: "write size(x)")
        case "any", "some": Message(zh: "请写 .exists(x, …)", en: "write .exists(x, …)")
        case "every": Message(zh: "请写 .all(x, …)", en: "write .all(x, …)")
        case "includes", "include", "has", "like":
            Message(
                zh: "列表请写 '…' in x，文本请写 x.contains('…')",
                en: "write '…' in x for a list, x.contains('…') for a text")
        case "sum", "date", "money", "years_since", "months_since":
            Message(zh: "请写 \(name)(x)", en: "write \(name)(x)")
        case "startswith": Message(zh: "请写 .startsWith(…)", en: "write .startsWith(…)")
        case "endswith": Message(zh: "请写 .endsWith(…)", en: "write .endsWith(…)")
        default: nil
        }
    }

    /// What a function wants instead of an argument of this type.
    static func argument(of name: String, _ type: ValueType?) -> Message? {
        switch (name, type) {
        case ("money", .some(let type)) where type.isNumeric:
            Message(zh: "数字本身就是元，请直接写", en: "a number is yuan as it stands, write it alone")
        case ("years_since", _), ("months_since", _):
            Message(
                zh: "参数应为日期，如 established 或 date('YYYY-MM-DD')",
                en: "it takes a day, such as established or date('YYYY-MM-DD')")
        case ("years_before", .timestamp), ("months_before", .timestamp), ("days_before", .timestamp):
            Message(
                zh: "成立年数请写 years_since(established)",
                en: "for years since a day write years_since(established)")
        case ("date", _): Message(zh: "请写 date('YYYY-MM-DD')", en: "write date('YYYY-MM-DD')")
        case ("sum", _): Message(zh: "请写 sum(列表.map(x, x.amount))", en: "write sum(list.map(x, x.amount))")
        default: nil
        }
    }

    /// What a method is for, where it was called on something else.
    static func target(of name: String, _ type: ValueType) -> Message? {
        switch (name, type) {
        case ("contains", .list), ("mentions", .list):
            Message(zh: "列表请写 '…' in x", en: "for a list write '…' in x")
        case (_, .text) where name.hasPrefix("get"):
            Message(zh: "文本请先写成日期 date(x)", en: "make the text a day by date(x)")
        case (_, .list): Message(zh: "逐项请写 .exists(x, …)", en: "for the elements write .exists(x, …)")
        default: nil
        }
    }

    /// What to write instead of an operator between operands of these types.
    static func operands(_ operation: Arithmetic, _ left: ValueType, _ right: ValueType) -> Message? {
        switch (left, right) {
        case (.timestamp, let other) where other.isNumeric, (let other, .timestamp) where other.isNumeric:
            return Message(
                zh: "日期推算请写 days_before(n)、years_before(n)，年数请写 years_since(x)",
                en: "write days_before(n) or years_before(n) for another day, years_since(x) for years")
        case (.list, .list): return nil
        case (.list, _) where operation == .add: return Message(zh: "请写 x + [y]", en: "write x + [y]")
        default: break
        }
        if left.isText != right.isText, operation == .add {
            return Message(zh: "数字连到文本请写 string(x)", en: "write string(x) to join a number to a text")
        }
        return nil
    }

    /// What to write instead of a comparison of these; nil where the types say enough.
    static func comparison(_ one: RuleNode, _ other: RuleNode, _ operation: String) -> Message? {
        switch (one.type, other.type) {
        case (.yearly, _):
            Message(zh: "按年的数据要带年份，如 revenue[year-1]", en: "index the yearly map, as in revenue[year-1]")
        case (.timestamp, let type) where type.isText || type == .int:
            Message(zh: "日期请写 date('YYYY-MM-DD')", en: "write date('YYYY-MM-DD')")
        case (.list(let element), let type) where operation != "in" && (element.isText && type.isText):
            Message(zh: "列表请写 '…' in x", en: "for a list write '…' in x")
        case (let type, .int) where operation == "in" && type.isNumeric,
            (let type, .decimal) where operation == "in" && type.isNumeric:
            Message(zh: "`in` 右边应为列表，如 [1, 2]", en: "`in` needs a list, as in [1, 2]")
        case (.record(let members), _):
            Message(
                zh: "请比较其成员，如 x.\(members.first?.name ?? "")",
                en: "compare a member, as in x.\(members.first?.name ?? "")")
        case (let type, let text) where type.isNumeric && text.isText && other.isConstant:
            Message(zh: "数字不加引号，金额可写 money('…万元')", en: "numbers take no quotes, amounts may be money('…万元')")
        case (let text, let type) where text.isText && type.isNumeric && !one.isConstant:
            Message(zh: "文本和代码要加引号", en: "texts and codes take quotes")
        case (.bool, let type) where type != .bool: comparisonOfTruth(one, type, operation)
        default: nil
        }
    }

    private static func comparisonOfTruth(_ one: RuleNode, _ type: ValueType, _ operation: String) -> Message
    {
        if case .compare = one.kind, type.isNumeric {
            return Message(
                zh: "比较不能连写，请写 1 < x && x < 3", en: "comparisons do not chain, write 1 < x && x < 3")
        }
        return Message(zh: "布尔字段直接写字段名或 !字段名", en: "write a boolean field by itself, or with !")
    }
}
