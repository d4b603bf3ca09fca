internal import VariantProviders

/// Validates variant metadata and collects every fault with the keys that lead to it (V-040…V-059).
struct VariantMetadataReader {
    private(set) var faults: [(message: String, span: Range<Int>)] = []
    /// There are more of them; reading stopped.
    private(set) var isCut = false
    /// `$schema` when it is not a known one.
    private(set) var unknownSchema: String?
    /// The keys that lead to what is read.
    private var path: [String] = []
    private var refusesUnknownKeys = true

    /// Longest label, namespace, feature, value or other text.
    static let maxLength = 1 << 16

    typealias Table = [VariantNode.Member]

    /// Nil, or not to be used, when there are faults.
    mutating func read(_ root: VariantNode) -> VariantMetadata? {
        guard let table = table(root) else { return nil }
        let schemaText = read("$schema", of: table, in: root) { $0.text($1) }
        let schema = VariantSchema(schemaText ?? "")
        if let schemaText, !schema.isKnown { unknownSchema = schemaText }
        if schema.isTooNew, let version = schema.version {
            fault(
                "`$schema` has version \(version.major).\(version.minor).\(version.patch), and swuv knows 0.x and 1.x",
                root.span)
            return nil
        }
        refusesUnknownKeys = schema.refusesUnknownKeys
        expect(["$schema", "default-priorities", "providers", "variants"], in: table)

        let namespaces = read("default-priorities", of: table, in: root) { $0.priorities($1) }
        var providers: [String: ProviderInformation]? = [:]
        if table.contains(where: { $0.key == "providers" }) {
            providers = read("providers", of: table, in: root) { $0.providers($1, namespaces) }
        } else if schema.is850 {
            fault("`providers` is missing", root.span)
            providers = nil
        }
        let variants = read("variants", of: table, in: root) { $0.variants($1, namespaces, providers) }
        guard let schemaText, let namespaces, let providers, let variants, faults.isEmpty else { return nil }
        return VariantMetadata(
            schema: schemaText, namespaces: namespaces, providers: providers, variants: variants)
    }

    // MARK: default-priorities

    private mutating func priorities(_ node: VariantNode) -> [String]? {
        guard let table = table(node) else { return nil }
        expect(["namespace"], in: table)
        return read("namespace", of: table, in: node) { $0.names($1, "a namespace") }
    }

    /// A list of names, at least one, each once. Nil when there is a fault.
    private mutating func names(_ node: VariantNode, _ what: String) -> [String]? {
        guard let elements = list(node) else { return nil }
        if elements.isEmpty { fault("\(place) is empty; expected at least one name", node.span) }
        var names: [String] = []
        var seen: Set<String> = []
        for element in elements {
            guard let name = text(element) else { continue }
            if !VariantSyntax.isName(name) {
                fault(
                    "\(place): `\(TextExcerpt.shortened(name))` is not \(what) (`0-9`, `a-z` and `_`)",
                    element.span)
            } else if !seen.insert(name).inserted {
                fault("\(place): `\(TextExcerpt.shortened(name))` is there twice", element.span)
            } else {
                names.append(name)
            }
        }
        return names.count == elements.count && !names.isEmpty ? names : nil
    }

    // MARK: variants

    private mutating func variants(
        _ node: VariantNode, _ namespaces: [String]?, _ providers: [String: ProviderInformation]?
    ) -> [VariantLabel: VariantProperties]? {
        guard let table = table(node) else { return nil }
        var allowed = namespaces.map(Set.init)
        let bindsABI = (providers ?? [:]).values.contains {
            $0.kind == .builtin(ProviderInformation.abiDependency)
        }
        if !bindsABI { allowed?.insert(ProviderInformation.abiDependency) }
        var variants: [VariantLabel: VariantProperties] = [:]
        variants.reserveCapacity(table.count)
        for member in table {
            path.append(member.key)
            defer { path.removeLast() }
            guard isShort(member.key, member.keySpan) else { continue }
            guard let label = VariantLabel(member.key) else {
                fault("\(place) is not a variant label (`0-9`, `a-z`, `_` and `.`)", member.keySpan)
                continue
            }
            guard let properties = properties(member.node, allowed) else { continue }
            if label == .null, !properties.isEmpty {
                fault("\(place) has properties; the variant `null` has none", member.node.span)
            }
            variants[label] = properties
        }
        return variants
    }

    private mutating func properties(_ node: VariantNode, _ allowed: Set<String>?) -> VariantProperties? {
        guard let table = table(node) else { return nil }
        var namespaces: [String: [String: [String]]] = [:]
        for member in table {
            path.append(member.key)
            defer { path.removeLast() }
            guard isName(member, "a namespace"), let features = self.table(member.node) else { continue }
            // A namespace without features says nothing (V-045).
            if features.isEmpty { continue }
            if let allowed, !allowed.contains(member.key) {
                fault("\(place): the namespace is not in `default-priorities.namespace`", member.keySpan)
            }
            var values: [String: [String]] = [:]
            values.reserveCapacity(features.count)
            for feature in features {
                path.append(feature.key)
                defer { path.removeLast() }
                guard isName(feature, "a feature") else { continue }
                values[feature.key] = self.values(feature.node, mayBeEmpty: false)?.sorted()
            }
            namespaces[member.key] = values
        }
        return VariantProperties(sorted: namespaces)
    }

    /// The values of a feature, in their order. Nil when there is a fault.
    private mutating func values(_ node: VariantNode, mayBeEmpty: Bool) -> [String]? {
        guard let elements = list(node) else { return nil }
        if elements.isEmpty, !mayBeEmpty {
            fault("\(place) is empty; expected at least one value", node.span)
            return nil
        }
        var values: [String] = []
        values.reserveCapacity(elements.count)
        for element in elements {
            guard let value = text(element) else { continue }
            if VariantSyntax.isValue(value) {
                values.append(value)
            } else {
                fault(
                    "\(place): `\(TextExcerpt.shortened(value))` is not a value (`0-9`, `a-z`, `_` and `.`)",
                    element.span)
            }
        }
        guard values.count == elements.count else { return nil }
        // Sorted lists, which is how they are written (V-038), need no set.
        if zip(values, values.dropFirst()).allSatisfy({ $0 < $1 }) { return values }
        var seen: Set<String> = []
        for (value, element) in zip(values, elements) where !seen.insert(value).inserted {
            fault("\(place): `\(TextExcerpt.shortened(value))` is there twice", element.span)
        }
        return seen.count == values.count ? values : nil
    }

    // MARK: providers

    private mutating func providers(
        _ node: VariantNode, _ namespaces: [String]?
    ) -> [String: ProviderInformation]? {
        guard let table = table(node) else { return nil }
        let listed = namespaces.map(Set.init)
        var providers: [String: ProviderInformation] = [:]
        for member in table {
            path.append(member.key)
            defer { path.removeLast() }
            guard isName(member, "a namespace") else { continue }
            if let listed, !listed.contains(member.key) {
                fault("\(place): the namespace is not in `default-priorities.namespace`", member.keySpan)
            }
            if let provider = provider(member.node) { providers[member.key] = provider }
        }
        let named = Set(table.map(\.key))
        for namespace in namespaces ?? [] where !named.contains(namespace) {
            fault(
                "\(place): the namespace `\(TextExcerpt.shortened(namespace))` of `default-priorities` is missing",
                node.span)
        }
        return providers
    }

    private mutating func provider(_ node: VariantNode) -> ProviderInformation? {
        guard let table = table(node) else { return nil }
        expect(
            ["optional", "static-properties", "feature-order", "requires", "plugin-api", "builtin"], in: table
        )
        let isOptional = optional("optional", of: table) { $0.boolean($1) } ?? false
        let lists = optional("static-properties", of: table) { $0.lists($1) }
        let order = optional("feature-order", of: table) { $0.names($1, "a feature") }
        let requires = optional("requires", of: table) { $0.requirements($1) }
        let builtin = optional("builtin", of: table) { $0.text($1) }
        let api = optional("plugin-api", of: table) { $0.pluginAPI($1) }

        let keys = Set(table.map(\.key))
        let kinds = ["static-properties", "requires", "builtin"].filter(keys.contains)
        if kinds.count != 1 {
            fault(
                "\(place) has \(kinds.isEmpty ? "none" : kinds.map { "`\($0)`" }.joined(separator: " and ")); "
                    + "expected one of `static-properties`, `requires` and `builtin`", node.span)
        }
        if keys.contains("plugin-api"), api != nil, !keys.contains("requires") {
            fault("\(place) has `plugin-api`, which only goes with `requires`", node.span)
        }
        if keys.contains("feature-order"), !keys.contains("static-properties") {
            fault("\(place) has `feature-order`, which only goes with `static-properties`", node.span)
        }
        guard kinds.count == 1 else { return nil }
        switch kinds[0] {
        case "static-properties":
            guard let lists, let features = ordered(lists, order, keys.contains("feature-order"), node) else {
                return nil
            }
            return ProviderInformation(isOptional: isOptional, .listed(features))
        case "requires":
            guard let requires else { return nil }
            return ProviderInformation(isOptional: isOptional, .plugin(requires: requires, api: api))
        default:
            guard let builtin else { return nil }
            return ProviderInformation(isOptional: isOptional, .builtin(builtin))
        }
    }

    /// The features of static lists. An empty list is allowed and never compatible (V-057).
    private mutating func lists(_ node: VariantNode) -> [VariantFeature]? {
        guard let table = table(node) else { return nil }
        var features: [VariantFeature] = []
        for member in table {
            path.append(member.key)
            defer { path.removeLast() }
            guard isName(member, "a feature"), let values = values(member.node, mayBeEmpty: true) else {
                continue
            }
            features.append(VariantFeature(member.key, values))
        }
        return features.count == table.count ? features : nil
    }

    /// Puts static features into their order (V-054, V-055).
    private mutating func ordered(
        _ features: [VariantFeature], _ order: [String]?, _ hasOrder: Bool, _ node: VariantNode
    ) -> [VariantFeature]? {
        guard hasOrder else {
            if features.count > 1 {
                fault(
                    "\(place) has \(features.count) static features and no `feature-order`", node.span)
                return nil
            }
            return features
        }
        guard let order else { return nil }
        guard Set(order) == Set(features.map(\.name)) else {
            fault(
                "\(place): `feature-order` does not name exactly the features of `static-properties`",
                node.span)
            return nil
        }
        let ranks = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($0.element, $0.offset) })
        return features.sorted { ranks[$0.name, default: 0] < ranks[$1.name, default: 0] }
    }

    private mutating func requirements(_ node: VariantNode) -> [Requirement]? {
        guard let elements = list(node) else { return nil }
        if elements.isEmpty {
            fault("\(place) is empty; expected at least one requirement", node.span)
            return nil
        }
        var requirements: [Requirement] = []
        for element in elements {
            guard let text = text(element) else { continue }
            do throws(RequirementError) {
                requirements.append(try Requirement(parsing: text))
            } catch {
                fault(
                    "\(place): `\(TextExcerpt.shortened(text))` is not a requirement: \(error.message)",
                    element.span)
            }
        }
        return requirements.count == elements.count ? requirements : nil
    }

    /// An object reference without the white space it may have (V-210); nil also for `null`.
    private mutating func pluginAPI(_ node: VariantNode) -> String? {
        if case .null = node.value { return nil }
        guard let text = text(node) else { return nil }
        guard let reference = ObjectReference(text) else {
            fault(
                "\(place): `\(TextExcerpt.shortened(text))` is not a module, or a module and an object such as "
                    + "`package.module:Plugin`", node.span)
            return nil
        }
        return reference.text
    }

    // MARK: Pieces

    /// The keys that lead to what is read, in backticks.
    private var place: String {
        if isFull { return "" }
        if path.isEmpty { return "it" }
        let keys = path.map { key in
            let isPlain = !key.utf8.isEmpty && key.utf8.allSatisfy { $0.isPlainKeyByte }
            return isPlain ? TextExcerpt.shortened(key) : "\"\(TextExcerpt.shortened(key))\""
        }
        return "`\(keys.joined(separator: "."))`"
    }

    private mutating func fault(_ message: String, _ span: Range<Int>) {
        if isFull {
            isCut = true
        } else {
            faults.append((message, span))
        }
    }

    /// Nothing more is looked at: a hostile text could be wrong a million times.
    private var isFull: Bool { faults.count >= VariantMetadataError.maxFaults }

    /// What `body` makes of a member that has to be there.
    private mutating func read<Result>(
        _ key: String, of table: Table, in node: VariantNode,
        _ body: (inout Self, VariantNode) -> Result?
    ) -> Result? {
        guard table.contains(where: { $0.key == key }) else {
            path.append(key)
            fault("\(place) is missing", node.span)
            path.removeLast()
            return nil
        }
        return optional(key, of: table, body)
    }

    private mutating func optional<Result>(
        _ key: String, of table: Table, _ body: (inout Self, VariantNode) -> Result?
    ) -> Result? {
        guard let member = table.first(where: { $0.key == key }) else { return nil }
        path.append(key)
        defer { path.removeLast() }
        return body(&self, member.node)
    }

    private mutating func expect(_ known: Set<String>, in table: Table) {
        guard refusesUnknownKeys else { return }
        for member in table where !known.contains(member.key) && !isFull {
            path.append(member.key)
            fault("\(place) is not a key of variant metadata", member.keySpan)
            path.removeLast()
        }
    }

    private mutating func table(_ node: VariantNode) -> Table? {
        if isFull {
            isCut = true
            return nil
        }
        if case .table(let members) = node.value { return members }
        expected("an object", node)
        return nil
    }

    private mutating func list(_ node: VariantNode) -> [VariantNode]? {
        if isFull {
            isCut = true
            return nil
        }
        if case .list(let elements) = node.value { return elements }
        expected("a list", node)
        return nil
    }

    private mutating func text(_ node: VariantNode) -> String? {
        if isFull {
            isCut = true
            return nil
        }
        guard case .string(let text) = node.value else {
            expected("a string", node)
            return nil
        }
        return isShort(text, node.span) ? text : nil
    }

    private mutating func boolean(_ node: VariantNode) -> Bool? {
        if case .boolean(let value) = node.value { return value }
        expected("`true` or `false`", node)
        return nil
    }

    private mutating func expected(_ what: String, _ node: VariantNode) {
        fault("\(place): expected \(what), found \(node.kindName)", node.span)
    }

    private mutating func isShort(_ text: String, _ span: Range<Int>) -> Bool {
        if text.utf8.count <= Self.maxLength { return true }
        fault("\(place): a text of more than \(Self.maxLength) bytes", span)
        return false
    }

    private mutating func isName(_ member: VariantNode.Member, _ what: String) -> Bool {
        guard isShort(member.key, member.keySpan) else { return false }
        if VariantSyntax.isName(member.key) { return true }
        fault("\(place) is not \(what) (`0-9`, `a-z` and `_`)", member.keySpan)
        return false
    }
}

extension UInt8 {
    /// What a key may consist of to stand in a path of keys without quotes.
    fileprivate var isPlainKeyByte: Bool {
        NameRules.isAlphanumeric(self) || self == UInt8(ascii: "_") || self == UInt8(ascii: "-")
            || self == UInt8(ascii: "$")
    }
}
