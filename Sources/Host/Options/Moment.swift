internal import Glibc

/// The moments that `--exclude-newer` understands.
enum Moment {
    /// Unix seconds of a date (`2026-01-31`: until the end of that day here), a time (RFC 3339), or a span
    /// before `now` (`30 days`, `1 week`, `PT24H`, `P30D`).
    static func parse(_ text: String, now: Int64) -> Int64? {
        if let span = span(text) { return now - span }
        let bytes = Array(text.utf8)
        guard let year = number(bytes, 0, 4), byte(bytes, 4) == "-", let month = number(bytes, 5, 2),
            byte(bytes, 7) == "-", let day = number(bytes, 8, 2), (1...12).contains(month),
            day >= 1, day <= daysIn(month, of: year)
        else { return nil }
        if bytes.count == 10 { return midnight(after: (year, month, day)) }
        guard let separator = byte(bytes, 10), "Tt ".contains(separator),
            let hour = number(bytes, 11, 2), byte(bytes, 13) == ":", let minute = number(bytes, 14, 2),
            hour < 24, minute < 60
        else { return nil }
        var place = 16
        var second = 0
        if byte(bytes, place) == ":" {
            guard let value = number(bytes, place + 1, 2), value <= 60 else { return nil }
            second = value
            place += 3
            if byte(bytes, place) == "." {
                place += 1
                let start = place
                while let digit = byte(bytes, place), digit.isNumber { place += 1 }
                if place == start { return nil }
            }
        }
        guard let offset = zone(bytes[min(place, bytes.count)...]) else { return nil }
        return days(year, month, day) * 86400 + Int64(hour * 3600 + minute * 60 + second) - offset
    }

    /// Seconds east of Greenwich of `Z`, `+02:00` or `-0530`.
    private static func zone(_ bytes: ArraySlice<UInt8>) -> Int64? {
        let text = Array(bytes)
        if text == Array("Z".utf8) || text == Array("z".utf8) { return 0 }
        guard let sign = byte(text, 0), sign == "+" || sign == "-", let hour = number(text, 1, 2) else {
            return nil
        }
        let at = byte(text, 3) == ":" ? 4 : 3
        guard let minute = number(text, at, 2), text.count == at + 2, hour < 24, minute < 60 else {
            return nil
        }
        let seconds = Int64(hour * 3600 + minute * 60)
        return sign == "-" ? -seconds : seconds
    }

    /// Seconds of `30 days`, `1 week`, `24h`, `P30D`, `PT24H`; months and years have no fixed length.
    private static func span(_ text: String) -> Int64? {
        var rest = text.lowercased()[...]
        var isInTime = false
        let isISO = rest.first == "p"
        if isISO { rest = rest.dropFirst() }
        var total: Int64 = 0
        var any = false
        while true {
            rest = rest.drop { $0 == " " || $0 == "," }
            if isISO, rest.first == "t" {
                isInTime = true
                rest = rest.dropFirst()
            }
            if rest.isEmpty { return any ? total : nil }
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard let amount = Int64(digits) else { return nil }
            rest = rest.dropFirst(digits.count).drop { $0 == " " }
            let unit = rest.prefix { $0.isLetter && !(isISO && $0 == "t") }
            rest = rest.dropFirst(unit.count)
            let seconds: Int64
            switch unit {
            case "w", "week", "weeks": seconds = 7 * 86400
            case "d", "day", "days": seconds = 86400
            case "h", "hr", "hrs", "hour", "hours": seconds = 3600
            case "m" where isISO && !isInTime: return nil
            case "m", "min", "mins", "minute", "minutes": seconds = 60
            case "s", "sec", "secs", "second", "seconds": seconds = 1
            default: return nil
            }
            let (product, overflow) = amount.multipliedReportingOverflow(by: seconds)
            if overflow || product > 1 << 40 { return nil }
            total += product
            any = true
        }
    }

    /// The start of the next day, where the machine is.
    private static func midnight(after date: (year: Int, month: Int, day: Int)) -> Int64 {
        var parts = unsafe tm()
        unsafe parts.tm_year = Int32(date.year - 1900)
        unsafe parts.tm_mon = Int32(date.month - 1)
        unsafe parts.tm_mday = Int32(date.day + 1)
        unsafe parts.tm_isdst = -1
        return unsafe Int64(mktime(&parts))
    }

    /// Days since 1970-01-01 in the proleptic Gregorian calendar.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return Int64(era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468)
    }

    private static func daysIn(_ month: Int, of year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    private static func byte(_ bytes: [UInt8], _ index: Int) -> Character? {
        bytes.indices.contains(index) ? Character(Unicode.Scalar(bytes[index])) : nil
    }

    private static func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int? {
        guard bytes.count >= start + count else { return nil }
        var value = 0
        for digit in bytes[start..<start + count] {
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return value
    }
}
