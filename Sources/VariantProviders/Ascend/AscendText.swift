/// What `npu-smi info` and the toolkit's file say of Huawei's processors (V-401).
package enum AscendText {
    /// The models of all devices: the second word of rows `| 0     910B3   | OK …`, in lower case. Rows of
    /// chips and of processes have no model there.
    package static func models(_ output: [UInt8]) -> [String] {
        output.lines.compactMap { line in
            guard line.first == UInt8(ascii: "|") else { return nil }
            let cell = line.dropFirst().prefix { $0 != UInt8(ascii: "|") }
            guard cell.count < line.count - 1, cell.last?.isBlank == true else { return nil }
            let words = cell.words
            guard words.count == 2, words[0].isDigits, words[1].utf8.count <= 32, isModel(words[1]) else {
                return nil
            }
            return words[1].lowercased()
        }
    }

    /// ASCII letters and digits, both: `910B3`, `Ascend910`.
    static func isModel(_ word: String) -> Bool {
        word.utf8.allSatisfy { isDigit($0) || isLetter($0) } && word.utf8.contains(where: isDigit)
            && word.utf8.contains(where: isLetter)
    }

    /// The type that the newer provider makes of a model: `ascend910` -> `a3`, `910b3` -> `910b`.
    package static func type(_ model: String) -> String {
        let name = model.hasPrefix("ascend") && model != "ascend" ? String(model.dropFirst(6)) : model
        if name == "910" { return "a3" }
        if name.hasPrefix("910b") { return "910b" }
        if name.hasPrefix("310p") { return "310p" }
        return name
    }

    /// The older provider's: digits and the letters after them, `910b3` -> `910b`. nil for other models.
    package static func rawType(_ model: String) -> String? {
        let bytes = Array(model.utf8)
        let digits = bytes.prefix(while: isDigit)
        let letters = bytes.dropFirst(digits.count).prefix(while: isLetter)
        let rest = bytes.dropFirst(digits.count + letters.count)
        guard !digits.isEmpty, !letters.isEmpty, rest.allSatisfy(isDigit) else { return nil }
        return String(decoding: digits + letters, as: UTF8.self)
    }

    /// `Version: 25.2.0` -> `25.2.0`.
    package static func driverVersion(_ output: [UInt8]) -> String? {
        version(in: output, after: "Version:", candidate: "rc", skipsBlanks: true)
    }

    /// Whether a version is written as it is found: `25.2.0`, `8.2.rc1`.
    @Sendable static func isVersion(_ text: String) -> Bool {
        version(Array(text.utf8)[...], candidate: "rc") == text
    }

    /// `version=8.2.RC1` -> `8.2.rc1`.
    package static func toolkitVersion(_ file: [UInt8]) -> String? {
        version(in: file, after: "version=", candidate: "RC", skipsBlanks: false)
    }

    /// The first `major.minor[.patch][.rcN]` right after `key`, which may stand within a word.
    private static func version(
        in bytes: [UInt8], after key: String, candidate: String, skipsBlanks: Bool
    ) -> String? {
        let key = Array(key.utf8)
        for line in bytes.lines {
            var rest = line
            while let start = rest.firstIndex(of: key[0]) {
                rest = rest[start...]
                if rest.starts(with: key) {
                    let value = rest.dropFirst(key.count)
                    if let version = version(skipsBlanks ? value.trimmed : value, candidate: candidate) {
                        return version
                    }
                }
                rest = rest.dropFirst()
            }
        }
        return nil
    }

    private static func version(_ bytes: ArraySlice<UInt8>, candidate: String) -> String? {
        var rest = bytes
        func number() -> UInt32? {
            let digits = rest.prefix(while: isDigit)
            guard !digits.isEmpty, let number = UInt32(digits.text) else { return nil }
            rest = rest.dropFirst(digits.count)
            return number
        }
        guard let major = number(), rest.first == dot else { return nil }
        rest = rest.dropFirst()
        guard let minor = number() else { return nil }
        var text = "\(major).\(minor)"
        var before = rest
        if rest.first == dot {
            rest = rest.dropFirst()
            if let patch = number() {
                text += ".\(patch)"
                before = rest
            }
        }
        rest = before
        if rest.starts(with: [dot] + Array(candidate.utf8)) {
            rest = rest.dropFirst(1 + candidate.utf8.count)
            if let number = number() { text += ".rc\(number)" }
        }
        return text
    }

    private static let dot = UInt8(ascii: ".")

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
    }
}
