/// Whose variant a marker of a lock asks for, where that is not the wheel the text was read from.
///
/// It stands in brackets behind the variable: `variant_label[torch]`, `'nvidia' in variant_namespaces[torch]`,
/// `variant_label[@pytorch]`. Only locks have such markers; PEP 825 knows none.
package enum MarkerScope: Hashable, Sendable {
    /// The variant of another package, whichever of its versions is chosen.
    case package(PackageName)
    /// The label that a variant index has in the environment; it has a label and no properties.
    case index(String)
    /// What of one release fits a host: the label of its variant, or an empty one where nothing of it can be installed,
    /// whichever release is chosen.
    case release(PackageName, Version)

    /// Without the brackets. Nil unless the text is the name of a package, perhaps with `==` and a version, or `@` and
    /// the name of a variant index.
    package init?(_ text: String) {
        guard text.utf8.first == UInt8(ascii: "@") else {
            if let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
                guard text[equals...].hasPrefix("=="), let name = PackageName(String(text[..<equals])),
                    let version = Version(String(text[equals...].dropFirst(2)))
                else { return nil }
                self = .release(name, version)
                return
            }
            guard let name = PackageName(text) else { return nil }
            self = .package(name)
            return
        }
        let name = String(text.dropFirst())
        guard Self.isIndexName(name) else { return nil }
        self = .index(name)
    }

    /// Whether markers can speak of a variant index of this name.
    package static func isIndexName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                NameRules.isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                    || byte == UInt8(ascii: ".")
            }
    }
}

extension MarkerScope: CustomStringConvertible {
    package var description: String {
        switch self {
        case .package(let name): name.text
        case .index(let name): "@\(name)"
        case .release(let name, let version): "\(name)==\(version)"
        }
    }
}

extension Marker {
    /// The same said from elsewhere: what asks for the variant of the wheel itself names the package.
    package func qualified(by scope: MarkerScope) -> Marker { moved(from: nil, to: scope) }

    /// The same said by the package's own wheel.
    package func unqualified(in scope: MarkerScope) -> Marker { moved(from: scope, to: nil) }

    private func moved(from old: MarkerScope?, to new: MarkerScope?) -> Marker {
        switch self {
        case .term(let term):
            guard term.subject.isVariant, term.scope == old else { return self }
            var moved = term
            moved.scope = new
            return .term(moved)
        case .and(let parts): return .and(parts.map { $0.moved(from: old, to: new) })
        case .or(let parts): return .or(parts.map { $0.moved(from: old, to: new) })
        }
    }
}
