internal import Installer
internal import VariantProviders

/// Reads a drop-in file and collects all that is wrong in it.
struct DropInReader {
    let document: TOMLDocument
    var file: DropInFile
    var faults: [TOMLFault] = []

    /// Throws all faults of the file at once, each with its place and what was expected there.
    static func read(_ source: [UInt8], _ path: Path) throws(TOMLErrors) -> DropInFile {
        let document = try TOMLDocument(parsing: source, file: path.text)
        var reader = DropInReader(document: document, file: DropInFile(path: path))
        reader.readAll()
        if !reader.faults.isEmpty { throw document.errors(reader.faults) }
        return reader.file
    }

    private init(document: TOMLDocument, file: DropInFile) {
        self.document = document
        self.file = file
    }

    private mutating func readAll() {
        for entry in document.root.entries {
            switch entry.key {
            case "provider":
                for (table, item) in tables(entry) {
                    if let provider = provider(table, item) { file.providers.append(provider) }
                }
            case "trust":
                for (table, item) in tables(entry) {
                    if let trusted = trusted(table, item) { file.trusted.append(trusted) }
                }
            case "variant-index": variantIndexes(tables(entry))
            default: refuse(entry, known: ["provider", "trust", "variant-index"])
            }
        }
    }

    // MARK: [[provider]]

    private static let providerKeys = [
        "namespace", "builtin", "command", "python", "static", "feature-order", "stands-for", "enabled",
        "timeout", "description",
    ]
    private static let endpointKeys = ["package", "versions", "plugin-api"]
    private static let kinds = ["builtin", "command", "python", "static"]

    private mutating func provider(_ table: TOMLTable, _ item: TOMLItem) -> DropInProvider? {
        for entry in table.entries where !Self.providerKeys.contains(entry.key) {
            refuse(entry, known: Self.providerKeys)
        }
        if let text = table["description"], text.string == nil { expected("a string", "description", text) }
        var isEnabled = true
        if let flag = table["enabled"] {
            if let value = flag.boolean { isEnabled = value } else { expected("a boolean", "enabled", flag) }
        }
        let namespace = namespace(table, item)
        let timeout = table["timeout"].flatMap { duration($0) }
        let standsFor = table["stands-for"].map { endpoints($0) }
        guard let kind = kind(table, item, isEnabled: isEnabled), let namespace else { return nil }
        return DropInProvider(
            namespace: namespace, kind: kind, standsFor: standsFor, isEnabled: isEnabled, timeout: timeout)
    }

    private mutating func namespace(_ table: TOMLTable, _ item: TOMLItem) -> String? {
        guard let value = table["namespace"] else {
            fault("a provider needs a `namespace`", item.span)
            return nil
        }
        guard let text = value.string, VariantSyntax.isName(text) else {
            fault(
                "expected a namespace of `a`-`z`, `0`-`9` and `_` for `namespace`\(found(value))", value.span)
            return nil
        }
        return text
    }

    private mutating func kind(
        _ table: TOMLTable, _ item: TOMLItem, isEnabled: Bool
    ) -> DropInProvider.Kind? {
        let given = table.entries.filter { Self.kinds.contains($0.key) }
        if let order = table.entry("feature-order"), table["static"] == nil {
            fault("`feature-order` goes with `static` alone", order.keySpan)
        }
        guard let entry = given.first else {
            if isEnabled {
                fault("a provider needs one of `builtin`, `command`, `python` and `static`", item.span)
            }
            return isEnabled ? nil : .nobody
        }
        for other in given.dropFirst() {
            fault(
                "a provider is one of `builtin`, `command`, `python` and `static`: `\(entry.key)` was given already",
                other.keySpan)
        }
        switch entry.key {
        case "builtin": return builtin(entry.item)
        case "command": return command(entry.item)
        case "python": return python(entry.item)
        default: return listed(entry.item, order: table["feature-order"])
        }
    }

    private mutating func builtin(_ item: TOMLItem) -> DropInProvider.Kind? {
        guard let name = item.string else { return expected("a string", "builtin", item) }
        if let native = NativeProvider.all.first(where: { $0.name == name }) { return .builtin(native) }
        let names = NativeProvider.all.map(\.name)
        let similar = Suggestions.similar(to: name, among: names).last
        fault(
            "swuv has no provider `\(name)`"
                + (similar.map { "; did you mean `\($0)`?" }
                    ?? "; expected one of \(names.map { "`\($0)`" }.joined(separator: ", "))"),
            item.span)
        return nil
    }

    private mutating func command(_ item: TOMLItem) -> DropInProvider.Kind? {
        guard let elements = item.array else {
            return expected("an array, the program and its arguments,", "command", item)
        }
        let words = strings(elements, of: "command")
        guard words.count == elements.count else { return nil }
        guard let program = words.first else {
            fault("`command` names no program", item.span)
            return nil
        }
        if !program.text.hasPrefix("/") {
            fault("expected the absolute path of a program, found `\(program.text)`", program.span)
        }
        for word in words where word.text.utf8.contains(0) {
            fault("an argument cannot hold a NUL character", word.span)
        }
        return .command(words.map(\.text))
    }

    private mutating func python(_ item: TOMLItem) -> DropInProvider.Kind? {
        guard let table = item.table else {
            return expected("a table with `requires`", "python", item)
        }
        for entry in table.entries where entry.key != "requires" && entry.key != "plugin-api" {
            refuse(entry, known: ["requires", "plugin-api"])
        }
        var requires: [Requirement] = []
        if let list = table["requires"] {
            guard let elements = list.array, !elements.isEmpty else {
                return expected("an array of requirements", "requires", list)
            }
            for word in strings(elements, of: "requires") {
                do {
                    let requirement = try Requirement(parsing: word.text)
                    if requirement.url != nil {
                        fault("a plugin comes from an index and not from a URL", word.span)
                    }
                    requires.append(requirement)
                } catch {
                    fault("expected a requirement: \(error.message)", word.span)
                }
            }
        } else {
            fault("`python` needs `requires`", item.span)
        }
        if let text = table["plugin-api"] {
            guard let api = text.string.flatMap({ ObjectReference($0) }) else {
                fault("expected `module` or `module:object` for `plugin-api`\(found(text))", text.span)
                return nil
            }
            return requires.isEmpty ? nil : .python(requires: requires, api: api)
        }
        guard let first = requires.first else { return nil }
        guard let api = ObjectReference(first.name.underscored) else {
            fault("`\(first.name)` is no name of a module: `plugin-api` is needed", item.span)
            return nil
        }
        return .python(requires: requires, api: api)
    }

    private mutating func listed(_ item: TOMLItem, order: TOMLItem?) -> DropInProvider.Kind? {
        guard let table = item.table else { return expected("a table of features", "static", item) }
        var listing = FeatureListing<Range<Int>>(features: [], order: nil, place: item.span)
        for entry in table.entries {
            guard let elements = entry.item.array else {
                expected("an array of values", entry.key, entry.item)
                continue
            }
            let values = strings(elements, of: entry.key).map { (text: $0.text, place: $0.span) }
            listing.features.append((name: entry.key, place: entry.keySpan, values: values))
        }
        if let order {
            guard let elements = order.array else {
                return expected("an array of features", "feature-order", order)
            }
            listing.order = strings(elements, of: "feature-order").map { (name: $0.text, place: $0.span) }
        }
        let before = faults.count
        var found: [TOMLFault] = []
        let features = listing.ordered { found.append(document.fault($0, at: $1)) }
        faults += found
        return faults.count == before ? .listed(features) : nil
    }

    // MARK: stands-for

    private mutating func endpoints(_ item: TOMLItem) -> [ProviderEndpoint] {
        guard let elements = item.array, !elements.isEmpty else {
            expected("an array of tables with `package` and `versions`", "stands-for", item)
            return []
        }
        return elements.compactMap { endpoint($0) }
    }

    private mutating func endpoint(_ item: TOMLItem) -> ProviderEndpoint? {
        guard let table = item.table else {
            return expected("a table with `package` and `versions`", "stands-for", item)
        }
        for entry in table.entries where !Self.endpointKeys.contains(entry.key) {
            refuse(entry, known: Self.endpointKeys)
        }
        let package = package(table, item)
        var versions: [String] = []
        if let list = table["versions"] {
            if let elements = list.array, !elements.isEmpty {
                for word in strings(elements, of: "versions") {
                    if Version(word.text) == nil {
                        fault("expected a version, found `\(word.text)`", word.span)
                    }
                    versions.append(word.text)
                }
            } else {
                expected("an array of versions", "versions", list)
            }
        } else {
            fault("`versions` is missing: the releases that the provider answers like", item.span)
        }
        let api: ObjectReference?
        if let text = table["plugin-api"] {
            api = text.string.flatMap({ ObjectReference($0) })
            if api == nil {
                fault("expected `module` or `module:object` for `plugin-api`\(found(text))", text.span)
            }
        } else {
            api = package.flatMap { ObjectReference($0.underscored) }
            if let package, api == nil {
                fault("`\(package)` is no name of a module: `plugin-api` is needed", item.span)
            }
        }
        guard let package, let api, !versions.isEmpty else { return nil }
        return ProviderEndpoint(package: package.text, versions: versions, pluginAPI: api.text)
    }

    mutating func package(_ table: TOMLTable, _ item: TOMLItem) -> PackageName? {
        guard let value = table["package"] else {
            fault("`package` is missing", item.span)
            return nil
        }
        guard let name = value.string.flatMap({ PackageName($0) }) else {
            fault("expected the name of a package for `package`\(found(value))", value.span)
            return nil
        }
        return name
    }

    // MARK: [[trust]]

    private mutating func trusted(_ table: TOMLTable, _ item: TOMLItem) -> TrustedPlugin? {
        for entry in table.entries where !["package", "versions", "hashes"].contains(entry.key) {
            refuse(entry, known: ["package", "versions", "hashes"])
        }
        let before = faults.count
        let package = package(table, item)
        var versions: VersionSpecifiers?
        if let value = table["versions"] {
            versions = value.string.flatMap { try? VersionSpecifiers(parsing: $0) }
            if versions == nil {
                fault("expected versions such as `\">=1.0,<2\"` for `versions`\(found(value))", value.span)
            }
        }
        var hashes: [Hash] = []
        if let value = table["hashes"] {
            if let elements = value.array, !elements.isEmpty {
                for word in strings(elements, of: "hashes") {
                    if let hash = Hash(parsing: word.text), hash.algorithm.isSecure {
                        hashes.append(hash)
                    } else {
                        fault("expected a hash such as `sha256:…`, found `\(word.text)`", word.span)
                    }
                }
            } else {
                expected("an array of hashes", "hashes", value)
            }
        }
        guard faults.count == before, let package else { return nil }
        return TrustedPlugin(package: package, versions: versions, hashes: hashes)
    }

    // MARK: Values

    /// The tables of an array of tables.
    mutating func tables(_ entry: TOMLTable.Entry) -> [(table: TOMLTable, item: TOMLItem)] {
        guard let elements = entry.item.array else {
            expected("an array of tables, `[[\(entry.key)]]`,", entry.key, entry.item)
            return []
        }
        return elements.compactMap { element in
            if let table = element.table { return (table, element) }
            expected("tables", entry.key, element)
            return nil
        }
    }

    /// A string and where it stands.
    struct Word {
        let text: String
        let span: Range<Int>
    }

    mutating func strings(_ elements: [TOMLItem], of key: String) -> [Word] {
        elements.compactMap { element in
            if let text = element.string { return Word(text: text, span: element.span) }
            expected("strings", key, element)
            return nil
        }
    }

    /// `5s`, `500ms`, `1m`: a millisecond to ten minutes.
    private mutating func duration(_ item: TOMLItem) -> Duration? {
        if let duration = item.string.flatMap(Self.duration) { return duration }
        fault("expected a time such as `\"5s\"` or `\"500ms\"` for `timeout`, ten minutes at most", item.span)
        return nil
    }

    private static func duration(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard digits.utf8.count <= 6, let number = Int(digits), number > 0 else { return nil }
        let duration: Duration
        switch text.dropFirst(digits.count) {
        case "ms": duration = .milliseconds(number)
        case "s": duration = .seconds(number)
        case "m": duration = .seconds(number * 60)
        default: return nil
        }
        return duration <= .seconds(600) ? duration : nil
    }

    mutating func fault(_ message: String, _ span: Range<Int>) {
        faults.append(document.fault(message, at: span))
    }

    mutating func refuse(_ entry: TOMLTable.Entry, known: [String]) {
        let similar = Suggestions.similar(to: entry.key, among: known).last
        let choices = known.map { "`\($0)`" }.joined(separator: ", ")
        fault(
            "unknown key `\(entry.key)`"
                + (similar.map { "; did you mean `\($0)`?" } ?? "; expected one of \(choices)"),
            entry.keySpan)
    }

    @discardableResult
    mutating func expected<Value>(_ what: String, _ key: String, _ item: TOMLItem) -> Value? {
        expected(what, key, item)
        return nil
    }

    mutating func expected(_ what: String, _ key: String, _ item: TOMLItem) {
        fault("expected \(what) for `\(key)`, found \(item.kindName)", item.span)
    }

    func found(_ item: TOMLItem) -> String {
        ", found " + (item.string.map { "`\($0)`" } ?? item.kindName)
    }
}
