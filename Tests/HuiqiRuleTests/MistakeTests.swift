import HuiqiModel
import HuiqiRule
import Testing

/// Likely mistakes, with place and both texts: golden.
@Suite struct MistakeTests {
    private static let golden: [(String, Int, String, String)] = [
        ("employees = 20", 10, "比较相等请写 ==", "write == to compare"),
        ("dishonest & abnormal", 10, "“并且”请写 &&", "write && for and"),
        ("dishonest | abnormal", 10, "“或者”请写 ||", "write || for or"),
        ("dishonest and abnormal", 10, "请写 `&&`", "write `&&`"),
        ("dishonest OR abnormal", 10, "请写 `||`", "write `||`"),
        ("employees ≥ 20", 10, "`≥` 请改用半角 `>=`", "write `>=` instead of `≥`"),
        ("size in ['小型'，'微型']", 17, "`，` 请改用半角 `,`", "write `,` instead of `，`"),
        ("at_least(2，[true])", 10, "`，` 请改用半角 `,`", "write `,` instead of `，`"),
        ("name == “温州”", 8, "`“` 请改用半角 `'`", "write `'` instead of `“`"),
        ("name == 温州", 8, "不认识的字符 `温`；文本要放在引号里", "unexpected `温`; put texts in quotes"),
        (
            "revenue[2023] > 2000万", 16, "数字后不能直接写单位；金额请写 money('…万元')",
            "no unit after a number; write money('…万元')"
        ),
        (
            "tax[2023]/revenue[2023] > 3%", 27, "百分数请写成小数，如 0.03",
            "write a percentage as a decimal, such as 0.03"
        ),
        ("(employees > 3% && true)", 14, "百分数请写成小数，如 0.03", "write a percentage as a decimal, such as 0.03"),
        (
            "revenu[2023] > 1.0", 0, "没有字段 `revenu`；是 `revenue` 吗？",
            "there is no field `revenu`; did you mean `revenue`?"
        ),
        (
            "employes > 20", 0, "没有字段 `employes`；是 `employees` 吗？",
            "there is no field `employes`; did you mean `employees`?"
        ),
        (
            "name.contain('x')", 5, "没有函数 `.contain()`；是 `.contains` 吗？",
            "there is no function `.contain()`; did you mean `.contains`?"
        ),
        (
            "year_before(3) > as_of", 0, "没有函数 `year_before`；是 `years_before` 吗？",
            "there is no function `year_before`; did you mean `years_before`?"
        ),
        (
            "employees / 2 > 3", 10, "整数相除会丢掉小数；请写 double(a)/double(b)，这里是精确的",
            "dividing integers drops the rest; write double(a)/double(b), which is exact here"
        ),
        (
            "revenue[2023] * 2 > 1.0", 14, "decimal 与 int 不能混合运算；整数请写成 100.0 或 double(x)",
            "* does not mix decimal and int; write 100.0 or double(x)"
        ),
        (
            "established > '2020-01-01'", 12, "`>` 两边类型不同：timestamp 与 string；日期请写 date('YYYY-MM-DD')",
            "`>` between timestamp and string; write date('YYYY-MM-DD')"
        ),
        (
            "employees > '20'", 10, "`>` 两边类型不同：int 与 string；数字不加引号，金额可写 money('…万元')",
            "`>` between int and string; numbers take no quotes, amounts may be money('…万元')"
        ),
        (
            "region == 330302", 7, "`==` 两边类型不同：code 与 int；文本和代码要加引号",
            "`==` between code and int; texts and codes take quotes"
        ),
        (
            "dishonest == 'false'", 10, "`==` 两边类型不同：bool 与 string；布尔字段直接写字段名或 !字段名",
            "`==` between bool and string; write a boolean field by itself, or with !"
        ),
        (
            "'食品' in scope", 9, "`in` 右边应为列表；文本包含请写 .contains(…) 或 .mentions(…)",
            "`in` needs a list; for part of a text write .contains(…) or .mentions(…)"
        ),
        (
            "penalties.amount > 3.0", 10, "列表没有成员；请写 .exists(x, x.amount …)",
            "a list has no members; write .exists(x, x.amount …)"
        ),
        (
            "penalties.exists(p, p.sum > 3.0)", 22, "没有成员 `sum`，可用：date kind amount",
            "no member `sum`; there are: date kind amount"
        ),
        (
            "revenue > 5.0", 8, "`>` 两边类型不同：map(int year, money) 与 decimal；按年的数据要带年份，如 revenue[year-1]",
            "`>` between map(int year, money) and decimal; index the yearly map, as in revenue[year-1]"
        ),
        ("revenue(2023) > 5.0", 0, "`revenue` 是字段，不是函数；下标用方括号", "`revenue` is a field; index it with []"),
        ("contains(name, 'x')", 0, "请写 x.contains(…)", "write x.contains(…)"),
        ("(employees > 3", 14, "此处应为 `)`", "expected `)`"),
        ("employees >", 11, "表达式不完整", "the expression is not complete"),
        ("", 0, "表达式为空", "the expression is empty"),
        ("employees + 1", 10, "条件的结果应为 bool，却是 int", "a condition must be bool, this is int"),
        ("for > 1", 0, "`for` 是保留字", "`for` is a reserved word"),
        ("Profile{a: 1}", 7, "不支持构造 protobuf 消息", "protobuf messages cannot be constructed"),
        (
            "'温州' == name && revenu[1] > 0", 20, "没有字段 `revenu`；是 `revenue` 吗？",
            "there is no field `revenu`; did you mean `revenue`?"
        ),
        (
            "tags.exists(size, true)", 12, "变量名 `size` 与字段或保留名相同，请换一个",
            "the variable `size` would shadow a field or reserved name"
        ),
        ("dishonest ? 1 : 'a'", 10, "两个分支类型不同：int 与 string", "the branches differ in type: int and string"),
        ("a\u{0001}b", 1, "不允许的控制字符", "a control character is not allowed here"),
    ]

    @Test func everyMistakeHasItsPlaceAndTexts() {
        for (source, offset, zh, en) in Self.golden {
            do {
                _ = try Rule.condition(source, schema: .contract)
                Issue.record("\(source) was accepted")
            } catch {
                // The result's type has no place of its own.
                let wanted = source == "employees + 1" ? 0 : offset
                #expect(
                    error.offsetUTF8 == wanted && error.message.zh == zh && error.message.en == en,
                    "\(source): \(error)")
            }
        }
    }

    @Test func anAmountMustBeANumber() {
        for source in ["true", "'5'", "tags", "as_of"] {
            #expect(throws: RuleError.self) { try Rule.amount(source, schema: .contract) }
        }
        for source in ["1", "1u", "0.1 * revenue[year-1]", "math.least(1.0, money('1元'))"] {
            #expect(throws: Never.self) { try Rule.amount(source, schema: .contract) }
        }
    }

    /// Offsets lie in the text and on a character's first byte.
    @Test func offsetsPointIntoTheText() {
        var random = SeededGenerator(seed: 13)
        let scalars = Array("ab1 '\"\\()[]{}.,?:&|=<>!+-*/%中é🙂，\n".unicodeScalars)
        for _ in 0..<20_000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                text.unicodeScalars.append(scalars[Int.random(in: 0..<scalars.count, using: &random)])
            }
            guard
                case .failure(let error) = Result(catching: { () throws(RuleError) in
                    try Rule.any(text, schema: .contract)
                })
            else { continue }
            let bytes = Array(text.utf8)
            let isInside = (0...bytes.count).contains(error.offsetUTF8)
            #expect(
                isInside && (error.offsetUTF8 == bytes.count || bytes[error.offsetUTF8] & 0xC0 != 0x80),
                "\(text): \(error)")
        }
    }
}
