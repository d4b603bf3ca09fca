internal import VariantProviders

extension VariantMetadata {
    /// As JSON for a file: the same metadata always gives the same bytes (V-038, V-063).
    package var text: String { JSONWriter.text(of: tree, .pretty) }

    /// What the text says, for JSON and for the table of a lock file (V-171); always in the same order.
    package var tree: JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("$schema", .string(schema)), ("default-priorities", ["namespace": JSONValue(namespaces)]),
        ]
        if !providers.isEmpty || VariantSchema(schema).is850 {
            members.append(
                (
                    "providers",
                    .object(
                        providers.sorted { $0.key < $1.key }.map { namespace, provider in
                            (key: namespace, value: .object(Self.members(of: provider)))
                        })
                ))
        }
        members.append(
            (
                "variants",
                .object(
                    variants.sorted { $0.key < $1.key }.map { label, properties in
                        (key: label.text, value: properties.tree)
                    })
            ))
        return .object(members)
    }

    private static func members(of provider: ProviderInformation) -> [(key: String, value: JSONValue)] {
        var members: [(key: String, value: JSONValue)] = []
        if provider.isOptional { members.append(("optional", true)) }
        switch provider.kind {
        case .listed(let features):
            members.append(
                (
                    "static-properties",
                    .object(features.map { (key: $0.name, value: JSONValue($0.values)) })
                ))
            if features.count > 1 { members.append(("feature-order", JSONValue(features.map(\.name)))) }
        case .plugin(let requires, let api):
            members.append(("requires", JSONValue(requires.map(\.description))))
            if let api { members.append(("plugin-api", .string(api))) }
        case .builtin(let name): members.append(("builtin", .string(name)))
        }
        return members
    }
}

extension VariantProperties {
    /// `{"nvidia": {"sm_arch": ["90"]}}`, sorted.
    package var tree: JSONValue {
        .object(
            namespaces.sorted { $0.key < $1.key }.map { namespace, features in
                (
                    key: namespace,
                    value: .object(
                        features.sorted { $0.key < $1.key }.map { (key: $0.key, value: JSONValue($0.value)) })
                )
            })
    }
}
