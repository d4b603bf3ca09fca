package import VariantProviders

/// What a project says once for all its variant wheels: the order of namespaces, their providers, and perhaps
/// which properties a label stands for (V-250).
///
/// It is variant metadata that may leave out `$schema` and `variants`: the table `[variant]` of a
/// `pyproject.toml`, a JSON file of its own, or the metadata of a wheel or release that there is already.
package struct VariantSeed: Hashable, Sendable {
    /// What messages call it.
    package let name: String
    /// `variants` holds what the seed says of labels; `null` is implied.
    package let metadata: VariantMetadata
    /// Namespaces whose plugin is asked when the wheel is made and not when it is installed (V-251): its `requires` in
    /// the metadata are `build-requires` of the seed.
    package let builtNamespaces: Set<String>

    package init(_ metadata: VariantMetadata, name: String, builtNamespaces: Set<String> = []) {
        self.metadata = metadata
        self.name = name
        self.builtNamespaces = builtNamespaces
    }

    /// With the lists of the plugins that are asked now, in their place.
    package func listing(_ lists: [String: [VariantFeature]]) -> VariantSeed {
        var metadata = metadata
        for (namespace, features) in lists { metadata.providers[namespace]?.kind = .listed(features) }
        return VariantSeed(metadata, name: name, builtNamespaces: builtNamespaces.subtracting(lists.keys))
    }

    package init(json bytes: [UInt8], file: String) throws(VariantMetadataError) {
        let root: VariantNode
        do throws(VariantNode.JSONFailure) {
            root = try VariantNode(json: bytes)
        } catch {
            // It says better what is wrong with a text that is no JSON.
            _ = try VariantMetadata(parsing: bytes, file: file)
            throw VariantMetadataError(file: file, faults: [.init("it is not JSON")])
        }
        try self.init(root, of: bytes, file: file)
    }

    /// The table `[variant]` of a `pyproject.toml`; nil when there is none.
    package init?(project document: TOMLDocument) throws(VariantMetadataError) {
        guard let item = document["variant"] else { return nil }
        try self.init(VariantNode(toml: item), of: document.source, file: document.file)
    }

    private init(_ root: VariantNode, of source: [UInt8], file: String) throws(VariantMetadataError) {
        var faults: [(message: String, span: Range<Int>)] = []
        var reader = VariantMetadataReader()
        var builtNamespaces: Set<String> = []
        let metadata = reader.read(Self.completed(root, &builtNamespaces, &faults))
        faults += reader.faults
        guard let metadata, faults.isEmpty else {
            let found = faults.sorted { $0.span.lowerBound < $1.span.lowerBound }.map { fault in
                VariantMetadataError.Fault(
                    fault.message, position: SourcePosition(offset: fault.span.lowerBound, in: source),
                    span: fault.span)
            }
            throw VariantMetadataError(
                file: file, faults: found, isCut: reader.isCut, unknownSchema: reader.unknownSchema)
        }
        self.init(metadata, name: file, builtNamespaces: builtNamespaces)
    }

    /// The seed with what it may leave out, so that the rules of metadata can be held against it: `build-requires` are
    /// `requires` that somebody else asks (V-251).
    private static func completed(
        _ root: VariantNode, _ builtNamespaces: inout Set<String>,
        _ faults: inout [(message: String, span: Range<Int>)]
    ) -> VariantNode {
        guard case .table(var members) = root.value else { return root }
        func node(_ value: VariantNode.Value) -> VariantNode { VariantNode(value: value, span: root.span) }
        if !members.contains(where: { $0.key == "$schema" }) {
            let schema = node(.string(VariantMetadata.schema850))
            members.append(.init(key: "$schema", keySpan: root.span, node: schema))
        }
        if !members.contains(where: { $0.key == "variants" }) {
            members.append(.init(key: "variants", keySpan: root.span, node: node(.table([]))))
        }
        if let place = members.firstIndex(where: { $0.key == "providers" }),
            case .table(var providers) = members[place].node.value
        {
            for index in providers.indices {
                guard case .table(var provider) = providers[index].node.value,
                    var key = provider.firstIndex(where: { $0.key == "build-requires" })
                else { continue }
                builtNamespaces.insert(providers[index].key)
                if let other = provider.firstIndex(where: { $0.key == "requires" }) {
                    faults.append(
                        ("`requires` and `build-requires` exclude each other", provider[other].keySpan))
                    provider.remove(at: other)
                    if other < key { key -= 1 }
                }
                provider[key] = .init(
                    key: "requires", keySpan: provider[key].keySpan, node: provider[key].node)
                providers[index] = .init(
                    key: providers[index].key, keySpan: providers[index].keySpan,
                    node: VariantNode(value: .table(provider), span: providers[index].node.span))
            }
            let span = members[place].node.span
            members[place] = .init(
                key: "providers", keySpan: members[place].keySpan,
                node: VariantNode(value: .table(providers), span: span))
        }
        return VariantNode(value: .table(members), span: root.span)
    }

    /// Every namespace that a native provider answers for, by the first plugin that it stands for. The same for all
    /// wheels made without a seed, so that they agree about the order of namespaces (V-062).
    package static func native(_ providers: [NativeProvider] = NativeProvider.all) throws -> VariantSeed {
        var namespaces: [String] = []
        var information: [String: ProviderInformation] = [:]
        for provider in providers where information[provider.namespace] == nil {
            guard let endpoint = provider.endpoints.first else { continue }
            namespaces.append(provider.namespace)
            information[provider.namespace] = ProviderInformation(
                .plugin(requires: [try Requirement(parsing: endpoint.package)], api: endpoint.pluginAPI))
        }
        return VariantSeed(
            VariantMetadata(
                schema: VariantMetadata.schema850, namespaces: namespaces, providers: information,
                variants: [:]),
            name: "the providers that swuv knows")
    }
}

// MARK: - One wheel of it

extension VariantSeed {
    /// The metadata of one wheel: of the variant `label` with `properties`, either of which the seed may know.
    ///
    /// Throws everything that speaks against it (V-048…V-050 with A-04, V-254): a label or properties that the seed
    /// has otherwise, properties of namespaces that it does not name, values that its own lists lack.
    package func metadata(
        label: VariantLabel?, properties given: VariantProperties
    ) throws -> (label: VariantLabel, metadata: VariantMetadata) {
        var variants = metadata.variants
        if variants[.null] == nil { variants[.null] = VariantProperties() }
        var properties = given
        if properties.isEmpty, let label, let known = variants[label] { properties = known }
        let label =
            try label ?? variants.filter { $0.value == properties }.keys.min()
            ?? Self.defaultLabel(properties)
        let shown = "`\(TextExcerpt.shortened(label.text))`"
        var faults: [String] = []
        if label == .null, !properties.isEmpty {
            faults.append("the variant `null` has no properties; another label is needed for these")
        } else if let known = variants[label], known != properties {
            let list = known.all.map { "`\($0)`" }.joined(separator: ", ")
            faults.append("\(shown) stands for \(list.isEmpty ? "no properties" : list) in \(name)")
        }
        if label != .null, properties.isEmpty {
            faults.append("\(shown) has no properties; the variant without properties is called `null`")
        }
        for (other, known) in variants.sorted(by: { $0.key < $1.key })
        where other != label && known == properties && !properties.isEmpty {
            faults.append("`\(TextExcerpt.shortened(other.text))` has the same properties in \(name)")
        }
        faults += refusals(of: properties)
        guard faults.isEmpty else {
            throw Diagnostic(
                "Cannot make the variant \(shown)", causes: faults,
                hints: faults.contains { $0.hasPrefix("the namespace") }
                    ? ["Name the providers of the project with `--metadata`"] : [])
        }
        var result = metadata
        result.variants = [label: properties]
        return (label, result)
    }

    private func refusals(of properties: VariantProperties) -> [String] {
        var faults: [String] = []
        for (namespace, features) in properties.namespaces.sorted(by: { $0.key < $1.key }) {
            guard metadata.namespaces.contains(namespace) else {
                faults.append("the namespace `\(namespace)` is unknown to \(name)")
                continue
            }
            guard case .listed(let listed) = metadata.providers[namespace]?.kind else { continue }
            for (feature, values) in features.sorted(by: { $0.key < $1.key }) {
                let known = listed.first { $0.name == feature }?.values ?? []
                for value in values where !known.contains(value) {
                    let property = VariantProperty(namespace, feature, value)
                    faults.append("`\(property)` is not in the `static-properties` of `\(namespace)`")
                }
            }
        }
        return faults
    }

    /// The label of properties for which nobody chose one: the beginning of a digest over them (V-252).
    package static func defaultLabel(_ properties: VariantProperties) throws -> VariantLabel {
        if properties.isEmpty { return .null }
        let lines = properties.all.map { "\($0)\n" }.joined()
        let digest = Hash(.sha256, bytes: SmallSHA256.digest(Array(lines.utf8)))
        return VariantLabel(String(digest.hex.prefix(8)))!
    }
}
