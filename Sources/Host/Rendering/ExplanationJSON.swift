internal import Installer
internal import VariantProviders

/// The members of `swuv variants explain --json`.
enum ExplanationJSON {
    static func members(of explanation: VariantExplanation) -> [(key: String, value: JSONValue)] {
        [
            ("requirement", .string(explanation.requirement)), ("name", .string(explanation.name.text)),
            ("version", .string(explanation.version.description)),
            ("profile", JSONValue(explanation.profile?.text)),
            ("variant_index", JSONValue(explanation.variantIndex)), ("selected", selected(explanation)),
            ("namespaces", .array(explanation.namespaces.map(value))),
            ("files", .array(explanation.candidates.map(value))),
            ("unlocks", .array(explanation.unlocks.map(value))),
        ]
    }

    private static func selected(_ explanation: VariantExplanation) -> JSONValue {
        if let candidate = explanation.selected {
            return [
                "version": .string(explanation.version.description), "file": .string(candidate.basename),
                "label": JSONValue(candidate.label?.text),
            ]
        }
        guard let older = explanation.older else { return .null }
        return [
            "version": .string(older.version.description), "file": .string(older.basename),
            "label": JSONValue(older.label?.text),
        ]
    }

    private static func value(_ namespace: VariantExplanation.Namespace) -> JSONValue {
        .object(
            [
                ("name", .string(namespace.name)), ("by_versions", .bool(namespace.isABI)),
                (
                    "features",
                    .array(
                        namespace.features.map {
                            ["name": .string($0.name), "values": JSONValue($0.values)]
                        })
                ),
            ] + JSONReport.optional("reason", namespace.reason?.text(of: namespace.name)))
    }

    private static func value(_ candidate: VariantCandidate) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("file", .string(candidate.basename)), ("source", .string(candidate.source)),
            ("kind", .string(kind(candidate))), ("label", JSONValue(candidate.label?.text)),
        ]
        if let size = candidate.size { members.append(("size", JSONValue(size))) }
        members += [
            ("properties", value(candidate.properties)), ("fits", .bool(candidate.rank != nil)),
            ("rank", candidate.rank.map { JSONValue($0) } ?? .null),
        ]
        switch candidate.fate {
        case .fits(_, let supported, let abi, let lead):
            members += [("supported", value(supported)), ("with", JSONValue(abi))]
            if let lead { members.append(("before_next_by", value(lead))) }
        case .lacks(let features): members.append(("lacks", .array(features.map(value))))
        case .refused(let reason), .unsuitable(let reason): members.append(("reason", .string(reason)))
        }
        return .object(members)
    }

    private static func kind(_ candidate: VariantCandidate) -> String {
        switch candidate.kind {
        case .variant: "variant"
        case .wheel: "wheel"
        case .source: "sdist"
        }
    }

    private static func value(_ lead: VariantLead) -> JSONValue {
        switch lead {
        case .property(let property, let over):
            .object(
                [("by", .string("property")), ("property", .string(property.description))]
                    + JSONReport.optional("over", over?.description))
        case .label: ["by": "label"]
        case .variant: ["by": "variant"]
        case .wheel: ["by": "wheel"]
        case .tags: ["by": "tags"]
        case .index: ["by": "index"]
        case .release: ["by": "release"]
        case .order: ["by": "order"]
        }
    }

    private static func value(_ properties: VariantProperties) -> JSONValue {
        .object(
            properties.namespaces.sorted { $0.key < $1.key }.map { namespace, features in
                let lists = features.sorted { $0.key < $1.key }.map { ($0.key, JSONValue($0.value)) }
                return (namespace, .object(lists))
            })
    }

    private static func value(_ feature: UnsupportedFeature) -> JSONValue {
        [
            "namespace": .string(feature.namespace), "feature": .string(feature.feature),
            "values": JSONValue(feature.values),
        ]
    }

    private static func value(_ unlock: VariantUnlock) -> JSONValue {
        [
            "label": .string(unlock.label.text), "change": .string(unlock.change),
            "about_host": .bool(unlock.isAboutHost),
            "lacks": .array(unlock.features.map(value)),
        ]
    }
}
