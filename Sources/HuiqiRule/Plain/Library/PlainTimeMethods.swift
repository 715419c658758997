import HuiqiText

/// `getFullYear()` and the like, in UTC or in a zone.
enum PlainTimeMethods {
    static let methods: PlainLibrary.Table = {
        var table: PlainLibrary.Table = [:]
        let parts: [(String, @Sendable (PlainCivilTime) -> Int)] = [
            ("getFullYear", { $0.day.date.year }), ("getMonth", { $0.day.date.month - 1 }),
            ("getDate", { $0.day.date.day }), ("getDayOfMonth", { $0.day.date.day - 1 }),
            ("getDayOfWeek", { $0.weekday }), ("getDayOfYear", { $0.dayOfYear }),
            ("getHours", { $0.hour }), ("getMinutes", { $0.minute }), ("getSeconds", { $0.second }),
        ]
        for (name, part) in parts {
            table[name] = [
                PlainOverload([.timestamp], .int) { (values, run) throws(RuleError) in
                    .int(Int64(part(try civil(values, run))))
                },
                PlainOverload([.timestamp, .string], .int) { (values, run) throws(RuleError) in
                    try run.take(20)
                    return .int(Int64(part(try civil(values, run))))
                },
            ]
        }
        let milliseconds: PlainOverload.Body = { (values, run) throws(RuleError) in
            if case .duration(let length)? = values.first {
                return .int(length.nanoseconds % 1_000_000_000 / 1_000_000)
            }
            _ = try civil(values, run)
            guard case .timestamp(let instant)? = values.first else { return .null }
            return .int(instant.nanoseconds / 1_000_000)
        }
        table["getMilliseconds"] = [
            PlainOverload([.timestamp], .int, milliseconds),
            PlainOverload([.timestamp, .string], .int, milliseconds),
            PlainOverload([.duration], .int, milliseconds),
        ]
        let units: [(String, Int64)] = [
            ("getHours", 3_600_000_000_000), ("getMinutes", 60_000_000_000), ("getSeconds", 1_000_000_000),
        ]
        for (name, unit) in units {
            table[name, default: []].append(
                PlainOverload([.duration], .int) { (values, run) throws(RuleError) in
                    guard case .duration(let length)? = values.first else { return .null }
                    return .int(length.nanoseconds / unit)
                })
        }
        return table
    }()

    private static func civil(_ values: [PlainValue], _ run: PlainRun) throws(RuleError) -> PlainCivilTime {
        guard case .timestamp(let instant)? = values.first else { throw run.noOverload("get", values) }
        guard values.count > 1, case .string(let zone) = values[1] else {
            return PlainCivilTime(instant, offsetSeconds: 0)
        }
        guard let offset = offset(of: zone, at: instant) else {
            throw run.fault(
                zh: "没有时区 \(PlainValueText.short(.string(zone)))，应如 Asia/Shanghai 或 +08:00",
                en: "no time zone \(PlainValueText.short(.string(zone))); write Asia/Shanghai or +08:00")
        }
        return PlainCivilTime(instant, offsetSeconds: offset)
    }

    /// Seconds east of UTC.
    private static func offset(of zone: String, at instant: PlainTimestamp) -> Int? {
        if zone == "UTC" || zone.isEmpty { return 0 }
        var bytes = Array(zone.utf8)[...]
        let isWest = bytes.first == 0x2D
        if isWest || bytes.first == 0x2B { bytes = bytes.dropFirst() }
        if bytes.count == 5, bytes[bytes.startIndex + 2] == 0x3A, let first = bytes.first,
            (0x30...0x39).contains(first)
        {
            let text = String(decoding: bytes, as: UTF8.self)
            guard let hours = Int(text.prefix(2)), let minutes = Int(text.suffix(2)), hours < 24,
                minutes < 60,
                minutes >= 0
            else { return nil }
            return (isWest ? -1 : 1) * (hours * 3600 + minutes * 60)
        }
        guard bytes.count == zone.utf8.count,
            let milliseconds = TimeZoneOffset.milliseconds(of: zone, at: instant.seconds * 1000)
        else { return nil }
        return milliseconds / 1000
    }
}
