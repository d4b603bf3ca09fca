/// "Did you mean": which of the known words look like a mistyped one.
package enum Suggestions {
    /// The words that are close, the closest last.
    package static func similar(to text: String, among known: [String]) -> [String] {
        let scored = known.map { (word: $0, score: similarity(Array(text.utf8), Array($0.utf8))) }
        return scored.filter { $0.score > 0.7 }.sorted { $0.score < $1.score }.map(\.word)
    }

    /// The Jaro similarity: 1 for equal words, 0 for words that share nothing nearby.
    package static func similarity(_ a: [UInt8], _ b: [UInt8]) -> Double {
        if a.isEmpty || b.isEmpty { return a.isEmpty && b.isEmpty ? 1 : 0 }
        let reach = max(0, max(a.count, b.count) / 2 - 1)
        var usedInB = [Bool](repeating: false, count: b.count)
        var commonOfA: [UInt8] = []
        for (i, byte) in a.enumerated() {
            let from = max(0, i - reach)
            let to = min(b.count, i + reach + 1)
            guard from < to, let match = (from..<to).first(where: { !usedInB[$0] && b[$0] == byte }) else {
                continue
            }
            usedInB[match] = true
            commonOfA.append(byte)
        }
        if commonOfA.isEmpty { return 0 }
        let commonOfB = b.indices.filter { usedInB[$0] }.map { b[$0] }
        let swapped = zip(commonOfA, commonOfB).count { $0 != $1 } / 2
        let common = Double(commonOfA.count)
        return
            (common / Double(a.count) + common / Double(b.count) + (common - Double(swapped)) / common) / 3
    }
}
