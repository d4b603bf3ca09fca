/// Names that no other process will choose.
package enum RandomName {
    /// `prefix` and 16 letters or digits (about 80 bits), then `suffix`.
    package static func make(prefix: String = "", suffix: String = "") -> String {
        // 32 signs, so that five bits of a random word choose one evenly.
        let signs: StaticString = "abcdefghijklmnopqrstuvwxyz234567"
        var generator = SystemRandomNumberGenerator()
        var text = prefix
        for _ in 0..<2 {
            var word: UInt64 = generator.next()
            for _ in 0..<8 {
                let sign = unsafe signs.utf8Start[Int(word & 31)]
                text.unicodeScalars.append(Unicode.Scalar(sign))
                word >>= 5
            }
        }
        return text + suffix
    }
}
