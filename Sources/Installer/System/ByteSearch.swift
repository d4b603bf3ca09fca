internal import CSystem

extension [UInt8] {
    /// Where `text`, which is not empty, begins for the first time at `start` or behind it; nil when it does not.
    func place(of text: StaticString, from start: Int) -> Int? {
        guard start < count else { return nil }
        return unsafe withUnsafeBytes { bytes in
            let base = bytes.baseAddress!
            let count = bytes.count - start
            let found = unsafe swuv_find_bytes(base + start, count, text.utf8Start, text.utf8CodeUnitCount)
            return unsafe found.map { unsafe $0 - base }
        }
    }
}
