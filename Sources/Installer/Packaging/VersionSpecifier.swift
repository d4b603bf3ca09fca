/// One clause of a version specifier (PEP 440): `>=1.2`, `==1.4.*`.
package struct VersionSpecifier: Sendable {
    package enum Operator: String, Sendable {
        case compatible = "~="
        case equal = "=="
        case notEqual = "!="
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case less = "<"
        case greater = ">"
        case arbitrary = "==="
    }

    package let op: Operator
    /// Nil only for `===` with a text that is no version, which matches nothing we know.
    package let version: Version?
    /// Whether it ended with `.*`.
    package let isPrefix: Bool
    /// What followed `===`, in lower case; nil for the other operators.
    package let text: String?

    init(_ op: Operator, _ version: Version, isPrefix: Bool = false) {
        self.op = op
        self.version = version
        self.isPrefix = isPrefix
        text = op == .arbitrary ? version.description : nil
    }

    init(arbitrary text: String) {
        op = .arbitrary
        self.text = text.lowercased()
        version = Version(text)
        isPrefix = false
    }

    /// Whether the clause matches, pre-releases included. `===` compares the normalised text of the
    /// version, as `packaging` does with a parsed version.
    package func contains(_ candidate: Version) -> Bool {
        guard let version else { return false }
        switch op {
        case .equal: return isPrefix ? candidate.hasPrefix(of: version) : isEqual(candidate, version)
        case .notEqual: return isPrefix ? !candidate.hasPrefix(of: version) : !isEqual(candidate, version)
        case .lessOrEqual: return candidate.withoutLocal <= version
        case .greaterOrEqual: return candidate.withoutLocal >= version
        case .compatible:
            return candidate.withoutLocal >= version
                && candidate.hasPrefix(of: version, components: version.releaseCount - 1)
        case .less:
            guard candidate < version else { return false }
            return version.isPrerelease || !candidate.isPrerelease
                || candidate < version.with(dev: 0, local: [])
        case .greater:
            guard candidate > version else { return false }
            if candidate.isPostrelease, !version.isPostrelease,
                candidate.with(post: .some(nil), dev: .some(nil), local: []) == version
            {
                return false
            }
            return !candidate.isLocal || candidate.withoutLocal != version
        case .arbitrary: return candidate.description == text
        }
    }

    private func isEqual(_ candidate: Version, _ version: Version) -> Bool {
        (version.isLocal ? candidate : candidate.withoutLocal) == version
    }

    /// Whether the clause names a pre-release and so asks for them (PEP 440, "Handling of pre-releases").
    package var asksForPrereleases: Bool {
        op != .notEqual && !isPrefix && version?.isPrerelease == true
    }
}

extension Version {
    /// Whether the release begins with the first components of `other`'s.
    fileprivate func hasPrefix(of other: Version, components: Int? = nil) -> Bool {
        guard epoch == other.epoch else { return false }
        return (0..<(components ?? other.releaseCount)).allSatisfy { component($0) == other.component($0) }
    }
}

extension VersionSpecifier: Hashable, CustomStringConvertible {
    /// Equal when they match the same versions: `==1.0` and `==1.0.0`, but not `~=1.0` and `~=1.0.0`.
    package static func == (a: VersionSpecifier, b: VersionSpecifier) -> Bool {
        guard a.op == b.op, a.version == b.version, a.isPrefix == b.isPrefix, a.text == b.text else {
            return false
        }
        return !(a.isPrefix || a.op == .compatible) || a.version?.releaseCount == b.version?.releaseCount
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(op)
        hasher.combine(version)
    }

    package var description: String {
        if let text { return op.rawValue + text }
        return op.rawValue + (version?.description ?? "") + (isPrefix ? ".*" : "")
    }
}
