/// What a variant that was built against certain versions of a dependency asks of it (V-230…V-234): a constraint
/// on the dependency's version, not a requirement to install it.
package struct AbiRequirement: Hashable, Sendable {
    package let dependency: PackageName
    /// The versions that one of `values` is a prefix of.
    package let allowed: VersionRanges
    /// Release prefixes as they are declared: `2.8`. The oldest first, a shorter one before a longer one.
    package let values: [String]

    /// Reads one feature of an ABI namespace and its values.
    package init(feature: String, values: [String]) throws(AbiError) {
        guard let name = PackageName(feature), name.underscored == feature else {
            throw AbiError(
                "`\(TextExcerpt.shortened(feature))` is not the name of a package with `_` for `-`")
        }
        var prefixes: [(components: [UInt64], text: String)] = []
        for value in values {
            guard let components = Self.components(of: value) else {
                throw AbiError(
                    "`\(TextExcerpt.shortened(value))` of `\(TextExcerpt.shortened(feature))` is not one to three "
                        + "numbers of a version, such as `2.8`")
            }
            prefixes.append((components, value))
        }
        prefixes.sort { $0.components.lexicographicallyPrecedes($1.components) }
        dependency = name
        self.values = prefixes.map(\.text)
        allowed = VersionRanges.union(of: prefixes.map { Self.versions(under: $0.components) })
    }

    package func allows(_ version: Version) -> Bool { allowed.contains(version) }

    /// What a version begins with, as ABI values spell it: `2`, `2.8`, `2.8.0` (V-237). Nothing for a version with
    /// an epoch, which no value can name.
    static func prefixes(of version: Version) -> [String] {
        guard version.epoch == 0 else { return [] }
        let minor = "\(version.major).\(version.minor)"
        return ["\(version.major)", minor, "\(minor).\(version.patch)"]
    }

    /// Whether the value `a` names newer versions than `b`; of two that begin alike the less specific one
    /// counts as newer.
    static func isNewer(_ a: String, _ b: String) -> Bool {
        let first = components(of: a) ?? []
        let second = components(of: b) ?? []
        for (one, other) in zip(first, second) where one != other { return one > other }
        return first.count == second.count ? a < b : first.count < second.count
    }

    /// One to three numbers in canonical spelling (V-233); nil for anything else.
    static func components(of value: String) -> [UInt64]? {
        let parts = value.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count <= 3 else { return nil }
        var components: [UInt64] = []
        for part in parts {
            guard let text = String(part), text.utf8.allSatisfy(NameRules.isDigit),
                let number = UInt64(text), number < VersionNumber.limit, String(number) == text
            else { return nil }
            components.append(number)
        }
        return components
    }

    /// As `==2.8.*` means it (V-234).
    private static func versions(under prefix: [UInt64]) -> VersionRanges {
        var next = prefix
        next[next.count - 1] += 1
        return .between(Version(release: prefix, dev: 0), Version(release: next, dev: 0))
    }
}

extension AbiRequirement: CustomStringConvertible {
    /// `torch 2.7.* or 2.8.*`
    package var description: String {
        "\(dependency) " + values.map { $0 + ".*" }.joined(separator: " or ")
    }
}

/// Why a feature of an ABI namespace is of no use (V-232, V-233).
package struct AbiError: Error, Hashable, Sendable {
    package let reason: String

    init(_ reason: String) { self.reason = reason }
}
