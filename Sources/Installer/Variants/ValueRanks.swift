/// The text of a value as two machine words and its length, for values of up to 16 bytes, which is nearly all.
///
/// Made when properties are read, so that a selection looks up every value of every variant without hashing text:
/// that is most of what it would cost.
struct ValueKey: Equatable, Sendable {
    fileprivate let low: UInt64
    fileprivate let high: UInt64
    /// -1: longer; the text itself has to be looked up.
    fileprivate let count: Int

    /// The first and the last bytes, which may overlap; with the length they are the whole text.
    init(_ value: String) {
        let bytes = value.utf8.span
        let count = bytes.count
        var low: UInt64 = 0
        var high: UInt64 = 0
        if count <= 16 {
            for i in 0..<min(count, 8) { low = low << 8 | UInt64(bytes[i]) }
            for i in max(0, count - 8)..<count { high = high << 8 | UInt64(bytes[i]) }
        }
        self.low = low
        self.high = high
        self.count = count <= 16 ? count : -1
    }
}

/// The place of each value in a host list (V-006, V-094).
struct ValueRanks: Sendable {
    private struct Slot {
        var key: ValueKey
        /// -1: empty.
        var rank: Int
    }

    /// Open addressing; a power of two, at most half full.
    private var slots: [Slot]
    private var long: [String: Int] = [:]
    private let shift: Int
    /// Random, so that no metadata can be made to put its values in one place.
    private let factors: (UInt64, UInt64) = (.random(in: 0 ... .max) | 1, .random(in: 0 ... .max) | 1)

    /// Of a value that is there twice the first place counts.
    init(_ values: [String]) {
        var bits = 3
        while 1 << bits < values.count * 2 { bits += 1 }
        shift = 64 - bits
        slots = Array(repeating: Slot(key: ValueKey(""), rank: -1), count: 1 << bits)
        for (rank, value) in values.enumerated() {
            let key = ValueKey(value)
            if key.count < 0 {
                if long[value] == nil { long[value] = rank }
                continue
            }
            let place = place(of: key)
            if slots[place].rank < 0 { slots[place] = Slot(key: key, rank: rank) }
        }
    }

    func rank(of key: ValueKey, _ value: @autoclosure () -> String) -> Int? {
        if key.count < 0 { return long[value()] }
        let rank = slots[place(of: key)].rank
        return rank < 0 ? nil : rank
    }

    /// Where the key is, or would be.
    private func place(of key: ValueKey) -> Int {
        let mixed = (key.low &+ key.high &* factors.0 &+ UInt64(key.count)) &* factors.1
        var place = Int(truncatingIfNeeded: mixed >> shift)
        while slots[place].rank >= 0, slots[place].key != key { place = (place + 1) & (slots.count - 1) }
        return place
    }
}
