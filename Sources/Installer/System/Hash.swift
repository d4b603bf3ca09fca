/// The expected or computed digest of a file: an algorithm and its value.
package struct Hash: Hashable, Sendable {
    package let algorithm: Digest.Algorithm
    /// Lowercase hexadecimal, of the length that the algorithm has.
    package let hex: String

    /// nil when `hex` is not hexadecimal of the algorithm's length; upper case is lowered.
    package init?(_ algorithm: Digest.Algorithm, hex: some StringProtocol) {
        let text = String(hex)
        let bytes = text.utf8.span
        guard bytes.count == algorithm.byteCount * 2 else { return nil }
        var isLower = true
        for index in bytes.indices {
            switch bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): continue
            case UInt8(ascii: "A")...UInt8(ascii: "F"): isLower = false
            default: return nil
            }
        }
        self.algorithm = algorithm
        self.hex = isLower ? text : text.lowercased()
    }

    /// `bytes` must have the algorithm's length.
    package init(_ algorithm: Digest.Algorithm, bytes: [UInt8]) {
        precondition(bytes.count == algorithm.byteCount)
        self.algorithm = algorithm
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(Self.digit(byte >> 4))
            text.append(Self.digit(byte & 15))
        }
        hex = String(decoding: text, as: UTF8.self)
    }

    /// `sha256:…` (requirements) or `sha256=…` (URL fragments). nil when the algorithm is unknown or
    /// the value does not fit it.
    package init?(parsing text: some StringProtocol) {
        guard let cut = text.utf8.firstIndex(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") }),
            let algorithm = Digest.Algorithm(rawValue: text[..<cut].lowercased())
        else { return nil }
        self.init(algorithm, hex: text[text.utf8.index(after: cut)...])
    }

    /// The value of a RECORD line, `sha256=` and URL-safe base64 without padding, parsed; nil if malformed.
    package init?(record text: some StringProtocol) {
        guard let cut = text.utf8.firstIndex(of: UInt8(ascii: "=")),
            let algorithm = Digest.Algorithm(rawValue: text[..<cut].lowercased())
        else { return nil }
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for sign in text[cut...].utf8.dropFirst() {
            if sign == UInt8(ascii: "=") { break }
            guard let value = Self.sextet(sign) else { return nil }
            bits = (bits << 6) | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        guard bytes.count == algorithm.byteCount else { return nil }
        self.init(algorithm, bytes: bytes)
    }

    package var bytes: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(algorithm.byteCount)
        var high: UInt8?
        for digit in hex.utf8 {
            let value = Self.nibble(digit)!
            if let top = high {
                result.append(top << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return result
    }

    /// URL-safe base64 without padding, as RECORD has it (the wheel format, "Signed wheel files").
    package var base64url: String { Self.base64url(bytes) }

    /// `sha256=…` for a line of RECORD.
    package var recordText: String { "\(algorithm.rawValue)=\(base64url)" }

    /// `sha256:…`
    package var text: String { "\(algorithm.rawValue):\(hex)" }

    package static func base64url(_ bytes: [UInt8]) -> String {
        let signs = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 4 + 2) / 3)
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for byte in bytes {
            bits = (bits << 8) | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                text.append(signs[Int(bits >> count & 63)])
            }
        }
        if count > 0 { text.append(signs[Int(bits << (6 - count) & 63)]) }
        return String(decoding: text, as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static func sextet(_ sign: UInt8) -> UInt8? {
        switch sign {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): sign - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): sign - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): sign - UInt8(ascii: "0") + 52
        case UInt8(ascii: "-"), UInt8(ascii: "+"): 62
        case UInt8(ascii: "_"), UInt8(ascii: "/"): 63
        default: nil
        }
    }
}

extension Hash: CustomStringConvertible {
    package var description: String { text }
}

extension Hash: Comparable {
    package static func < (left: Hash, right: Hash) -> Bool { left.text < right.text }
}
