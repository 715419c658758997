import Foundation

/// How figures are written, and what is made of many.
enum Figures {
    /// The middle one, or the mean of the middle two.
    static func median(of values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    /// The smallest element that at least this share does not exceed.
    static func quantile(_ share: Double, of values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        let position = Int((share * Double(sorted.count)).rounded(.up)) - 1
        return sorted[min(max(0, position), sorted.count - 1)]
    }

    static func duration(_ seconds: Double) -> String {
        if seconds >= 1 { return fixed(seconds, 2) + " s" }
        if seconds >= 1e-3 { return significant(seconds * 1e3) + " ms" }
        if seconds >= 1e-6 { return significant(seconds * 1e6) + " µs" }
        return significant(seconds * 1e9) + " ns"
    }

    static func picoseconds(_ seconds: Double) -> String { significant(seconds * 1e12) + " ps" }

    static func ratio(_ value: Double) -> String { fixed(value, 2) }

    /// 235.1, 187.2 k, 431.0 M, 1.2 G.
    static func short(_ value: Double) -> String {
        if value >= 1e9 { return significant(value / 1e9) + " G" }
        if value >= 1e6 { return significant(value / 1e6) + " M" }
        if value >= 1e4 { return significant(value / 1e3) + " k" }
        return significant(value)
    }

    static func megabytes(_ bytes: Int) -> String { fixed(Double(bytes) / 1e6, 1) + " MB" }

    /// Digits in groups of three.
    static func grouped(_ number: Int) -> String {
        var text = ""
        for (index, digit) in String(number.magnitude).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (number < 0 ? "-" : "") + String(text.reversed())
    }

    private static func significant(_ value: Double) -> String {
        fixed(value, value >= 100 ? 0 : (value >= 10 ? 1 : 2))
    }

    private static func fixed(_ value: Double, _ places: Int) -> String {
        String(format: "%.\(places)f", value)
    }
}
