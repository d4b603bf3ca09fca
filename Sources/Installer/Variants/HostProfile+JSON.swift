internal import VariantProviders

extension HostProfile {
    /// Reads a profile: JSON as `text` writes it or by hand in its shortest form, or the TOML of an older tool
    /// where the file's name ends in `.toml` (V-186).
    ///
    /// Keys that mean nothing here are ignored.
    /// - Throws: everything that is wrong with it, each with its place.
    package init(parsing bytes: [UInt8], file: String) throws {
        if file.hasSuffix(".toml") {
            self = try HostProfile(importing: TOMLDocument(parsing: bytes, file: file))
            return
        }
        let value: JSONValue
        do {
            value = try JSONReader.parse(bytes, maxDepth: Self.maxDepth)
        } catch {
            throw Diagnostic("Failed to read the host profile `\(file)`", causes: [error.diagnostic.message])
        }
        var reader = HostProfileReader()
        do throws(VariantNode.JSONFailure) {
            _ = try VariantNode(json: bytes)
        } catch {
            // All else is the reader's to say.
            if case .duplicates(let keys) = error {
                reader.faults += keys.map { key, span in
                    let at = SourcePosition(offset: span.lowerBound, in: bytes)
                    return "line \(at.line), column \(at.column): "
                        + "the key `\(TextExcerpt.shortened(key))` stands twice in its object"
                }
            }
        }
        let profile = reader.profile(value)
        guard let profile, reader.faults.isEmpty else {
            throw Diagnostic("Failed to read the host profile `\(file)`", causes: reader.faults)
        }
        self = profile
    }

    /// Longest file that is read.
    package static let maxSize = 8 << 20
    private static let maxDepth = 64
    package static let schemaVersion = 1

    /// As JSON; the same profile gives the same text. One feature a line, since lists of values are long.
    package var text: String {
        var members = [
            "  \"schema_version\": \(Self.schemaVersion)", "  \"complete\": \(isComplete)",
        ]
        if let platform {
            var parts = [
                "\"system\": \(Self.quoted(platform.system))",
                "\"machine\": \(Self.quoted(platform.machine))",
            ]
            if let libc = platform.libc { parts.append("\"libc\": \(Self.quoted(libc))") }
            members.append("  \"platform\": {\(parts.joined(separator: ", "))}")
        }
        let entries = providers.keys.sorted().map {
            "    \(Self.quoted($0)): \(Self.text(of: providers[$0]!))"
        }
        members.append(
            entries.isEmpty
                ? "  \"providers\": {}" : "  \"providers\": {\n\(entries.joined(separator: ",\n"))\n  }")
        return "{\n\(members.joined(separator: ",\n"))\n}\n"
    }

    private static func text(of entry: Entry) -> String {
        let features = entry.features.map { feature in
            "        \(quoted(feature.name)): \(list(feature.values))"
        }
        var members = [
            features.isEmpty
                ? "      \"static-properties\": {}"
                : "      \"static-properties\": {\n\(features.joined(separator: ",\n"))\n      }"
        ]
        if !entry.features.isEmpty {
            members.append("      \"feature-order\": \(list(entry.features.map(\.name)))")
        }
        if let source = entry.source { members.append("      \"source\": \(quoted(source))") }
        return "{\n\(members.joined(separator: ",\n"))\n    }"
    }

    private static func list(_ texts: [String]) -> String {
        "[" + texts.map(quoted).joined(separator: ", ") + "]"
    }

    private static func quoted(_ text: String) -> String { JSONWriter.text(of: .string(text)) }
}

/// Goes through the JSON of a profile and collects its faults.
private struct HostProfileReader {
    var faults: [String] = []

    private static let maxFaults = 32

    mutating func profile(_ value: JSONValue) -> HostProfile? {
        guard value.object != nil else {
            fault("expected an object, found \(value.kindName)", at: "")
            return nil
        }
        if let version = value["schema_version"] {
            if version.integer == nil {
                fault("expected an integer, found \(version.kindName)", at: "schema_version")
            } else if version.integer != HostProfile.schemaVersion {
                fault(
                    "this version is not known; swuv reads version \(HostProfile.schemaVersion)",
                    at: "schema_version")
            }
        }
        var isComplete = true
        if let complete = value["complete"] {
            if let flag = complete.bool {
                isComplete = flag
            } else {
                fault("expected `true` or `false`, found \(complete.kindName)", at: "complete")
            }
        }
        var providers: [String: HostProfile.Entry] = [:]
        switch value["providers"] {
        case .object(let members)?:
            for (namespace, entry) in members {
                let place = "providers.\(namespace)"
                if !VariantSyntax.isName(namespace) {
                    fault("a namespace is made of `0-9`, `a-z` and `_`", at: place)
                }
                providers[namespace] = self.entry(entry, at: place)
            }
        case let other?: fault("expected an object, found \(other.kindName)", at: "providers")
        case nil: fault("`providers` is missing", at: "")
        }
        return HostProfile(
            isComplete: isComplete, providers: providers, platform: value["platform"].flatMap { platform($0) }
        )
    }

    private mutating func entry(_ value: JSONValue, at place: String) -> HostProfile.Entry? {
        guard value.object != nil else {
            fault("expected an object, found \(value.kindName)", at: place)
            return nil
        }
        var source: String?
        switch value["source"] {
        case .string(let text)?: source = text
        case nil, .null?: break
        case let other?: fault("expected a string, found \(other.kindName)", at: "\(place).source")
        }
        let listPlace = "\(place).static-properties"
        guard let properties = value["static-properties"] else {
            fault("`static-properties` is missing", at: place)
            return nil
        }
        guard let members = properties.object else {
            fault("expected an object, found \(properties.kindName)", at: listPlace)
            return nil
        }
        var lists: [String: [String]] = [:]
        for (feature, values) in members {
            if !VariantSyntax.isName(feature) {
                fault("a feature is made of `0-9`, `a-z` and `_`", at: "\(listPlace).\(feature)")
            }
            lists[feature] = strings(values, at: "\(listPlace).\(feature)") { text in
                VariantSyntax.isValue(text) ? nil : "a value is made of `0-9`, `a-z`, `_` and `.`"
            }
        }
        let order = order(of: members.map(\.key), value["feature-order"], at: "\(place).feature-order")
        return HostProfile.Entry(
            order.map { VariantFeature($0, lists[$0] ?? []) }.filter { !$0.values.isEmpty }, source: source)
    }

    /// V-054, V-055.
    private mutating func order(of features: [String], _ value: JSONValue?, at place: String) -> [String] {
        guard let value, !value.isNull else {
            if features.count > 1 {
                fault("it is missing, and there is more than one feature", at: place)
            }
            return features
        }
        let order = strings(value, at: place) { text in
            features.contains(text) ? nil : "`static-properties` has no feature `\(text)`"
        }
        for feature in features where !order.contains(feature) && value.array != nil {
            fault("it leaves out the feature `\(feature)`", at: place)
        }
        return order
    }

    /// Each once; `complaint` says what is wrong with one.
    private mutating func strings(
        _ value: JSONValue, at place: String, _ complaint: (String) -> String?
    ) -> [String] {
        guard let elements = value.array else {
            fault("expected an array of strings, found \(value.kindName)", at: place)
            return []
        }
        var seen: Set<String> = []
        var texts: [String] = []
        for (index, element) in elements.enumerated() {
            guard let text = element.string else {
                fault("expected a string, found \(element.kindName)", at: "\(place)[\(index)]")
                continue
            }
            if let complaint = complaint(text) {
                fault(complaint, at: "\(place)[\(index)]")
            } else if !seen.insert(text).inserted {
                fault("`\(text)` is there twice", at: "\(place)[\(index)]")
            } else {
                texts.append(text)
            }
        }
        return texts
    }

    private mutating func platform(_ value: JSONValue) -> HostProfile.Platform? {
        guard value.object != nil else {
            if !value.isNull { fault("expected an object, found \(value.kindName)", at: "platform") }
            return nil
        }
        var texts: [String: String] = [:]
        for key in ["system", "machine", "libc"] {
            switch value[key] {
            case .string(let text)?: texts[key] = text
            case nil where key == "libc", .null? where key == "libc": break
            case nil: fault("`\(key)` is missing", at: "platform")
            case let other?: fault("expected a string, found \(other.kindName)", at: "platform.\(key)")
            }
        }
        guard let system = texts["system"], let machine = texts["machine"] else { return nil }
        return HostProfile.Platform(system: system, machine: machine, libc: texts["libc"])
    }

    private mutating func fault(_ message: String, at place: String) {
        if faults.count == Self.maxFaults { faults.append("and more") }
        guard faults.count < Self.maxFaults else { return }
        faults.append(place.isEmpty ? message : "`\(TextExcerpt.shortened(place))`: \(message)")
    }
}
