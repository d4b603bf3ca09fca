/// What the name of a wheel file says (PEP 427, 425, 825):
/// `{name}-{version}(-{build})?-{python tag}-{abi tag}-{platform tag}(-{variant label})?.whl`.
///
/// The tags are kept as they stand in the name, lower-case, joined by `.`; most wheels are looked at
/// once and thrown away.
package struct WheelFilename: Sendable {
    /// The file name, complete.
    package let text: String
    package let name: PackageName
    package let version: Version
    package let build: BuildTag?
    /// `py2.py3`
    package let pythonTag: String
    /// `none`, `abi3`, `cp312`
    package let abiTag: String
    /// `any`, `manylinux_2_17_x86_64.manylinux2014_x86_64`
    package let platformTag: String
    /// Present exactly for variant wheels (V-013); valid by V-004.
    package let variantLabel: String?

    package var pythonTags: [String] { Self.split(pythonTag) }
    package var abiTags: [String] { Self.split(abiTag) }
    package var platformTags: [String] { Self.split(platformTag) }
    package var isVariant: Bool { variantLabel != nil }

    private static func split(_ tag: String) -> [String] {
        tag.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map {
            String($0) ?? ""
        }
    }

    package init(parsing text: String) throws(FilenameError) {
        let bytes = text.utf8.span
        guard text.utf8.count <= FilenameError.maximumLength else {
            throw FilenameError(text, "it is too long")
        }
        guard FilenameError.hasSuffix(bytes, ".whl") else {
            throw FilenameError(text, "a wheel's name must end with `.whl`")
        }
        let end = bytes.count - 4
        var dashes: InlineArray<7, Int> = InlineArray(repeating: end)
        var count = 0
        for i in 0..<end where bytes[i] == UInt8(ascii: "-") {
            guard count < 6 else { throw FilenameError(text, "more than 7 parts between `-`") }
            dashes[count] = i
            count += 1
        }
        let parts = count + 1
        guard parts >= 5 else {
            throw FilenameError(
                text, "expected `name-version-python-abi-platform.whl`, found \(parts) parts between `-`")
        }
        func range(_ part: Int) -> Range<Int> { (part == 0 ? 0 : dashes[part - 1] + 1)..<dashes[part] }

        var next = 2
        let third = range(2)
        let startsWithDigit = !third.isEmpty && NameRules.isDigit(bytes[third.lowerBound])
        if parts == 7 || (parts == 6 && startsWithDigit) {
            guard startsWithDigit else { throw FilenameError(text, "a build tag must begin with a digit") }
            build = BuildTag(bytes.extracting(third))
            next = 3
        } else {
            build = nil
        }
        if parts - next == 4 {
            let label = range(next + 3)
            guard Self.isVariantLabel(bytes.extracting(label)) else {
                throw FilenameError(text, "a variant label consists of `0-9`, `a-z`, `_` and `.`")
            }
            variantLabel = String(decoding: bytes.extracting(label))
        } else {
            variantLabel = nil
        }
        guard let name = PackageName(bytes: bytes.extracting(range(0))) else {
            throw FilenameError(text, "it does not begin with a valid package name")
        }
        guard let version = Version(bytes: bytes.extracting(range(1))) else {
            throw FilenameError(
                text, "its version `\(String(decoding: bytes.extracting(range(1))))` is not valid")
        }
        pythonTag = try Self.tag(bytes.extracting(range(next)), "Python", text)
        abiTag = try Self.tag(bytes.extracting(range(next + 1)), "ABI", text)
        platformTag = try Self.tag(bytes.extracting(range(next + 2)), "platform", text)
        if NameRules.isDigit(bytes[range(next).lowerBound]) {
            throw FilenameError(text, "a Python tag must not begin with a digit")
        }
        self.text = text
        self.name = name
        self.version = version
    }

    private static func tag(
        _ bytes: Span<UInt8>, _ what: String, _ filename: String
    ) throws(FilenameError) -> String {
        var hasUpperCase = false
        for i in bytes.indices {
            let byte = bytes[i]
            guard NameRules.isAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
            else {
                throw FilenameError(filename, "its \(what) tag holds more than letters, digits, `_` and `.`")
            }
            if byte >= 0x41 && byte <= 0x5A { hasUpperCase = true }
        }
        if bytes.count == 0 { throw FilenameError(filename, "its \(what) tag is empty") }
        let text = String(decoding: bytes)
        return hasUpperCase ? text.lowercased() : text
    }

    /// V-004: `^[0-9a-z_.]+$`.
    static func isVariantLabel(_ bytes: Span<UInt8>) -> Bool {
        for i in bytes.indices {
            let byte = bytes[i]
            guard
                NameRules.isDigit(byte) || (byte >= 0x61 && byte <= 0x7A) || byte == UInt8(ascii: "_")
                    || byte == UInt8(ascii: ".")
            else { return false }
        }
        return bytes.count > 0
    }
}

extension WheelFilename: Hashable, CustomStringConvertible {
    package static func == (a: WheelFilename, b: WheelFilename) -> Bool { a.text == b.text }
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
    package var description: String { text }
}

/// The build number of a wheel: digits, then anything. Orders wheels that are otherwise alike.
package struct BuildTag: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Saturates at `Int.max`.
    package let number: Int
    package let suffix: String
    package let text: String

    fileprivate init(_ bytes: Span<UInt8>) {
        var number = 0
        var i = 0
        while i < bytes.count, NameRules.isDigit(bytes[i]) {
            let (scaled, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, carry) = scaled.addingReportingOverflow(Int(bytes[i] - 0x30))
            number = overflow || carry || number == .max ? .max : sum
            i += 1
        }
        self.number = number
        suffix = String(decoding: bytes.extracting(i..<bytes.count))
        text = String(decoding: bytes)
    }

    package static func < (a: BuildTag, b: BuildTag) -> Bool {
        (a.number, a.suffix) < (b.number, b.suffix)
    }
    package var description: String { text }
}

extension WheelFilename {
    /// Of two wheels that fit equally well the one with the greater build number is taken; none is the least
    /// (PEP 427).
    package func hasLaterBuild(than other: WheelFilename) -> Bool {
        switch (build, other.build) {
        case (nil, _): false
        case (_, nil): true
        case (let a?, let b?): b < a
        }
    }
}
