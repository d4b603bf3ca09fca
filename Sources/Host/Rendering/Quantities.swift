/// How durations, sizes and counts are written.
enum Quantities {
    /// `0.02ms`, `70ms`, `1.23s`, `2m 05s`.
    static func text(of duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let microseconds = Int(attoseconds / 1_000_000_000_000)
        if seconds >= 60 {
            return "\(seconds / 60)m \(seconds % 60 < 10 ? "0" : "")\(seconds % 60)s"
        }
        if seconds > 0 { return decimal(Int(seconds) * 100 + microseconds / 10_000, places: 2) + "s" }
        if microseconds >= 1000 { return "\(microseconds / 1000)ms" }
        return decimal(microseconds / 10, places: 2) + "ms"
    }

    /// `12B`, `67.9KiB`, `526.6MiB`, with one decimal from the kibibyte up; `separator` before the unit.
    static func text(ofBytes bytes: UInt64, separator: String = "") -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]
        if bytes < 1024 { return "\(bytes)\(separator)B" }
        var unit = 1
        var divisor: UInt64 = 1024
        while unit < units.count - 1, bytes / divisor >= 1024 {
            divisor *= 1024
            unit += 1
        }
        let tenths = Int(bytes / divisor * 10 + ((bytes % divisor) * 10 + divisor / 2) / divisor)
        return decimal(tenths, places: 1) + separator + units[unit]
    }

    /// `1 package`, `2 packages`.
    static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    /// `value` divided by ten to the power of `places`.
    private static func decimal(_ value: Int, places: Int) -> String {
        let digits = String(value)
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count)) + digits
        return padded.dropLast(places) + "." + padded.suffix(places)
    }
}
