internal import VariantProviders

extension VariantMetadata {
    /// As JSON for a file: the same metadata always gives the same bytes (V-038, V-063).
    package var text: String {
        var writer = JSONWriter(.pretty)
        writer.beginObject()
        writer.member("$schema", .string(schema))
        writer.member("default-priorities", ["namespace": JSONValue(namespaces)])
        if !providers.isEmpty || VariantSchema(schema).is850 {
            writer.key("providers")
            writer.beginObject()
            for (namespace, provider) in providers.sorted(by: { $0.key < $1.key }) {
                writer.member(namespace, .object(Self.members(of: provider)))
            }
            writer.endObject()
        }
        writer.key("variants")
        writer.beginObject()
        for (label, properties) in variants.sorted(by: { $0.key < $1.key }) {
            writer.member(label.text, Self.value(of: properties))
        }
        writer.endObject()
        writer.endObject()
        return writer.text
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

    private static func value(of properties: VariantProperties) -> JSONValue {
        .object(
            properties.namespaces.sorted { $0.key < $1.key }.map { namespace, features in
                (
                    key: namespace,
                    value: .object(
                        features.sorted { $0.key < $1.key }.map { (key: $0.key, value: JSONValue($0.value)) })
                )
            })
    }
}
