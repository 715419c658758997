import CHuiqiKernels
import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule
import HuiqiText

/// One clause, every enterprise, from what the population was prepared with: what ``Finder`` answers, without reading
/// the columns that the catalogue's codes stand for.
public struct PreparedFinder: Sendable {
    private let prepared: PreparedPopulation

    /// A finder over a population that was made ready.
    public init(_ prepared: PreparedPopulation) { self.prepared = prepared }

    /// More matches than that are asked for in another way.
    private static let limit = 4096

    /// Degrees of less total weight are told apart by the weight that holds.
    private static let weightLimit: UInt64 = 10_000

    /// Every profile for one clause of the population's plan, in rank order.
    /// - Returns: nil where ``Finder`` must answer: for very many matches, and for unusual clauses.
    public func find(
        clause: Int, options: AnswerOptions
    ) -> (matches: [Match], totals: VerdictTotals)? { find(prepared.plan, clause: clause, options: options) }

    /// Every profile for a clause that need not be among those of the population's plan, in rank order.
    /// - Parameter clause: Compiled against the population's schema.
    /// - Returns: nil where ``Finder`` must answer: for very many matches, and for unusual clauses.
    public func find(
        draft clause: CompiledClause, options: AnswerOptions
    ) -> (matches: [Match], totals: VerdictTotals)? {
        let plan = DayPlan(clause, beside: prepared.plan, schema: prepared.population.schema)
        return find(plan, clause: 0, options: options)
    }

    private func find(
        _ plan: DayPlan, clause: Int, options: AnswerOptions
    ) -> (matches: [Match], totals: VerdictTotals)? {
        let total = prepared.population.count
        let wanted = min(max(0, options.top ?? total), total)
        guard options.topOfEach == nil, wanted <= PreparedFinder.limit else { return nil }
        let tables = prepared.shelf.tables(prepared)
        guard let query = ClauseQuery(plan, clause, tables) else { return nil }
        let range = plan.catalogue.table.clauses[clause]
        let conditions = plan.catalogue.table.conditions[range]
        guard
            let degrees = WholeWeights(
                conditions.map { $0.kind == .preferred ? 0 : $0.weight }, limit: PreparedFinder.weightLimit),
            let wishes = WholeWeights(
                conditions.map { $0.kind == .preferred ? $0.weight : 0 }, limit: 1 << 20)
        else { return nil }
        let words = plan.catalogue.clauses[clause].words
        // Of more words, two numbers of those found may come to one thousandth, by which ranks go.
        guard words.count <= 1000 else { return nil }
        let workspace = tables.take()
        defer { tables.give(workspace) }
        let most = max(degrees.bits, wishes.bits, 1)
        let relevanceBits = 64 - words.count.leadingZeroBitCount
        guard
            let scan = ClauseScan(
                query, tables, workspace, extra: most + relevanceBits + min(words.count, 64))
        else { return nil }
        scan.run(wanted: wanted)
        var ranks = RowRanks(
            scan, degrees: degrees, wishes: wishes, words: words, sumBits: most,
            relevanceBits: relevanceBits)
        var left = wanted
        for verdict in [Verdict.eligible, .undetermined, .ineligible] where left > 0 {
            left -= ranks.choose(left, verdict)
        }
        return ranks.answer(options, total: total)
    }
}
