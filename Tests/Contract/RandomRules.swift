/// Random conditions of the policy environment: every operator, macro and function, well typed.
enum RandomRules {
    static func condition(_ dice: inout Dice, depth: Int = 3) -> String {
        if depth > 0, dice.chance(45) {
            switch dice.below(6) {
            case 0: return "(\(condition(&dice, depth: depth - 1)) && \(condition(&dice, depth: depth - 1)))"
            case 1: return "(\(condition(&dice, depth: depth - 1)) || \(condition(&dice, depth: depth - 1)))"
            case 2: return "!(\(condition(&dice, depth: depth - 1)))"
            case 3:
                let parts = (0..<(1 + dice.below(4))).map { _ in condition(&dice, depth: depth - 1) }
                return "at_least(\(dice.below(5) - 1), [\(parts.joined(separator: ", "))])"
            case 4:
                return
                    "(\(condition(&dice, depth: depth - 1)) ? \(condition(&dice, depth: depth - 1)) : \(condition(&dice, depth: depth - 1)))"
            default: return "(\(condition(&dice, depth: depth - 1))) && true"
            }
        }
        return atom(&dice)
    }

    private static func atom(_ dice: inout Dice) -> String {
        let order = dice.pick(["==", "!=", "<", "<=", ">", ">="])
        let same = dice.pick(["==", "!="])
        switch dice.below(36) {
        case 0:
            return
                "region.under(\(dice.pick(["'3303'", "'330302'", "'330300'", "['33','44']", "[]", "'330302001'"])))"
        case 1: return "industry.under(\(dice.pick(["'C'", "'C38'", "'C3829'", "['C39','I65']", "'6513'"])))"
        case 2: return "\(decimal(&dice)) \(order) \(decimal(&dice))"
        case 3: return "\(decimal(&dice)) \(order) \(dice.pick(["300000", "1000000", "0", "5u", "0.5"]))"
        case 4: return "rd_expense[year-1] \(order) \(dice.pick(["0.03", "0.3", "1.0"])) * revenue[year-1]"
        case 5: return "revenue[year-1] / revenue[year-2] - 1.0 \(order) \(dice.pick(["0.19", "0.0", "4.0"]))"
        case 6:
            return
                "(revenue[year-1] - revenue[year-2]) / revenue[year-2] \(order) \(dice.pick(["0.19", "0.0"]))"
        case 7: return "\(int(&dice)) \(order) \(int(&dice))"
        case 8: return "established \(order) \(moment(&dice))"
        case 9: return "years_since(established) \(order) \(dice.below(5) - 1)"
        case 10: return "months_since(established) \(order) \(dice.below(50))"
        case 11: return dice.pick(["dishonest", "!abnormal", "dishonest == false", "abnormal != true"])
        case 12: return "size \(dice.pick(["in ['小型','微型']", "== '大型'", "!= '中'"]))"
        case 13: return "credit_grade in ['A','B']"
        case 14: return "'\(dice.pick(RandomProfiles.tags))' in tags"
        case 15:
            return
                "tags.\(dice.pick(["exists", "all", "exists_one"]))(t, t \(same) '\(dice.pick(RandomProfiles.tags))')"
        case 16:
            return
                "certificates.\(quantifier(&dice))(c, c.name \(same) '\(dice.pick(RandomProfiles.certificates))' && c.to >= as_of)"
        case 17:
            return
                "penalties.\(quantifier(&dice))(p, p.date < years_before(\(dice.below(4))) || p.amount \(order) 300000.0)"
        case 18: return "penalties.\(quantifier(&dice))(p, !(p.kind in ['环保','安全']))"
        case 19: return "size(\(dice.pick(["tags", "penalties", "certificates"]))) \(order) \(dice.below(3))"
        case 20:
            return
                "first_reached(revenue, year-\(1 + dice.below(2)), \(dice.pick(["5000000", "300000.01", "money('500万元')"])), \(2019 + dice.below(5)))"
        case 21: return "scope.mentions('\(dice.pick(["软件", "食品销售", "software", ""]))')"
        case 22:
            return
                "\(dice.pick(["scope", "name"])).\(dice.pick(["contains", "startsWith", "endsWith"]))('\(dice.pick(["温州", "有限公司", "软件开发", ""]))')"
        case 23: return "name \(dice.pick(["in ['乙','']", "== '乙'", "!= ''"]))"
        case 24: return "name.matches('^温州.*公司$')"
        case 25: return "sum(penalties.map(p, p.amount)) \(order) 300000.0"
        case 26: return "size(penalties.filter(p, p.amount > 300000.0)) \(order) \(dice.below(3))"
        case 27:
            return "math.\(dice.pick(["least", "greatest"]))(\(decimal(&dice)), 1000000.0) \(order) 1000000"
        case 28: return "employees in [30, 299.0, 300u]"
        case 29:
            return
                "math.\(dice.pick(["least", "greatest"]))(revenue[year-1], rd_expense[year-1], registered_capital) \(order) \(dice.pick(["300000", "1000000.0"]))"
        case 30: return "established.getFullYear() \(order) \(2020 + dice.below(5))"
        case 31:
            return
                "rd_expense[year-1] + rd_expense[year-2] \(order) \(dice.pick(["0.03", "0.5"])) * (revenue[year-1] + revenue[year-2])"
        case 32:
            return
                "profit[year-1] / profit[year-2] - 1.0 \(order) \(dice.pick(["0.3", "-0.5", "0.0", "1.0"]))"
        case 33:
            return
                "(profit[year-1] - profit[year-2]) / (profit[year-2] + profit[year-1]) \(order) \(dice.pick(["0.1", "-1.0", "0.0"]))"
        case 34: return "300000.0 - profit[year-1] \(order) profit[year-2]"
        default: return "region \(same) '330302'"
        }
    }

    private static func quantifier(_ dice: inout Dice) -> String {
        dice.pick(["exists", "all", "exists_one"])
    }

    private static func decimal(_ dice: inout Dice) -> String {
        switch dice.below(7) {
        case 0: return "revenue[year-\(1 + dice.below(3))]"
        case 1: return "registered_capital"
        case 2: return "(tax[year-1] + rd_expense[year-1])"
        case 3: return "sum([revenue[year-1], revenue[year-2]])"
        case 4: return "0.1 * revenue[2022]"
        case 5: return "(revenue[2021] - 300000.0)"
        default: return dice.pick(["300000.01", "money('100万元')", "1000000.0"])
        }
    }

    private static func int(_ dice: inout Dice) -> String {
        dice.pick([
            "employees", "insured", "employees + insured", "invention_patents * 10", "300",
            "2 * employees - 1",
        ])
    }

    private static func moment(_ dice: inout Dice) -> String {
        dice.pick([
            "as_of", "date('2021-06-30')", "years_before(3)", "months_before(36)", "days_before(1096)",
            "date('2000-02-29')",
        ])
    }
}
