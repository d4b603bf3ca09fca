/// A version specifier: clauses that must all match. No clause matches every version.
package struct VersionSpecifiers: Sendable {
    /// In the order of their versions.
    package let clauses: [VersionSpecifier]
    /// The versions that all clauses match. Computed once: testing a version is a binary search,
    /// however many clauses there are.
    package let ranges: VersionRanges
    /// Whether a clause is `===`, which compares texts and so needs more than `ranges`.
    private let hasArbitrary: Bool

    package static let any = VersionSpecifiers([])

    package init(_ clauses: [VersionSpecifier]) {
        // Most have two clauses, and those in order.
        let isSorted = zip(clauses, clauses.dropFirst()).allSatisfy { !Self.precedes($1, $0) }
        self.clauses = isSorted ? clauses : clauses.sorted(by: Self.precedes)
        hasArbitrary = clauses.contains { $0.op == .arbitrary }
        ranges =
            switch self.clauses.count {
            case 0: .full
            case 1: VersionRanges(self.clauses[0])
            case 2: VersionRanges(self.clauses[0]).intersection(VersionRanges(self.clauses[1]))
            default: .intersection(of: self.clauses.map(VersionRanges.init))
            }
    }

    private static func precedes(_ a: VersionSpecifier, _ b: VersionSpecifier) -> Bool {
        guard let v = a.version, let w = b.version, v != w else {
            return (a.version == nil ? 1 : 0, a.op.rawValue) < (b.version == nil ? 1 : 0, b.op.rawValue)
        }
        return v < w
    }

    /// Parses comma-separated clauses, with or without white space; empty text is `any`.
    package init(parsing text: String) throws(VersionError) {
        var parser = SpecifierParser(text)
        self.init(try parser.parseAll())
    }

    /// Whether the version is a member. With `prereleases: nil` a pre-release is judged like any other
    /// version, because whether a better one exists cannot be seen here; `false` refuses it.
    package func contains(_ version: Version, prereleases: Bool? = nil) -> Bool {
        if prereleases == false && version.isPrerelease { return false }
        guard ranges.contains(version) else { return false }
        return !hasArbitrary || clauses.allSatisfy { $0.op != .arbitrary || $0.contains(version) }
    }

    package var isAny: Bool { clauses.isEmpty }
    /// Whether some clause names a pre-release.
    package var asksForPrereleases: Bool { clauses.contains(where: \.asksForPrereleases) }

    /// The clauses of both.
    package func and(_ other: VersionSpecifiers) -> VersionSpecifiers {
        VersionSpecifiers(clauses + other.clauses)
    }
}

extension VersionSpecifiers: Hashable, CustomStringConvertible {
    package static func == (a: VersionSpecifiers, b: VersionSpecifiers) -> Bool { a.clauses == b.clauses }
    package func hash(into hasher: inout Hasher) { hasher.combine(clauses) }
    /// The clauses with normalised versions: `>=1.0,<2.0`.
    package var description: String { clauses.map(\.description).joined(separator: ",") }
}
