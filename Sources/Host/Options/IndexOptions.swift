internal import Installer

/// The settings about indexes and the network, as operations want them.
extension Settings {
    static let publicIndex = "https://pypi.org/simple"

    func indexAccess() throws -> IndexAccess {
        var credentials = try Credentials(environment: environment)
        let index = try indexSettings(&credentials)
        var access = IndexAccess(index: index, network: try networkSettings(), credentials: credentials)
        access.builds = try buildSettings()
        return access
    }

    /// For provider plugins, which run as the user: a project's files have no say in where they come from (V-272).
    func pluginAccess() throws -> IndexAccess {
        let own = Settings(
            arguments: arguments, environment: environment, configuration: configuration.ofUser,
            workingDirectory: workingDirectory)
        var access = try own.indexAccess()
        access.network.offline = try isOn(.offline)
        return access
    }

    // MARK: Indexes

    private func indexSettings(_ credentials: inout Credentials) throws -> IndexSettings {
        let configured = configuration.files.flatMap(\.indexes)
        let flat = configured.filter { $0.isFlat && !$0.isExplicit && !$0.isDefault }
        var locations: [IndexLocation] = []
        for value in values(of: .index) {
            if let known = configured.first(where: { $0.name == value.text && !value.text.isEmpty }) {
                locations.append(try location(of: known, isDefault: false, &credentials))
            } else {
                locations.append(try location(of: value, .index, isDefault: false, &credentials))
            }
        }
        for value in values(of: .extraIndexURL) {
            locations.append(try location(of: value, .extraIndexURL, isDefault: false, &credentials))
        }
        for known in configured where !known.isDefault && !flat.contains(known) {
            locations.append(try location(of: known, isDefault: false, &credentials))
        }
        let known = try defaultLocation(configured, &credentials)
        locations.append(known ?? IndexLocation(url: Self.publicIndex, isDefault: true))
        // The same index twice would be asked twice; the earlier place counts.
        var seen: Set<String> = []
        locations.removeAll { !seen.insert($0.url).inserted }
        var pins: [PackageName: String] = [:]
        for file in configuration.files { pins.merge(file.pins) { stronger, _ in stronger } }
        return IndexSettings(
            indexes: locations,
            findLinks: try findLinks(&credentials)
                + flat.map { try located($0.name, $0.url.text, $0.url, .index, &credentials).url },
            noIndex: try isOn(.noIndex),
            strategy: try choice(.indexStrategy, as: IndexStrategy.self) ?? .firstIndex, pins: pins,
            isDefaultAssumed: known == nil)
    }

    /// The strongest layer that names one; a file's `[[index]]` with `default = true` counts like its
    /// `default-index`. nil when none does.
    private func defaultLocation(
        _ configured: [ConfigurationFile.ConfiguredIndex], _ credentials: inout Credentials
    ) throws -> IndexLocation? {
        for option in [OptionSpec.defaultIndex, .indexURL] {
            if let value = value(of: option), value.isSpoken {
                return try location(of: value, option, isDefault: true, &credentials)
            }
        }
        for file in configuration.files {
            if let known = file.indexes.first(where: \.isDefault) {
                return try location(of: known, isDefault: true, &credentials)
            }
            for option in [OptionSpec.defaultIndex, .indexURL] {
                if let value = file.values[option.name]?.first {
                    return try location(of: value, option, isDefault: true, &credentials)
                }
            }
        }
        return nil
    }

    /// The indexes of the command line, which `add` writes into the project.
    func givenIndexes() throws -> [IndexLocation] {
        var credentials = try Credentials(environment: environment)
        let configured = configuration.files.flatMap(\.indexes)
        var found: [IndexLocation] = []
        for value in values(of: .index) where value.origin == .commandLine {
            if let known = configured.first(where: { $0.name == value.text }) {
                found.append(try location(of: known, isDefault: false, &credentials))
            } else {
                found.append(try location(of: value, .index, isDefault: false, &credentials))
            }
        }
        for option in [OptionSpec.defaultIndex, .indexURL] {
            guard let value = value(of: option), value.origin == .commandLine else { continue }
            found.append(try location(of: value, option, isDefault: true, &credentials))
        }
        return found
    }

    private func location(
        of known: ConfigurationFile.ConfiguredIndex, isDefault: Bool, _ credentials: inout Credentials
    ) throws -> IndexLocation {
        var location = try located(known.name, known.url.text, known.url, .index, &credentials)
        location.isDefault = isDefault
        location.isExplicit = known.isExplicit
        return location
    }

    /// `URL`, `DIRECTORY` or `NAME=` before either.
    private func location(
        of value: SettingValue, _ option: OptionSpec, isDefault: Bool, _ credentials: inout Credentials
    ) throws -> IndexLocation {
        var name: String?
        var text = value.text[...]
        if let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")), equals != text.startIndex,
            text[..<equals].utf8.allSatisfy(Self.isNameByte)
        {
            name = String(text[..<equals])
            text = text[text.utf8.index(after: equals)...]
        }
        if text.isEmpty { throw value.complaint(about: option, "expected the URL of an index") }
        var location = try located(name, String(text), value, option, &credentials)
        location.isDefault = isDefault
        return location
    }

    /// The URL as it stands; a path as the URL of that directory.
    private func located(
        _ name: String?, _ text: String, _ value: SettingValue, _ option: OptionSpec,
        _ credentials: inout Credentials
    ) throws -> IndexLocation {
        var url = text
        if !Self.isURL(text) {
            url = URLReference.file(Path(text).absolute(in: value.base(workingDirectory))).text
        }
        do {
            return try credentials.location(name: name, url: url)
        } catch {
            throw value.redacted.complaint(about: option, error.reason)
        }
    }

    private static func isURL(_ text: String) -> Bool { text.contains("://") || text.hasPrefix("file:") }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// pip's variable may be set for a whole machine and name a directory that is not there: such an entry is
    /// left out. Entries that swuv itself was given stay, and fail when they are used.
    private func findLinks(_ credentials: inout Credentials) throws -> [String] {
        try values(of: .findLinks).compactMap { value in
            if Self.isURL(value.text) {
                do throws(InvalidURL) {
                    return try credentials.add(value.text)
                } catch {
                    throw value.redacted.complaint(about: .findLinks, error.reason)
                }
            }
            let path = Path(value.text).absolute(in: value.base(workingDirectory))
            if case .variable(let name) = value.origin, name.hasPrefix("PIP_"), !File.exists(path) {
                return nil
            }
            return path.text
        }
    }

    // MARK: Network

    private func networkSettings() throws -> NetworkSettings {
        var environment = environment
        if let proxy = environment["PIP_PROXY"], !proxy.isEmpty {
            // pip's own variable is weaker than the usual ones.
            for name in ["HTTP_PROXY", "HTTPS_PROXY"]
            where environment[name] == nil && environment[name.lowercased()] == nil
                && environment["ALL_PROXY"] == nil
            {
                environment[name.lowercased()] = proxy
            }
        }
        return NetworkSettings(
            offline: try isOn(.offline), refresh: try refreshPolicy(),
            timeoutSeconds: try integer(.httpTimeout, atLeast: 1) ?? 30,
            retries: try integer(.httpRetries, atLeast: 0) ?? 3,
            maxConcurrent: try integer(.concurrentDownloads, atLeast: 1) ?? 50,
            insecureHosts: texts(.allowInsecureHost), caFile: path(.cert)?.text,
            environment: environment)
    }

    /// `--refresh`, or whatever is to be upgraded or installed anew.
    private func refreshPolicy() throws -> RefreshPolicy {
        if try isOn(.refresh) || isOn(.upgrade) || isOn(.reinstall) { return .all }
        let names = try names(.refreshPackage) + names(.upgradePackage) + names(.reinstallPackage)
        return names.isEmpty ? .none : .packages(Set(names))
    }
}

extension SettingValue {
    /// From the command line or the environment, not from a file.
    fileprivate var isSpoken: Bool {
        if case .file = origin { false } else { true }
    }

    /// For a message: without the credentials that a URL may hold.
    fileprivate var redacted: SettingValue {
        var origin = origin
        if case .file(let snippet, let directory) = origin {
            let text = Credentials.redact(snippet.text)
            origin = .file(
                SourceSnippet(
                    file: snippet.file, line: snippet.line, column: snippet.column, text: text,
                    length: snippet.length),
                directory: directory)
        }
        return SettingValue(text: Credentials.redact(text), origin: origin)
    }
}
