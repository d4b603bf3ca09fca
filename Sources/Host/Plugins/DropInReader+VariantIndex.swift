internal import Installer
internal import VariantProviders

/// `[[variant-index]]`: maps from hardware to indexes.
extension DropInReader {
    private static let mapKeys = [
        "name", "packages", "namespaces", "base", "variants", "enabled", "description",
    ]
    private static let labelKeys = [
        "index", "packages", "versions", "properties", "marker", "rewrite", "builds", "enabled",
        "description",
    ]
    private static let buildKeys = ["versions", "marker", "properties"]

    private static let mostMaps = 32
    private static let mostPackages = 1000
    private static let mostLabels = 256
    private static let mostBuilds = 32
    private static let mostValues = 1024
    private static let longestText = 2048

    mutating func variantIndexes(_ tables: [(table: TOMLTable, item: TOMLItem)]) {
        if tables.count > Self.mostMaps {
            fault("more than \(Self.mostMaps) maps in one file", tables[Self.mostMaps].item.span)
        }
        var seen: Set<String> = []
        var owners: [PackageName: String] = [:]
        for (table, item) in tables.prefix(Self.mostMaps) {
            if tables.count > 1, table["name"] == nil {
                fault("several maps in one file need a `name` each", item.span)
            }
            guard let map = map(table, item) else { continue }
            if !seen.insert(map.name).inserted {
                fault("the file has a map `\(map.name)` already", table["name"]?.span ?? item.span)
            }
            for (place, package) in (map.packages ?? []).enumerated() {
                if let owner = owners.updateValue(map.name, forKey: package), owner != map.name {
                    fault(
                        "`\(package)` is in the map `\(owner)` already",
                        table["packages"]?[place]?.span ?? item.span)
                }
            }
            file.variantIndexes.append(map)
        }
    }

    // MARK: A map

    private mutating func map(_ table: TOMLTable, _ item: TOMLItem) -> DropInIndex? {
        for entry in table.entries where !Self.mapKeys.contains(entry.key) {
            refuse(entry, known: Self.mapKeys)
        }
        if let text = table["description"], text.string == nil { expected("a string", "description", text) }
        let isEnabled = flag(table, "enabled")
        let name = mapName(table, item)
        let packages = table["packages"].map { self.packageNames($0) }
        let namespaces = table["namespaces"].map { self.namespaces($0) }
        let base = table["base"].flatMap { self.base($0) }
        var labels: [DropInIndex.Label] = []
        if let value = table["variants"] {
            if let variants = value.table {
                if variants.entries.count > Self.mostLabels {
                    fault("more than \(Self.mostLabels) labels", variants.entries[Self.mostLabels].keySpan)
                }
                for entry in variants.entries.prefix(Self.mostLabels) {
                    let known = packages.map {
                        LabelSetting(packages: $0, namespaces: namespaces, base: table["base"])
                    }
                    if let label = label(entry, known) { labels.append(label) }
                }
            } else {
                expected("a table for each label, `[variant-index.variants.LABEL]`,", "variants", value)
            }
        } else if packages != nil {
            fault("a map needs `variants`, a table for each label", item.span)
        }
        if packages == nil {
            if let entry = table.entry("namespaces") {
                fault("`namespaces` goes with `packages`", entry.keySpan)
            }
            if table["base"] == nil, isEnabled == nil, labels.isEmpty {
                fault(
                    "a map needs `packages`; without, `base`, `enabled` or `variants` say what is to be otherwise in a map of another file",
                    item.span)
            }
        }
        guard let name else { return nil }
        return DropInIndex(
            name: name, packages: packages, namespaces: namespaces ?? [], base: base, labels: labels,
            isEnabled: isEnabled, document: document, span: item.span)
    }

    /// What the properties and the index of a label are held against.
    private struct LabelSetting {
        var packages: [PackageName]
        var namespaces: [String]?
        /// As it stands: that it is not valid was told.
        var base: TOMLItem?
    }

    private mutating func flag(_ table: TOMLTable, _ key: String) -> Bool? {
        guard let item = table[key] else { return nil }
        return item.boolean ?? expected("a boolean", key, item)
    }

    /// It stands in markers of lock files, `variant_label[@NAME]`.
    private mutating func mapName(_ table: TOMLTable, _ item: TOMLItem) -> String? {
        let text: String
        let place: TOMLItem
        if let value = table["name"] {
            guard let given = value.string else { return expected("a string", "name", value) }
            (text, place) = (given, value)
        } else {
            (text, place) = (
                file.path.name.hasSuffix(".toml") ? String(file.path.name.dropLast(5)) : "", item
            )
        }
        guard text.utf8.count <= 64, PackageName(text) != nil else {
            fault(
                "expected a `name` of letters, digits, `-`, `_` and `.`, found `\(TextExcerpt.shortened(text))`",
                place.span)
            return nil
        }
        return text
    }

    private mutating func packageNames(_ item: TOMLItem) -> [PackageName] {
        guard let elements = item.array, !elements.isEmpty else {
            expected("an array of names of packages", "packages", item)
            return []
        }
        if elements.count > Self.mostPackages {
            fault("more than \(Self.mostPackages) packages", elements[Self.mostPackages].span)
        }
        var names: [PackageName] = []
        for word in strings(Array(elements.prefix(Self.mostPackages)), of: "packages") {
            guard let name = PackageName(word.text) else {
                fault(
                    "expected the name of a package, found `\(TextExcerpt.shortened(word.text))`", word.span)
                continue
            }
            if names.contains(name) { fault("`\(name)` is listed already", word.span) }
            names.append(name)
        }
        return names
    }

    private mutating func namespaces(_ item: TOMLItem) -> [String] {
        guard let elements = item.array else {
            expected("an array of namespaces", "namespaces", item)
            return []
        }
        var names: [String] = []
        for word in strings(elements, of: "namespaces") {
            if !VariantSyntax.isName(word.text) {
                fault(
                    "expected a namespace of `a`-`z`, `0`-`9` and `_`, found `\(TextExcerpt.shortened(word.text))`",
                    word.span)
            } else if names.contains(word.text) {
                fault("`\(word.text)` is listed already", word.span)
            }
            names.append(word.text)
        }
        return names
    }

    /// A URL, or a directory, which starts at that of the file.
    private mutating func base(_ item: TOMLItem) -> String? {
        guard let text = item.string, !text.isEmpty, text.utf8.count <= Self.longestText else {
            return expected("a URL or a directory", "base", item)
        }
        guard DropInIndex.isAbsolute(text) else {
            return URLReference.file(Path(text).absolute(in: file.path.parent)).text
        }
        do throws(InvalidURL) {
            let url = try URLReference(parsing: text)
            if let reason = DropInIndex.refusal(of: url) {
                fault(
                    "expected a URL for `base`, found `\(URLReference.redacted(text))`: \(reason)", item.span)
                return nil
            }
            return url.text
        } catch {
            fault(error.diagnostic.message, item.span)
            return nil
        }
    }

    // MARK: A label

    private mutating func label(_ entry: TOMLTable.Entry, _ setting: LabelSetting?) -> DropInIndex.Label? {
        guard let table = entry.item.table else {
            return expected("a table", entry.key, entry.item)
        }
        for key in table.entries {
            if !Self.labelKeys.contains(key.key) {
                refuse(key, known: Self.labelKeys)
            } else if setting == nil, !["index", "enabled", "description"].contains(key.key) {
                fault("`\(key.key)` goes with `packages`: another map is only adjusted here", key.keySpan)
            }
        }
        if let text = table["description"], text.string == nil { expected("a string", "description", text) }
        let isEnabled = flag(table, "enabled")
        let index = index(table, entry, setting)
        let versions = table["versions"].map { self.versions($0) } ?? [:]
        let marker = table["marker"].flatMap { self.marker($0) }
        let properties = table["properties"].map { self.properties($0, setting?.namespaces) }
        let companions = table["packages"].map { self.packageNames($0) } ?? []
        let rewrites = table["rewrite"].map { self.rewrites($0) } ?? []
        var builds: [VariantIndex.Build] = []
        if let value = table["builds"] {
            builds = self.builds(value, setting?.namespaces)
            if let entry = table.entry("properties") {
                fault("`properties` stand in each of `builds` and not beside them", entry.keySpan)
            }
        }
        for (place, name) in companions.enumerated() where setting?.packages.contains(name) ?? false {
            fault(
                "`\(name)` is a package of the map already", table["packages"]?[place]?.span ?? entry.keySpan)
        }
        guard let label = VariantLabel(entry.key), entry.key.utf8.count <= 64 else {
            fault(
                "expected a label of `a`-`z`, `0`-`9`, `_` and `.`, found `\(TextExcerpt.shortened(entry.key))`",
                entry.keySpan)
            return nil
        }
        let option = VariantOption(
            label: label, properties: builds.first?.properties ?? properties ?? VariantProperties(),
            marker: Self.marker(marker, of: builds))
        return DropInIndex.Label(
            label: label, index: index,
            variant: VariantIndex.Variant(
                option: option, url: "", companions: Set(companions), versions: versions,
                rewrites: rewrites, builds: builds),
            isEnabled: isEnabled, span: entry.keySpan)
    }

    /// The environments that a label has any builds for.
    private static func marker(_ own: Marker?, of builds: [VariantIndex.Build]) -> Marker? {
        guard !builds.isEmpty, !builds.contains(where: { $0.marker == nil }) else { return own }
        let any = builds.reduce(MarkerSet.never) { $0.or(MarkerSet($1.marker)) }
        return MarkerSet(own).and(any).marker
    }

    private mutating func index(
        _ table: TOMLTable, _ entry: TOMLTable.Entry, _ setting: LabelSetting?
    ) -> String? {
        guard let item = table["index"] else {
            if let setting, setting.base == nil {
                fault("a label needs an `index`, or the map a `base`", entry.keySpan)
            }
            return nil
        }
        guard let text = item.string, !text.isEmpty, text.utf8.count <= Self.longestText else {
            return expected("a URL, or a path below `base`,", "index", item)
        }
        if DropInIndex.isAbsolute(text) || setting?.base?.string != nil || setting == nil {
            do {
                _ = try DropInIndex.url(of: text, base: "https://base.example/")
            } catch {
                fault(error.message, item.span)
                return nil
            }
        } else if setting?.base == nil {
            fault("`index` is relative, and the map has no `base`", item.span)
        }
        return text
    }

    private mutating func builds(_ item: TOMLItem, _ namespaces: [String]?) -> [VariantIndex.Build] {
        guard let elements = item.array, !elements.isEmpty else {
            expected("an array of tables with `properties`", "builds", item)
            return []
        }
        if elements.count > Self.mostBuilds {
            fault("more than \(Self.mostBuilds) builds", elements[Self.mostBuilds].span)
        }
        return elements.prefix(Self.mostBuilds).compactMap { element in
            guard let table = element.table else {
                return expected("tables with `properties`", "builds", element)
            }
            for entry in table.entries where !Self.buildKeys.contains(entry.key) {
                refuse(entry, known: Self.buildKeys)
            }
            if table["properties"] == nil { fault("a build needs `properties`", element.span) }
            return VariantIndex.Build(
                versions: table["versions"].map { self.versions($0) } ?? [:],
                marker: table["marker"].flatMap { self.marker($0) },
                properties: table["properties"].map { self.properties($0, namespaces) } ?? VariantProperties()
            )
        }
    }

    private mutating func versions(_ item: TOMLItem) -> [PackageName: VersionSpecifiers] {
        guard let table = item.table else {
            expected("a table of packages with their versions", "versions", item)
            return [:]
        }
        if table.entries.count > Self.mostPackages {
            fault("more than \(Self.mostPackages) packages", table.entries[Self.mostPackages].keySpan)
        }
        var result: [PackageName: VersionSpecifiers] = [:]
        for entry in table.entries.prefix(Self.mostPackages) {
            guard let name = PackageName(entry.key) else {
                fault(
                    "expected the name of a package, found `\(TextExcerpt.shortened(entry.key))`",
                    entry.keySpan)
                continue
            }
            guard let text = entry.item.string, let parsed = try? VersionSpecifiers(parsing: text) else {
                fault(
                    "expected versions such as `\">=2.9,<3\"` for `\(name)`\(found(entry.item))",
                    entry.item.span)
                continue
            }
            if result.updateValue(parsed, forKey: name) != nil {
                fault("`\(name)` is listed already", entry.keySpan)
            }
        }
        return result
    }

    private mutating func marker(_ item: TOMLItem) -> Marker? {
        guard let text = item.string, text.utf8.count <= Self.longestText else {
            return expected("a marker", "marker", item)
        }
        do {
            let marker = try Marker(parsing: text)
            for term in marker.terms {
                guard case .variable = term.subject else {
                    fault("a map's marker is about environments alone, not `\(term.subject.name)`", item.span)
                    return nil
                }
            }
            return marker
        } catch {
            fault("expected a marker: \(error.message)", item.span)
            return nil
        }
    }

    private mutating func properties(_ item: TOMLItem, _ namespaces: [String]?) -> VariantProperties {
        guard let table = item.table else {
            expected("a table of namespaces", "properties", item)
            return VariantProperties()
        }
        var result: [String: [String: [String]]] = [:]
        var count = 0
        for namespace in table.entries {
            if let namespaces, !namespaces.contains(namespace.key) {
                fault(
                    "`namespaces` does not name `\(TextExcerpt.shortened(namespace.key))`", namespace.keySpan)
            } else if namespaces == nil {
                fault("a map with `properties` needs `namespaces`, in order", namespace.keySpan)
            }
            guard let features = namespace.item.table, !features.isEmpty else {
                expected("a table of features", namespace.key, namespace.item)
                continue
            }
            for feature in features.entries {
                guard let elements = feature.item.array, !elements.isEmpty else {
                    expected("an array of values", feature.key, feature.item)
                    continue
                }
                count += elements.count
                if count > Self.mostValues {
                    fault("more than \(Self.mostValues) values", feature.keySpan)
                    return VariantProperties()
                }
                let listing = FeatureListing<Range<Int>>(
                    features: [
                        (
                            feature.key, feature.keySpan,
                            strings(elements, of: feature.key).map { ($0.text, $0.span) }
                        )
                    ], order: nil, place: feature.item.span)
                var found: [TOMLFault] = []
                for feature in listing.ordered({ found.append(document.fault($0, at: $1)) }) {
                    result[namespace.key, default: [:]][feature.name] = feature.values
                }
                faults += found
            }
        }
        return VariantProperties(result)
    }

    // MARK: Rewriting

    private mutating func rewrites(_ item: TOMLItem) -> [RequirementRewrite] {
        let keys = ["requirement", "feature", "extra"]
        guard let elements = item.array, elements.count <= Self.mostBuilds else {
            expected("an array of tables with `requirement`, `feature` and `extra`", "rewrite", item)
            return []
        }
        return elements.compactMap { element in
            guard let table = element.table else {
                return expected("tables with `requirement`, `feature` and `extra`", "rewrite", element)
            }
            for entry in table.entries where !keys.contains(entry.key) { refuse(entry, known: keys) }
            for key in keys where table[key] == nil { fault("`\(key)` is missing", element.span) }
            let subject = table["requirement"].flatMap { rewrittenExtra($0) }
            var feature: (String, String)?
            if let value = table["feature"] {
                if case .feature(let namespace, let name)? = value.string.flatMap(
                    VariantSelector.init(parsing:))
                {
                    feature = (namespace, name)
                } else {
                    fault(
                        "expected a feature such as `amd :: gfx_arch` for `feature`\(found(value))",
                        value.span)
                }
            }
            var template: String?
            if let value = table["extra"] {
                if let text = value.string, RequirementRewrite.isTemplate(text) {
                    template = text
                } else {
                    fault(
                        "expected the name of an extra with `{}` for a value, such as `device-{}`, for `extra`\(found(value))",
                        value.span)
                }
            }
            guard let subject, let feature, let template else { return nil }
            return RequirementRewrite(
                package: subject.0, extra: subject.1, namespace: feature.0, feature: feature.1,
                template: template)
        }
    }

    /// `rocm[device-all]`
    private mutating func rewrittenExtra(_ item: TOMLItem) -> (PackageName, ExtraName)? {
        if let subject = item.string.flatMap(RequirementRewrite.subject) { return subject }
        fault(
            "expected a package with one extra, such as `rocm[device-all]`, for `requirement`\(found(item))",
            item.span)
        return nil
    }
}
