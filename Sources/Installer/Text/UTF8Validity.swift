/// Where a run of bytes stops being UTF-8 (RFC 3629: shortest forms only, no surrogates, nothing above U+10FFFF).
package enum UTF8Validity {
    /// The offset of the first byte that no UTF-8 text can have there; nil when the bytes are well formed.
    package static func firstFault(in bytes: [UInt8]) -> Int? {
        unsafe bytes.withUnsafeBufferPointer { unsafe firstFault(in: $0) }
    }

    package static func firstFault(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        let count = bytes.count
        var at = 0
        while at < count {
            while at + 8 <= count,
                unsafe UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self) & 0x8080_8080_8080_8080 == 0
            {
                at += 8
            }
            guard at < count else { break }
            let first = unsafe base[at]
            if first < 0x80 {
                at += 1
                continue
            }
            let length = sequenceLength(first)
            guard length > 0, at + length <= count else { return at }
            let second = unsafe base[at + 1]
            guard second & 0xC0 == 0x80, secondFits(second, after: first) else { return at }
            for further in 2..<max(2, length) where unsafe base[at + further] & 0xC0 != 0x80 { return at }
            at += length
        }
        return nil
    }

    private static func sequenceLength(_ first: UInt8) -> Int {
        switch first {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 0
        }
    }

    private static func secondFits(_ second: UInt8, after first: UInt8) -> Bool {
        switch first {
        case 0xE0: second >= 0xA0
        case 0xED: second < 0xA0
        case 0xF0: second >= 0x90
        case 0xF4: second < 0x90
        default: true
        }
    }
}
