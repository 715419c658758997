// Safe, for every `unsafe` of this file: handles and variables are the caller's, as huiqi.h describes them; texts
// live as long as the handle that holds them.
import CHuiqi
import Huiqi

/// What is behind `hq_hits`.
final class Hits {
    private let places: [(id: TextPool.Piece, title: TextPool.Piece, score: Int64)]
    private let texts: LentText
    private let late: LateText

    convenience init(_ answer: SearchAnswer) throws(Failure) {
        try self.init(
            answer.hits.map { ($0.clause.id, $0.clause.title, $0.score) }, LateText { answer.json })
    }

    convenience init(_ answer: NameAnswer) throws(Failure) {
        try self.init(answer.hits.map { ($0.key, $0.name, $0.score) }, LateText { answer.json })
    }

    private init(_ hits: [(id: String, title: String, score: Int)], _ json: LateText) throws(Failure) {
        var pool = TextPool()
        places = hits.map { (pool.add($0.id), pool.add($0.title), Int64($0.score)) }
        texts = try pool.lent()
        late = json
    }

    var count: Int64 { Int64(places.count) }
    var json: LentText? { late.get() }

    func hit(_ index: Int) -> hq_hit {
        let place = places[index]
        return unsafe hq_hit(id: texts.part(place.id), title: texts.part(place.title), score: place.score)
    }
}

extension Input {
    /// What narrows a search.
    static func search(_ query: UnsafePointer<hq_search_query>?) throws(Failure) -> SearchOptions {
        // Safe: NULL, or a whole hq_search_query of the caller's, which is only read.
        guard let query = unsafe query?.pointee else { return SearchOptions() }
        guard unsafe query.reserved32 == 0, unsafe query.reserved.0 == 0, unsafe query.reserved.1 == 0 else {
            throw Input.notZero("query.reserved")
        }
        guard unsafe query.in_force == 0 || query.in_force == 1 else {
            throw .argument("query.in_force", zh: "应为 0 或 1", en: "must be 0 or 1")
        }
        guard (1...Int64(SearchOptions.limit)).contains(unsafe query.top) else {
            throw .argument(
                "query.top", zh: "应为 1 至 \(SearchOptions.limit)", en: "must be 1 to \(SearchOptions.limit)")
        }
        var options = SearchOptions(top: Int(unsafe query.top))
        options.inForce = unsafe query.in_force == 1
        options.threads = try threads(unsafe query.threads)
        switch unsafe Int(query.delivery) {
        case HQ_DELIVERY_ANY: break
        case HQ_DELIVERY_INSTANT: options.delivery = .instant
        case HQ_DELIVERY_VERIFY: options.delivery = .verify
        case HQ_DELIVERY_REVIEW: options.delivery = .review
        default: throw .argument("query.delivery", zh: "应为 HQ_DELIVERY_* 之一", en: "is no HQ_DELIVERY_*")
        }
        options.region = try unsafe optional(query.region, query.region_len, "query.region")
        options.tag = try unsafe optional(query.tag, query.tag_len, "query.tag")
        options.issuer = try unsafe optional(query.issuer, query.issuer_len, "query.issuer")
        return options
    }

    /// A text; nil for NULL.
    private static func optional(
        _ data: UnsafePointer<CChar>?, _ count: Int, _ name: String
    ) throws(Failure) -> String? {
        unsafe data == nil ? nil : try unsafe text(data, count, name)
    }
}

@c @implementation
public func hq_snapshot_search(
    _ snapshot: OpaquePointer?, _ question: UnsafePointer<CChar>?, _ questionCount: Int,
    _ query: UnsafePointer<hq_search_query>?, _ out: UnsafeMutablePointer<OpaquePointer?>?,
    _ error: UnsafeMutablePointer<hq_error>?
) -> hq_status {
    unsafe produce(out, error) { () throws(Failure) in
        let snapshot = try unsafe need(snapshot, as: Snapshot.self, "snapshot")
        let options = try unsafe Input.search(query)
        let question = try unsafe Input.text(question, questionCount, "question")
        return try Hits(calling { () throws(HuiqiError) in try snapshot.search(question, options: options) })
    }
}

@c @implementation
public func hq_snapshot_search_profiles(
    _ snapshot: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ nameCount: Int, _ top: Int64,
    _ threads: Int32, _ out: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<hq_error>?
) -> hq_status {
    unsafe produce(out, error) { () throws(Failure) in
        let snapshot = try unsafe need(snapshot, as: Snapshot.self, "snapshot")
        let threads = try Input.threads(threads)
        let name = try unsafe Input.text(name, nameCount, "name")
        return try Hits(
            calling { () throws(HuiqiError) in
                try snapshot.searchProfiles(name, top: Int(clamping: top), threads: threads)
            })
    }
}

@c @implementation
public func hq_hits_count(_ hits: OpaquePointer?) -> Int64 { unsafe object(hits, as: Hits.self)?.count ?? 0 }

@c @implementation
public func hq_hits_at(
    _ hits: OpaquePointer?, _ index: Int64, _ out: UnsafeMutablePointer<hq_hit>?
) -> hq_status {
    guard let out = unsafe out else { return hq_status(HQ_E_NULL) }
    unsafe out.initialize(to: hq_hit())
    guard let hits = unsafe object(hits, as: Hits.self) else { return hq_status(HQ_E_NULL) }
    guard index >= 0, index < hits.count else { return hq_status(HQ_E_ARGUMENT) }
    unsafe out.pointee = unsafe hits.hit(Int(index))
    return hq_status(HQ_OK)
}

@c @implementation
public func hq_hits_json(
    _ hits: OpaquePointer?, _ data: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
    _ len: UnsafeMutablePointer<Int>?
) -> hq_status {
    if let data = unsafe data { unsafe data.pointee = nil }
    if let len = unsafe len { unsafe len.pointee = 0 }
    guard let hits = unsafe object(hits, as: Hits.self) else { return hq_status(HQ_E_NULL) }
    guard let written = hits.json else { return hq_status(HQ_E_LIMIT) }
    return unsafe written.lend(data, len)
}

@c @implementation
public func hq_hits_free(_ hits: OpaquePointer?) { unsafe release(hits, as: Hits.self) }
