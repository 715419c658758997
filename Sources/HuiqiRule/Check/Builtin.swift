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

    var readsDay: Bool {
        switch self {
        case .yearsBefore, .monthsBefore, .daysBefore, .yearsSince, .monthsSince: true
        default: false
        }
    }
}
