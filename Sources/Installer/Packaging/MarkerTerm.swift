internal import VariantProviders

/// One comparison of an environment marker.
///
/// What is written with the value first, `"3.8" <= python_version`, is kept the other way round,
/// `python_version >= "3.8"`, except for `in` and `~=`, where the sides differ.
package struct MarkerTerm: Hashable, Sendable {
    package enum Subject: Hashable, Sendable {
        case variable(MarkerVariable)
        /// `extra`: the extra under which the requirement is looked at.
        case extra
        /// `extras`, a set (PEP 751).
        case extras
        /// `dependency_groups`, a set (PEP 751).
        case dependencyGroups
        /// `variant_label` (PEP 825).
        case variantLabel
        /// `variant_properties`, `variant_features`, `variant_namespaces`, which are sets (PEP 825).
        case variantProperties, variantFeatures, variantNamespaces

        package var name: String {
            switch self {
            case .variable(let variable): variable.rawValue
            case .extra: "extra"
            case .extras: "extras"
            case .dependencyGroups: "dependency_groups"
            case .variantLabel: "variant_label"
            case .variantProperties: "variant_properties"
            case .variantFeatures: "variant_features"
            case .variantNamespaces: "variant_namespaces"
            }
        }

        /// It is about the chosen wheel and not about the environment.
        var isVariant: Bool {
            switch self {
            case .variantLabel, .variantProperties, .variantFeatures, .variantNamespaces: true
            case .variable, .extra, .extras, .dependencyGroups: false
            }
        }

        /// Only `"value" in SUBJECT` and `"value" not in SUBJECT` make sense.
        var isSet: Bool {
            switch self {
            case .extras, .dependencyGroups, .variantProperties, .variantFeatures, .variantNamespaces: true
            case .variable, .extra, .variantLabel: false
            }
        }
    }

    package enum Operator: String, Sendable {
        case equal = "=="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case compatible = "~="
        case arbitrary = "==="
        case within = "in"
        case notWithin = "not in"

        var specifierOperator: VersionSpecifier.Operator? {
            switch self {
            case .equal: .equal
            case .notEqual: .notEqual
            case .less: .less
            case .lessOrEqual: .lessOrEqual
            case .greater: .greater
            case .greaterOrEqual: .greaterOrEqual
            case .compatible: .compatible
            case .arbitrary: .arbitrary
            case .within, .notWithin: nil
            }
        }

        var flipped: Operator {
            switch self {
            case .less: .greater
            case .lessOrEqual: .greaterOrEqual
            case .greater: .less
            case .greaterOrEqual: .lessOrEqual
            default: self
            }
        }
    }

    package let subject: Subject
    package let op: Operator
    package let value: String
    /// The value is on the left: `"x86" in platform_machine`.
    package let isReversed: Bool
    /// Of terms about variants in a lock: whose. nil: of the wheel that the marker was read from.
    package internal(set) var scope: MarkerScope?
    /// The specifier that `op` and `value` make, for variables that compare as versions.
    let specifier: VersionSpecifier?

    init(
        _ subject: Subject, _ op: Operator, _ value: String, isReversed: Bool = false,
        scope: MarkerScope? = nil
    ) {
        self.scope = scope
        let keepsSides = op == .within || op == .notWithin || op == .compatible
        self.subject = subject
        self.op = isReversed && !keepsSides ? op.flipped : op
        self.isReversed = isReversed && keepsSides
        self.value = subject.normalised(value)
        if case .variable(let variable) = subject, variable.isVersion, !self.isReversed {
            specifier = self.op.specifierOperator.flatMap { SpecifierParser.clause($0, value) }
        } else {
            specifier = nil
        }
    }

    /// The parts of what a set of variant markers is asked for, `namespace`, `feature` and `value`; nil when it is
    /// not of the form that this set holds, so that no wheel can have it (V-001, V-135).
    var variantParts: [String]? {
        let count: Int
        switch subject {
        case .variantNamespaces: count = 1
        case .variantFeatures: count = 2
        case .variantProperties: count = 3
        default: return nil
        }
        let parts = Subject.trimmedParts(value)
        guard parts.count == count, parts.prefix(2).allSatisfy(VariantSyntax.isName),
            parts.dropFirst(2).allSatisfy(VariantSyntax.isValue)
        else { return nil }
        return parts
    }

    /// The extra that `extra == "x"` or a like term is about, when it is a valid name.
    package var extra: ExtraName? {
        switch subject {
        case .extra, .extras: ExtraName(value)
        default: nil
        }
    }

    package static func == (a: MarkerTerm, b: MarkerTerm) -> Bool {
        a.subject == b.subject && a.op == b.op && a.value == b.value && a.isReversed == b.isReversed
            && a.scope == b.scope
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(subject)
        hasher.combine(op)
        hasher.combine(value)
        if let scope { hasher.combine(scope) }
    }
}

extension MarkerTerm.Subject {
    /// Names of extras and groups as names are compared; a property with one space around `::`.
    fileprivate func normalised(_ value: String) -> String {
        switch self {
        case .extra: ExtraName(value)?.text ?? value
        // In a lock with the member that has it: `demo:cpu`.
        case .extras, .dependencyGroups: ExtraName(inLock: value)?.text ?? value
        case .variantProperties, .variantFeatures, .variantNamespaces:
            Self.trimmedParts(value).joined(separator: " :: ")
        case .variable, .variantLabel: value
        }
    }

    fileprivate static func trimmedParts(_ value: String) -> [String] {
        var parts: [[UInt8]] = [[]]
        let bytes = Array(value.utf8)
        var i = 0
        while i < bytes.count {
            if bytes[i] == UInt8(ascii: ":"), i + 1 < bytes.count, bytes[i + 1] == UInt8(ascii: ":") {
                parts.append([])
                i += 2
            } else {
                parts[parts.count - 1].append(bytes[i])
                i += 1
            }
        }
        return parts.map { part in
            let from = part.firstIndex { !NameRules.isSpace($0) } ?? part.count
            let to = part.lastIndex { !NameRules.isSpace($0) }.map { $0 + 1 } ?? from
            return String(decoding: part[from..<to], as: UTF8.self)
        }
    }
}

// MARK: - Evaluation

extension MarkerTerm {
    func evaluate(
        _ environment: MarkerEnvironment, extras: Set<ExtraName>, groups: Set<ExtraName>,
        variant own: VariantValues, variants: (MarkerScope) -> VariantValues
    ) -> Bool {
        switch subject {
        case .variable(let variable):
            let actual = environment[variable]
            if let specifier {
                guard let version = Version(actual) else {
                    return op == .arbitrary && actual.lowercased() == value.lowercased()
                }
                return specifier.contains(version)
            }
            if isReversed && op == .compatible {
                guard let version = Version(value), let bound = Version(actual), bound.releaseCount > 1 else {
                    return false
                }
                return VersionSpecifier(.compatible, bound).contains(version)
            }
            return compare(actual)
        case .extra:
            guard let name = ExtraName(value) else { return op == .notEqual || op == .notWithin }
            switch op {
            case .equal, .lessOrEqual, .greaterOrEqual: return extras.contains(name)
            case .notEqual: return !extras.contains(name)
            case .within, .notWithin: return extras.contains { compare($0.text) }
            default: return false
            }
        case .extras: return isMember { ExtraName(inLock: $0).map(extras.contains) ?? false }
        case .dependencyGroups: return isMember { ExtraName(inLock: $0).map(groups.contains) ?? false }
        case .variantLabel: return compare((scope.map(variants) ?? own).label)
        case .variantProperties: return isMember((scope.map(variants) ?? own).properties.contains)
        case .variantFeatures: return isMember((scope.map(variants) ?? own).features.contains)
        case .variantNamespaces: return isMember((scope.map(variants) ?? own).namespaces.contains)
        }
    }

    private func isMember(_ contains: (String) -> Bool) -> Bool {
        contains(value) != (op == .notWithin)
    }

    /// The comparison of texts: there is no order among them, so `<` and `>` never hold, and `<=` and
    /// `>=` are equality, as `packaging` reads PEP 508.
    func compare(_ actual: String) -> Bool {
        switch op {
        case .equal, .lessOrEqual, .greaterOrEqual: actual == value
        case .notEqual: actual != value
        case .less, .greater, .compatible, .arbitrary: false
        case .within: isReversed ? Self.contains(actual, value) : Self.contains(value, actual)
        case .notWithin: !(isReversed ? Self.contains(actual, value) : Self.contains(value, actual))
        }
    }

    /// Whether `whole` contains `part`, byte by byte.
    static func contains(_ whole: String, _ part: String) -> Bool {
        let w = whole.utf8.span
        let p = part.utf8.span
        if p.count > w.count { return false }
        outer: for start in 0...(w.count - p.count) {
            for i in p.indices where w[start + i] != p[i] { continue outer }
            return true
        }
        return false
    }
}

extension MarkerTerm: CustomStringConvertible {
    package var description: String {
        // PEP 508 has no escapes; a value with both quotes cannot be written and so was never read.
        let quote = value.utf8.contains(UInt8(ascii: "'")) ? "\"" : "'"
        let literal = quote + value + quote
        let name = scope.map { "\(subject.name)[\($0)]" } ?? subject.name
        return isReversed || subject.isSet
            ? "\(literal) \(op.rawValue) \(name)" : "\(name) \(op.rawValue) \(literal)"
    }
}
