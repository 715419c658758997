/// The functions of the policy environment.
enum Builtin: Sendable, Hashable {
    /// Conversions.
    case toInt, toUint, toDecimal, toText, toBytes, toBool, toTimestamp, toDuration
    case size
    case contains, startsWith, endsWith, matches, mentions
    case under
    case date, money
    case yearsBefore, monthsBefore, daysBefore, yearsSince, monthsSince
    case sum, least, greatest
    /// `first_reached` of a yearly field.
    case firstReached(Int)
    case timePart(TimePart)
    case durationPart(TimePart)

    /// Getters of timestamps and durations.
    enum TimePart: String, Sendable, Hashable {
        case fullYear = "getFullYear"
        case month = "getMonth"
        case dayOfMonth = "getDayOfMonth"
        case date = "getDate"
        case dayOfWeek = "getDayOfWeek"
        case dayOfYear = "getDayOfYear"
        case hours = "getHours"
        case minutes = "getMinutes"
        case seconds = "getSeconds"
        case milliseconds = "getMilliseconds"
    }

    /// A name of its own for each, in canonical texts. Not interpolated: that would look at the type each time.
    var canonicalName: String {
        switch self {
        case .toInt: "int"
        case .toUint: "uint"
        case .toDecimal: "double"
        case .toText: "string"
        case .toBytes: "bytes"
        case .toBool: "bool"
        case .toTimestamp: "timestamp"
        case .toDuration: "duration"
        case .size: "size"
        case .contains: "contains"
        case .startsWith: "startsWith"
        case .endsWith: "endsWith"
        case .matches: "matches"
        case .mentions: "mentions"
        case .under: "under"
        case .date: "date"
        case .money: "money"
        case .yearsBefore: "years_before"
        case .monthsBefore: "months_before"
        case .daysBefore: "days_before"
        case .yearsSince: "years_since"
        case .monthsSince: "months_since"
        case .sum: "sum"
        case .least: "least"
        case .greatest: "greatest"
        case .firstReached(let field): "first_reached#" + String(field)
        case .timePart(let part): part.rawValue
        case .durationPart(let part): "duration." + part.rawValue
        }
    }

    var readsDay: Bool {
        switch self {
        case .yearsBefore, .monthsBefore, .daysBefore, .yearsSince, .monthsSince: true
        default: false
        }
    }
}
