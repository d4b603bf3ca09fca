/// A date, a time of day, or both, as TOML writes them (RFC 3339).
package struct TOMLDateTime: Hashable, Sendable {
    package struct Date: Hashable, Sendable {
        package let year: Int16
        package let month: UInt8
        package let day: UInt8
    }

    package struct Time: Hashable, Sendable {
        package let hour: UInt8
        package let minute: UInt8
        /// 60 only for a leap second.
        package let second: UInt8
        package let nanosecond: UInt32
    }

    package let date: Date?
    package let time: Time?
    /// Minutes east of UTC; nil for a local time.
    package let offset: Int16?

    /// Seconds since 1970-01-01 UTC; nil without both a date and an offset.
    package var unixSeconds: Int64? {
        guard let date, let time, let offset else { return nil }
        let clock = (Int(time.hour) * 60 + Int(time.minute) - Int(offset)) * 60 + Int(time.second)
        return Int64(Self.days(date)) * 86_400 + Int64(clock)
    }

    /// A moment in UTC.
    package init(unixSeconds: Int64) {
        let day = Int((unixSeconds >= 0 ? unixSeconds : unixSeconds - 86_399) / 86_400)
        let clock = Int(unixSeconds - Int64(day) * 86_400)
        self.init(
            date: Self.date(ofDay: day),
            time: Time(
                hour: UInt8(clock / 3600), minute: UInt8(clock / 60 % 60), second: UInt8(clock % 60),
                nanosecond: 0),
            offset: 0)
    }

    private init(date: Date?, time: Time?, offset: Int16?) {
        self.date = date
        self.time = time
        self.offset = offset
    }

    /// The reverse of `days`.
    private static func date(ofDay day: Int) -> Date {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return Date(
            year: Int16(clamping: yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), month: UInt8(month),
            day: UInt8(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1))
    }

    /// Days since 1970-01-01 in the Gregorian calendar, the year counted from March so that leap days come last.
    private static func days(_ date: Date) -> Int {
        let month = Int(date.month)
        let year = month > 2 ? Int(date.year) : Int(date.year) - 1
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + Int(date.day) - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

// MARK: - Reading

extension TOMLDateTime {
    /// Reads `1979-05-27T07:32:00.5-07:00`, or its date or its time alone. Nil when it is none of them.
    package init?(_ text: ArraySlice<UInt8>) {
        var cursor = Cursor(bytes: text)
        var date: Date?
        var time: Time?
        var offset: Int16?
        if text.count > 4, text[text.startIndex + 4] == UInt8(ascii: "-") {
            guard let read = cursor.date() else { return nil }
            date = read
            if let separator = cursor.next {
                guard separator | 0x20 == UInt8(ascii: "t") || separator == 0x20 else { return nil }
                cursor.skip()
                guard let read = cursor.time() else { return nil }
                time = read
                if cursor.next != nil {
                    guard let read = cursor.offset() else { return nil }
                    offset = read
                }
            }
        } else {
            guard let read = cursor.time() else { return nil }
            time = read
        }
        guard cursor.next == nil else { return nil }
        self.init(date: date, time: time, offset: offset)
    }

    private struct Cursor {
        let bytes: ArraySlice<UInt8>
        var at: Int

        init(bytes: ArraySlice<UInt8>) {
            self.bytes = bytes
            self.at = bytes.startIndex
        }

        var next: UInt8? { at < bytes.endIndex ? bytes[at] : nil }

        mutating func skip() { at += 1 }

        mutating func digits(_ count: Int) -> Int? {
            guard at + count <= bytes.endIndex else { return nil }
            var value = 0
            for index in at..<at + count {
                guard bytes[index].isASCIIDigit else { return nil }
                value = value * 10 + Int(bytes[index] - UInt8(ascii: "0"))
            }
            at += count
            return value
        }

        mutating func take(_ byte: UInt8) -> Bool {
            guard next == byte else { return false }
            at += 1
            return true
        }

        mutating func date() -> Date? {
            guard let year = digits(4), take(UInt8(ascii: "-")), let month = digits(2),
                take(UInt8(ascii: "-")),
                let day = digits(2), 1...12 ~= month
            else { return nil }
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let length = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
            guard 1...length ~= day else { return nil }
            return Date(year: Int16(year), month: UInt8(month), day: UInt8(day))
        }

        mutating func time() -> Time? {
            guard let hour = digits(2), take(UInt8(ascii: ":")), let minute = digits(2),
                take(UInt8(ascii: ":")),
                let second = digits(2), hour < 24, minute < 60, second <= 60
            else { return nil }
            var nanosecond = 0
            if take(UInt8(ascii: ".")) {
                var scale = 100_000_000
                let start = at
                while let digit = next, digit.isASCIIDigit {
                    nanosecond += Int(digit - UInt8(ascii: "0")) * scale
                    scale /= 10
                    at += 1
                }
                guard at > start else { return nil }
            }
            return Time(
                hour: UInt8(hour), minute: UInt8(minute), second: UInt8(second),
                nanosecond: UInt32(nanosecond))
        }

        mutating func offset() -> Int16? {
            if take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) { return 0 }
            let isWest = next == UInt8(ascii: "-")
            guard isWest || next == UInt8(ascii: "+") else { return nil }
            skip()
            guard let hours = digits(2), take(UInt8(ascii: ":")), let minutes = digits(2), hours < 24,
                minutes < 60
            else { return nil }
            return Int16((isWest ? -1 : 1) * (hours * 60 + minutes))
        }
    }
}

// MARK: - Writing

extension TOMLDateTime: CustomStringConvertible {
    package var description: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    func write(to bytes: inout [UInt8]) {
        func put(_ character: Unicode.Scalar) { bytes.append(UInt8(ascii: character)) }
        func put(_ number: Int, digits: Int) {
            let value = max(0, number)
            var unit = 1
            for _ in 1..<digits { unit *= 10 }
            while value / unit >= 10 { unit *= 10 }
            while unit > 0 {
                bytes.append(UInt8(ascii: "0") + UInt8(value / unit % 10))
                unit /= 10
            }
        }
        if let date {
            put(Int(date.year), digits: 4)
            put("-")
            put(Int(date.month), digits: 2)
            put("-")
            put(Int(date.day), digits: 2)
            if time != nil { put("T") }
        }
        if let time {
            put(Int(time.hour), digits: 2)
            put(":")
            put(Int(time.minute), digits: 2)
            put(":")
            put(Int(time.second), digits: 2)
            if time.nanosecond > 0 {
                put(".")
                put(Int(time.nanosecond), digits: 9)
                while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
            }
        }
        guard let offset else { return }
        if offset == 0 { return put("Z") }
        put(offset < 0 ? "-" : "+")
        put(Int(abs(offset)) / 60, digits: 2)
        put(":")
        put(Int(abs(offset)) % 60, digits: 2)
    }
}
