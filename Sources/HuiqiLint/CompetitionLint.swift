import HuiqiModel
import HuiqiRule
import HuiqiText

/// The rule pack `unfair-competition`: what a reviewer under the Fair Competition Review Regulations (公平竞争审查条例,
/// State Council Decree 783, in force since 2024-08-01) would stop at.
///
/// It says where to look, not that anything is unlawful: the law itself knows exceptions (article 12). A condition
/// on region, tax_region or stat_region alone never fires: it says which treasury pays.
enum CompetitionLint {
    private enum Smell {
        case ownership, namedEnterprise, localGoods, stayingPut, localEstablishment
    }

    static func findings(_ linted: LintedClause) -> [LintFinding] {
        var found: [LintFinding] = []
        for (position, condition) in linted.clause.conditions.enumerated() {
            var seen: [Smell] = []
            func tell(_ smell: Smell, _ what: String, offset: Int) {
                if seen.contains(smell) { return }
                seen.append(smell)
                let (explanation, fix) = words(smell, what)
                found.append(
                    linted.finding(
                        .unfairCompetition, condition: position, offset: offset, explanation, fix: fix))
            }
            if position < linted.rules.count, let rule = linted.rules[position] {
                let questions = rule.textsAsked
                for asked in questions {
                    let field = rule.schema.fields[asked.field]
                    // A list that has other forms as well singles nobody out.
                    let list = questions.filter {
                        $0.field == asked.field && $0.offsetUTF8 == asked.offsetUTF8
                    }
                    if list.contains(where: { self.smell($0, field) == nil }) { continue }
                    if let smell = smell(asked, field) {
                        tell(smell, asked.text, offset: asked.offsetUTF8)
                    }
                }
                for read in rule.fieldsRead {
                    let label = rule.schema.fields[read.field].label.zh
                    if let (smell, phrase) = smell(inWords: label) {
                        tell(smell, phrase, offset: read.offsetUTF8)
                    }
                }
            }
            for text in [condition.label, condition.source ?? ""] {
                if let (smell, phrase) = smell(inWords: text) { tell(smell, phrase, offset: 0) }
            }
        }
        return found
    }

    private static let ownershipWords = Phrases([
        "国有", "国营", "央企", "国企", "民营", "私营", "民企", "外商", "外资", "港澳台", "全民所有", "集体所有", "集体企业", "内资",
    ])
    /// Tags are mostly honours and qualifications; only what names an ownership and nothing else.
    private static let ownershipTags: Set<String> = [
        "国有企业", "国有控股企业", "国企", "央企", "中央企业", "地方国企", "民营企业", "民企", "私营企业", "外资企业", "外商投资企业",
        "港澳台企业", "港澳台投资企业", "内资企业", "集体企业",
    ]
    private static let localGoodsPhrases = Phrases([
        "本地产品", "本地采购", "本地配套", "采购本地", "购买本地", "使用本地", "本市产品", "本区产品", "本县产品", "本省产品", "采购本市",
        "采购本区", "采购本省", "购买本市", "购买本区", "购买本省", "本地化采购", "本地品牌",
    ])
    private static let stayingPutPhrases = Phrases([
        "不迁出", "不得迁出", "不外迁", "不得外迁", "不迁离", "不得迁离", "不搬离", "不得搬离", "不变更注册地", "不得变更注册地", "不改变注册地",
    ])
    private static let herePhrases = Phrases(["在本地", "在本市", "在本区", "在本县", "在本省"])
    private static let foundingPhrases = Phrases(["设立", "成立", "注册"])
    private static let branchPhrases = Phrases(["分公司", "子公司", "分支机构"])
    private static let ownershipFields = Phrases(["所有制", "经济类型", "企业性质", "控股情况"])

    private static func smell(_ asked: TextAsked, _ field: Field) -> Smell? {
        switch field.name {
        case "uscc", "id": return asked.manner == .equal && !asked.text.isEmpty ? .namedEnterprise : nil
        case "name": return asked.manner == .equal && asked.text.count >= 4 ? .namedEnterprise : nil
        case "tags":
            if ownershipTags.contains(asked.text) { return .ownership }
        case "legal_form":
            return ownershipWords.first(in: asked.text) != nil ? .ownership : nil
        default:
            if ownershipFields.first(in: field.label.zh) != nil {
                return ownershipWords.first(in: asked.text) != nil ? .ownership : nil
            }
        }
        return localGoodsPhrases.first(in: asked.text) != nil ? .localGoods : nil
    }

    private static func smell(inWords text: String) -> (Smell, String)? {
        if text.isEmpty { return nil }
        if let phrase = stayingPutPhrases.first(in: text),
            CompetitionWords.asksEnterprisesToStay(text, phrase)
        {
            return (.stayingPut, phrase)
        }
        if let phrase = localGoodsPhrases.first(in: text) { return (.localGoods, phrase) }
        if herePhrases.first(in: text) != nil, foundingPhrases.first(in: text) != nil,
            let phrase = branchPhrases.first(in: text), CompetitionWords.asksForBranchHere(text)
        {
            return (.localEstablishment, phrase)
        }
        return nil
    }

    private static func words(_ smell: Smell, _ what: String) -> (Message, Message) {
        let review = Message(
            zh: "请人工复核：有无法律、行政法规或国务院依据，是否属于第十二条的例外；否则改为对各类经营者一视同仁的条件",
            en:
                "for human review: is there a basis in law, or an exception of article 12? if not, ask what treats all "
                + "operators alike")
        let decree = (
            zh: "《公平竞争审查条例》（国务院令第 783 号）",
            en: "Fair Competition Review Regulations (State Council Decree 783)"
        )
        switch smell {
        case .ownership:
            return (
                Message(
                    zh: "按所有制（“\(what)”）区别对待；\(decree.zh)第十条：无依据不得给特定经营者选择性、差异化的奖补",
                    en:
                        "treats operators by ownership (“\(what)”); \(decree.en), article 10: no selective or differing "
                        + "grants to particular operators without a legal basis"), review
            )
        case .namedEnterprise:
            return (
                Message(
                    zh: "直接指定受益企业（“\(what)”）；\(decree.zh)第十条：无依据不得给特定经营者选择性、差异化的奖补",
                    en:
                        "names the one to be paid (“\(what)”); \(decree.en), article 10: no selective or differing "
                        + "grants to particular operators without a legal basis"), review
            )
        case .localGoods:
            return (
                Message(
                    zh: "与采购或使用本地商品挂钩（“\(what)”）；\(decree.zh)第八、九条：不得限定购买特定经营者的商品，不得歧视外地商品",
                    en:
                        "depends on buying local goods (“\(what)”); \(decree.en), articles 8 and 9: no tying to particular "
                        + "operators' goods, no discrimination of goods from elsewhere"), review
            )
        case .stayingPut:
            return (
                Message(
                    zh: "限制企业迁出（“\(what)”）；\(decree.zh)第九条：不得阻碍本地经营者迁出",
                    en:
                        "keeps enterprises from moving away (“\(what)”); \(decree.en), article 9: operators must not be "
                        + "kept from leaving"), review
            )
        case .localEstablishment:
            return (
                Message(
                    zh: "要求在本地设立机构（“\(what)”）；\(decree.zh)第九条：不得强制或变相强制外地经营者在本地投资或设立分支机构",
                    en:
                        "asks for a local establishment (“\(what)”); \(decree.en), article 9: operators from elsewhere "
                        + "must not be made to invest or set up branches"), review
            )
        }
    }
}

/// Phrases that are looked for in texts, byte by byte.
private struct Phrases: Sendable {
    private let phrases: [(text: String, search: SubstringSearch)]

    init(_ phrases: [String]) { self.phrases = phrases.map { ($0, SubstringSearch($0)) } }

    /// The first of them that occurs.
    func first(in text: String) -> String? { phrases.first { $0.search.isIn(text) }?.text }
}
