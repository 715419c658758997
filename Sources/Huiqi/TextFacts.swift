import HuiqiJSON
import HuiqiLogic
import HuiqiText

/// What texts say: quantities of policies, regions of addresses, industries and licences of scopes of business.
///
/// Each reader is opened when it is first asked. Immutable otherwise: any number of threads at once.
public final class TextFacts: Sendable {
    /// What a text is read for.
    public enum Kind: String, Sendable, CaseIterable {
        /// Amounts, shares, counts, bounds and times.
        case quantities
        /// The region that an address names.
        case address
        /// The industries that a scope of business may be, and the licences that it touches.
        case scope
    }

    private let normalizer: TextNormalizer
    private let state = State()

    private final class State: @unchecked Sendable {
        // Safe: read and written under the lock only.
        let lock = Lock()
        var addresses: AddressReader?
        var scopes: ScopeReader?
        var licences: LicenceItems?
    }

    /// - Throws: ``HuiqiError`` where the host's ICU cannot be used.
    public init() throws(HuiqiError) {
        do throws(TextError) { normalizer = try TextNormalizer() } catch { throw HuiqiError(error) }
    }

    /// Every amount, share, count, bound and time of a text, in order.
    public func quantities(_ text: String) -> [Quantity] { QuantityReader(normalizer).read(text) }

    /// The region that an address names; nil where it names none.
    /// - Throws: ``HuiqiError`` where the host's ICU cannot be used.
    public func region(ofAddress address: String) throws(HuiqiError) -> RegionReading? {
        try opened(\.addresses) { () throws(TextError) in try AddressReader() }.region(of: address)
    }

    /// Industries that a scope of business may be, the likeliest first.
    /// - Throws: ``HuiqiError`` where the host's ICU cannot be used.
    public func industries(ofScope scope: String, top: Int = 5) throws(HuiqiError) -> [IndustryCandidate] {
        try opened(\.scopes) { () throws(TextError) in try ScopeReader() }.industries(of: scope, top: top)
    }

    /// Licences and filings that a scope of business touches (后置审批).
    /// - Parameter industry: The enterprise's industry code, where it is known.
    /// - Throws: ``HuiqiError`` where the host's ICU cannot be used.
    public func licences(ofScope scope: String, industry: String? = nil) throws(HuiqiError) -> [LicenceTouch]
    {
        try opened(\.licences) { () throws(TextError) in try LicenceItems() }
            .touched(by: scope, industry: industry)
    }

    /// What a text says, as one JSON object; UTF-8 without a line end. Places are pairs of UTF-8 offsets in the text.
    ///
    /// - `quantities`: `quantities`, an array of kind, currency or unit, role, low, high (exact decimals, fractions `1/3`,
    ///   or days), low_included, high_included, stated, per, approximate, text, number, span.
    /// - `address`: code, name, level, inferred, contradictory, candidates (code, name), names (level, code, name, span);
    ///   code is null where nothing certain is named.
    /// - `scope`: `industries` (code, name, score_thousandths, spans) and `licences` (id, name, kind, authority, law, spans).
    /// - Throws: ``HuiqiError`` where the host's ICU cannot be used.
    public func json(_ kind: Kind, of text: String) throws(HuiqiError) -> [UInt8] {
        var writer = FactWriter(text)
        switch kind {
        case .quantities: writer.write(quantities(text))
        case .address: writer.write(try region(ofAddress: text))
        case .scope: writer.write(try industries(ofScope: text), try licences(ofScope: text))
        }
        return writer.json.bytes
    }

    private func opened<Reader>(
        _ path: ReferenceWritableKeyPath<State, Reader?>, _ open: () throws(TextError) -> Reader
    ) throws(HuiqiError) -> Reader {
        let result = state.lock.withLock { () -> Result<Reader, TextError> in
            if let known = state[keyPath: path] { return .success(known) }
            let made = Result { () throws(TextError) in try open() }
            if case .success(let reader) = made { state[keyPath: path] = reader }
            return made
        }
        do throws(TextError) { return try result.get() } catch { throw HuiqiError(error) }
    }
}

/// Writes what a text says.
private struct FactWriter {
    var json = JSONWriter()
    private let bytes: [UInt8]

    init(_ text: String) { bytes = Array(text.utf8) }

    private mutating func text(_ key: String, _ value: String?) {
        json.key(key)
        if let value { json.value(value) } else { json.null() }
    }

    private mutating func flag(_ key: String, _ value: Bool) {
        json.key(key)
        json.value(value)
    }

    private mutating func pair(_ range: Range<Int>) {
        json.beginArray()
        json.value(range.lowerBound)
        json.value(range.upperBound)
        json.endArray()
    }

    private mutating func pairs(_ key: String, _ ranges: [Range<Int>]) {
        json.key(key)
        json.beginArray()
        for range in ranges { pair(range) }
        json.endArray()
    }

    mutating func write(_ quantities: [Quantity]) {
        json.beginObject()
        json.key("quantities")
        json.beginArray()
        for quantity in quantities { write(quantity) }
        json.endArray()
        json.endObject()
    }

    private mutating func write(_ quantity: Quantity) {
        json.beginObject()
        switch quantity.kind {
        case .amount(let currency):
            text("kind", "amount")
            text("currency", currency)
        case .share: text("kind", "share")
        case .percentagePoints: text("kind", "percentage_points")
        case .multiple: text("kind", "multiple")
        case .proportion: text("kind", "proportion")
        case .count(let unit):
            text("kind", "count")
            text("unit", unit)
        case .number: text("kind", "number")
        case .rank: text("kind", "rank")
        case .duration(let unit, let role):
            text("kind", "duration")
            text("unit", unit.rawValue)
            text("role", role.rawValue)
        case .yearOffset: text("kind", "year_offset")
        case .ordinalYear: text("kind", "ordinal_year")
        case .date: text("kind", "date")
        }
        switch quantity.value {
        case .numbers(let low, let high): write(low, high)
        case .dates(let low, let high): write(low, high)
        }
        text("per", quantity.per)
        flag("approximate", quantity.isApproximate)
        text("text", String(decoding: bytes[quantity.number], as: UTF8.self))
        json.key("number")
        pair(quantity.number)
        json.key("span")
        pair(quantity.span)
        json.endObject()
    }

    private mutating func write<End: CustomStringConvertible>(
        _ low: Quantity.Bound<End>?, _ high: Quantity.Bound<End>?
    ) {
        text("low", low?.value.description)
        flag("low_included", low?.isIncluded ?? false)
        text("high", high?.value.description)
        flag("high_included", high?.isIncluded ?? false)
        flag("stated", low?.isStated ?? false || high?.isStated ?? false)
    }

    mutating func write(_ reading: RegionReading?) {
        json.beginObject()
        text("code", reading?.code)
        text("name", reading?.code.flatMap(RegionCode.name))
        text("level", reading?.level.map(FactWriter.name))
        flag("inferred", reading?.isInferred ?? false)
        flag("contradictory", reading?.isContradictory ?? false)
        json.key("candidates")
        json.beginArray()
        for code in reading?.candidates ?? [] {
            json.beginObject()
            text("code", code)
            text("name", RegionCode.name(code))
            json.endObject()
        }
        json.endArray()
        json.key("names")
        json.beginArray()
        for name in reading?.names ?? [] {
            json.beginObject()
            text("level", FactWriter.name(name.level))
            text("code", name.code)
            text("name", name.code.flatMap(RegionCode.name))
            json.key("span")
            pair(name.spanUTF8)
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }

    private static func name(_ level: RegionReading.Level) -> String { "\(level)" }

    mutating func write(_ industries: [IndustryCandidate], _ licences: [LicenceTouch]) {
        json.beginObject()
        json.key("industries")
        json.beginArray()
        for candidate in industries {
            json.beginObject()
            text("code", candidate.code)
            text("name", IndustryCode.name(candidate.code))
            json.key("score_thousandths")
            json.value(candidate.scoreThousandths)
            pairs("spans", candidate.spansUTF8)
            json.endObject()
        }
        json.endArray()
        json.key("licences")
        json.beginArray()
        for touch in licences {
            json.beginObject()
            text("id", touch.item.id)
            text("name", touch.item.name)
            text("kind", touch.item.kind.rawValue)
            text("authority", touch.item.authority)
            text("law", touch.item.law)
            pairs("spans", touch.spansUTF8)
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }
}
