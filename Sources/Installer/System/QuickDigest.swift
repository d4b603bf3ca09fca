/// 128 bits that differ for different bytes, unless somebody wants them not to: for noticing changes, where a
/// cryptographic digest would cost more than the work that it saves. Never for anything that comes from outside.
package struct QuickDigest: Hashable, Sendable {
    package var high: UInt64
    package var low: UInt64

    package static let none = QuickDigest(high: 0, low: 0)

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    package init(of bytes: [UInt8]) {
        var mixer = Mixer()
        unsafe bytes.withUnsafeBytes { unsafe mixer.add($0) }
        self = mixer.digest
    }

    package init(of text: String) {
        var mixer = Mixer()
        mixer.add(text)
        self = mixer.digest
    }

    /// Lower-case, 32 digits.
    package var hex: String { Self.digits(high) + Self.digits(low) }

    private static func digits(_ word: UInt64) -> String {
        let text = String(word, radix: 16)
        return String(repeating: "0", count: 16 - text.utf8.count) + text
    }

    /// The digest of several things whose order does not matter.
    package static func + (left: QuickDigest, right: QuickDigest) -> QuickDigest {
        QuickDigest(high: left.high &+ right.high, low: left.low &+ right.low)
    }

    /// Two streams of multiplications and shifts.
    private struct Mixer {
        private var first: UInt64 = 0x9e37_79b9_7f4a_7c15
        private var second: UInt64 = 0xc2b2_ae3d_27d4_eb4f
        private var count: UInt64 = 0

        mutating func add(_ bytes: UnsafeRawBufferPointer) {
            var at = 0
            while at + 8 <= bytes.count {
                add(unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)))
                at += 8
            }
            var rest: UInt64 = 0
            var shift: UInt64 = 0
            while at < bytes.count {
                rest |= UInt64(unsafe bytes[at]) << shift
                shift += 8
                at += 1
            }
            add(rest)
            count = UInt64(bytes.count)
        }

        mutating func add(_ text: String) {
            var text = text
            text.withUTF8 { unsafe add(UnsafeRawBufferPointer($0)) }
        }

        private mutating func add(_ word: UInt64) {
            first = (first ^ word) &* 0xff51_afd7_ed55_8ccd
            first ^= first >> 32
            second = (second &+ word) &* 0xc4ce_b9fe_1a85_ec53
            second ^= second >> 29
        }

        var digest: QuickDigest {
            QuickDigest(high: Self.finished(first ^ count), low: Self.finished(second &+ count))
        }

        private static func finished(_ word: UInt64) -> UInt64 {
            var word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
            word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
            return word ^ word >> 31
        }
    }
}
