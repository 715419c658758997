// Safe, for every `unsafe` of this file: handles and variables are the caller's, as huiqi.h describes them; texts
// live as long as the handle that holds them.
import CHuiqi
import Huiqi

/// What is behind `hq_matches`.
class Matches {
    let totals: VerdictTotals
    private let findings: Findings?

    init(_ totals: VerdictTotals, _ warnings: [Finding]) throws(Failure) {
        self.totals = totals
        findings = warnings.isEmpty ? nil : try Findings(warnings)
    }

    var count: Int64 { 0 }

    /// One match as the header has it; `index` is that of one.
    func match(_ index: Int) -> hq_match { unsafe hq_match() }

    /// The whole answer as JSON; nil where memory cannot be had.
    var json: LentText? { nil }

    var warningCount: Int64 { findings?.count ?? 0 }

    /// Fills in one warning for the caller.
    func lendWarning(_ index: Int64, _ out: UnsafeMutablePointer<hq_finding>?) -> hq_status {
        if let findings { return unsafe lend(findings, index, out) }
        guard let out = unsafe out else { return hq_status(HQ_E_NULL) }
        unsafe out.initialize(to: hq_finding())
        return hq_status(HQ_E_ARGUMENT)
    }
}

/// The matches of an answer.
final class AnswerMatches: Matches {
    /// Where a match's texts lie.
    private struct Places {
        let clauseID: TextPool.Piece
        let title: TextPool.Piece
        let key: TextPool.Piece
    }

    private let matches: [Match]
    private let places: [Places]
    private let texts: LentText
    private let late: LateText

    convenience init(_ answer: MatchAnswer) throws(Failure) {
        try self.init(answer.matches, answer.totals, answer.warnings, LateText { answer.json })
    }

    convenience init(_ answer: FindAnswer) throws(Failure) {
        try self.init(answer.matches, answer.totals, [], LateText { answer.json })
    }

    private init(
        _ matches: [Match], _ totals: VerdictTotals, _ warnings: [Finding], _ json: LateText
    ) throws(Failure) {
        var pool = TextPool()
        self.matches = matches
        places = matches.map { match in
            Places(
                clauseID: pool.add(match.clause.clause.id), title: pool.add(match.clause.clause.title),
                key: pool.add(match.key))
        }
        texts = try pool.lent()
        late = json
        try super.init(totals, warnings)
    }

    override var count: Int64 { Int64(matches.count) }
    override var json: LentText? { late.get() }

    override func match(_ index: Int) -> hq_match {
        let match = matches[index]
        let place = places[index]
        return unsafe hq_match(
            match, clauseID: texts.part(place.clauseID), title: texts.part(place.title),
            key: texts.part(place.key))
    }
}

extension hq_match {
    /// The numbers of a match, and where its texts lie.
    init(_ match: Match, clauseID: hq_str, title: hq_str, key: hq_str) {
        let deadline = match.deadline?.date
        unsafe self.init(
            clause_id: clauseID, title: title, key: key,
            rank: Int64(match.rank), amount_low: match.amountLow ?? 0, amount_high: match.amountHigh ?? 0,
            degree_low: Int32(clamping: match.degreeLow), degree_high: Int32(clamping: match.degreeHigh),
            relevance: Int32(clamping: match.relevance), deadline_year: Int32(clamping: deadline?.year ?? 0),
            deadline_month: Int32(clamping: deadline?.month ?? 0),
            deadline_day: Int32(clamping: deadline?.day ?? 0), verdict: match.verdict.rawValue,
            route: hq_match.route(match.route), decided_by: hq_match.decider(match.decidedBy),
            has_amount_low: match.amountLow == nil ? 0 : 1, has_amount_high: match.amountHigh == nil ? 0 : 1,
            reserved: (0, 0, 0))
    }

    /// The same of one of the first.
    init(_ match: FirstMatch, clauseID: hq_str, title: hq_str, key: hq_str) {
        let deadline = match.deadline?.date
        unsafe self.init(
            clause_id: clauseID, title: title, key: key,
            rank: Int64(match.rank), amount_low: match.amountLow ?? 0, amount_high: match.amountHigh ?? 0,
            degree_low: Int32(clamping: match.degreeLow), degree_high: Int32(clamping: match.degreeHigh),
            relevance: Int32(clamping: match.relevance), deadline_year: Int32(clamping: deadline?.year ?? 0),
            deadline_month: Int32(clamping: deadline?.month ?? 0),
            deadline_day: Int32(clamping: deadline?.day ?? 0), verdict: match.verdict.rawValue,
            route: hq_match.route(match.route), decided_by: hq_match.decider(match.decidedBy),
            has_amount_low: match.amountLow == nil ? 0 : 1, has_amount_high: match.amountHigh == nil ? 0 : 1,
            reserved: (0, 0, 0))
    }

    private static func route(_ route: Route) -> Int8 {
        switch route {
        case .none: Int8(HQ_ROUTE_NONE)
        case .instant: Int8(HQ_ROUTE_INSTANT)
        case .verify: Int8(HQ_ROUTE_VERIFY)
        case .review: Int8(HQ_ROUTE_REVIEW)
        }
    }

    private static func decider(_ decider: DecidedBy?) -> Int8 {
        switch decider {
        case nil: Int8(HQ_BY_CONDITIONS)
        case .notInForce: Int8(HQ_BY_NOT_IN_FORCE)
        case .split: Int8(HQ_BY_SPLIT)
        }
    }
}

@c @implementation
public func hq_matches_count(_ matches: OpaquePointer?) -> Int64 {
    unsafe object(matches, as: Matches.self)?.count ?? 0
}

@c @implementation
public func hq_matches_at(
    _ matches: OpaquePointer?, _ index: Int64, _ out: UnsafeMutablePointer<hq_match>?
) -> hq_status {
    guard let out = unsafe out else { return hq_status(HQ_E_NULL) }
    unsafe out.initialize(to: hq_match())
    guard let matches = unsafe object(matches, as: Matches.self) else { return hq_status(HQ_E_NULL) }
    guard index >= 0, index < matches.count else { return hq_status(HQ_E_ARGUMENT) }
    unsafe out.pointee = unsafe matches.match(Int(index))
    return hq_status(HQ_OK)
}

@c @implementation
public func hq_matches_totals(
    _ matches: OpaquePointer?, _ eligible: UnsafeMutablePointer<Int64>?,
    _ undetermined: UnsafeMutablePointer<Int64>?, _ ineligible: UnsafeMutablePointer<Int64>?
) -> hq_status {
    let matches = unsafe object(matches, as: Matches.self)
    let totals = matches?.totals
    if let eligible = unsafe eligible { unsafe eligible.pointee = Int64(totals?.eligible ?? 0) }
    if let undetermined = unsafe undetermined {
        unsafe undetermined.pointee = Int64(totals?.undetermined ?? 0)
    }
    if let ineligible = unsafe ineligible { unsafe ineligible.pointee = Int64(totals?.ineligible ?? 0) }
    return hq_status(matches == nil ? HQ_E_NULL : HQ_OK)
}

@c @implementation
public func hq_matches_json(
    _ matches: OpaquePointer?, _ data: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
    _ len: UnsafeMutablePointer<Int>?
) -> hq_status {
    // Safe: NULL, or the caller's own variables.
    if let data = unsafe data { unsafe data.pointee = nil }
    if let len = unsafe len { unsafe len.pointee = 0 }
    guard let matches = unsafe object(matches, as: Matches.self) else { return hq_status(HQ_E_NULL) }
    guard let written = matches.json else { return hq_status(HQ_E_LIMIT) }
    return unsafe written.lend(data, len)
}

@c @implementation
public func hq_matches_warning_count(_ matches: OpaquePointer?) -> Int64 {
    unsafe object(matches, as: Matches.self)?.warningCount ?? 0
}

@c @implementation
public func hq_matches_warning_at(
    _ matches: OpaquePointer?, _ index: Int64, _ out: UnsafeMutablePointer<hq_finding>?
) -> hq_status {
    guard let matches = unsafe object(matches, as: Matches.self) else { return unsafe lend(nil, index, out) }
    return unsafe matches.lendWarning(index, out)
}

@c @implementation
public func hq_matches_free(_ matches: OpaquePointer?) { unsafe release(matches, as: Matches.self) }
