/// A map from two ids to a third: open addressing over two columns, nothing is ever removed.
///
/// It stands under every memo of the solver, where a general dictionary costs several times as much.
struct PairTable {
    private var keys: ContiguousArray<UInt64>
    private var values: ContiguousArray<Int32>
    private var count = 0
    private var mask: Int

    private static let vacant = UInt64.max

    init(minimumCapacity: Int = 256) {
        var size = 64
        while size < minimumCapacity { size *= 2 }
        keys = ContiguousArray(repeating: Self.vacant, count: size)
        values = ContiguousArray(repeating: 0, count: size)
        mask = size - 1
    }

    private static func key(_ first: Int32, _ second: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
    }

    private func slot(of key: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 20) & mask
        while keys[slot] != key, keys[slot] != Self.vacant { slot = (slot + 1) & mask }
        return slot
    }

    /// The value of the pair, or nil. Setting nil is not supported.
    subscript(first: Int32, second: Int32) -> Int32? {
        let key = Self.key(first, second)
        let slot = slot(of: key)
        return keys[slot] == key ? values[slot] : nil
    }

    mutating func insert(_ first: Int32, _ second: Int32, _ value: Int32) {
        if count * 4 >= keys.count * 3 { grow() }
        let key = Self.key(first, second)
        let slot = slot(of: key)
        if keys[slot] == Self.vacant { count += 1 }
        keys[slot] = key
        values[slot] = value
    }

    private mutating func grow() {
        let oldKeys = keys
        let oldValues = values
        keys = ContiguousArray(repeating: Self.vacant, count: oldKeys.count * 2)
        values = ContiguousArray(repeating: 0, count: oldKeys.count * 2)
        mask = keys.count - 1
        for (index, key) in oldKeys.enumerated() where key != Self.vacant {
            let slot = slot(of: key)
            keys[slot] = key
            values[slot] = oldValues[index]
        }
    }
}
