internal import Installer
internal import VariantProviders

/// The files of `providers.d` and what they come to: who answers for which namespace, and who is trusted.
struct ProviderFiles {
    /// Directories of drop-in files, later ones override earlier ones by file name.
    struct Folder: Sendable {
        let path: Path
        let custody: FileCustody
        /// The user named it: that it is missing is worth a word.
        let isSpoken: Bool
        /// Its files came with swuv.
        let isShipped: Bool

        init(
            _ path: Path, custody: FileCustody = FileCustody(), isSpoken: Bool = false,
            isShipped: Bool = false
        ) {
            self.path = path
            self.custody = custody
            self.isSpoken = isSpoken
            self.isShipped = isShipped
        }
    }

    private let folders: [Folder]
    private let environment: [String: String]
    private let reporter: any Reporter
    /// Where documents that are wrong are an error and not left out.
    private let faults: DropInFaults?
    /// Only files that may have one of these tables are parsed; nil: all.
    private var keys: [StaticString]?

    static let siteFolder: Path = "/etc/swuv/providers.d"
    private static let sizeLimit = 1 << 20
    private static let countLimit = 1000

    init(
        folders: [Folder], environment: [String: String], reporter: any Reporter, faults: DropInFaults? = nil
    ) {
        self.folders = folders
        self.environment = environment
        self.reporter = reporter
        self.faults = faults
    }

    /// The registry of this machine and user. Files that may not or cannot be used cost themselves and a warning.
    ///
    /// - Parameters:
    ///   - executable: swuv itself, by which the shipped files are found.
    ///   - isStrict: faults of documents are thrown, all at once: a lock must not hang on what was left out.
    static func load(
        environment: [String: String], executable: Path?, siteFolder: Path = Self.siteFolder,
        isStrict: Bool = false, withMaps: Bool = true, reporter: any Reporter, plugins: PluginHost? = nil
    ) throws -> ProviderRegistry {
        let faults = isStrict ? DropInFaults() : nil
        var files = ProviderFiles(
            folders: folders(environment, executable: executable, siteFolder: siteFolder),
            environment: environment, reporter: reporter, faults: faults)
        if !withMaps { files.keys = ["provider", "trust"] }
        let registry = files.registry(plugins: plugins)
        if let diagnostic = faults?.diagnostic { throw diagnostic }
        return registry
    }

    /// What the maps of these files may have packages of; anything, where one of them may not be used: whoever reads
    /// them as a whole tells about that.
    static func mappedNames(environment: [String: String], executable: Path?) -> MappedNames {
        ProviderFiles(
            folders: folders(environment, executable: executable), environment: environment,
            reporter: SilentReporter()
        ).mappedNames()
    }

    private func mappedNames() -> MappedNames {
        var names = MappedNames()
        do {
            for folder in folders {
                guard let (place, files) = try listing(of: folder) else { continue }
                for name in files {
                    names.add(
                        try folder.custody.contents(
                            of: folder.path / name, in: place, limit: Self.sizeLimit))
                }
            }
        } catch {
            return .any
        }
        return names
    }

    /// `share/swuv/providers.d` beside the program's directory; of a program that lies where it was built, the one in
    /// its source tree.
    private static func shippedFolder(of executable: Path) -> Path {
        var directory = executable.parent
        while directory.parent != directory {
            if directory.name == ".build" { return directory.parent / "providers.d" }
            directory = directory.parent
        }
        return executable.parent.parent / "share/swuv/providers.d"
    }

    static func folders(
        _ environment: [String: String], executable: Path?, siteFolder: Path = Self.siteFolder
    ) -> [Folder] {
        var folders: [Folder] = []
        if let executable {
            // Whoever owns the program that runs can do worse than change its data.
            var owners = FileCustody().owners
            if let owner = try? File.status(executable)?.owner { owners.append(owner) }
            folders.append(
                Folder(
                    shippedFolder(of: executable), custody: FileCustody(owners: owners), isShipped: true))
        }
        folders.append(Folder(siteFolder))
        if let home = environment["XDG_CONFIG_HOME"], home.hasPrefix("/") {
            folders.append(Folder(Path(home) / "swuv/providers.d"))
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            folders.append(Folder(Path(home) / ".config/swuv/providers.d"))
        }
        if let named = environment["SWUV_PROVIDERS_DIR"], !named.isEmpty {
            folders.append(Folder(Path(named), isSpoken: true))
        }
        return folders
    }

    // MARK: Files

    /// The files in force: those of earlier directories first, in the order of their names.
    func files() -> [DropInFile] {
        var files: [DropInFile] = []
        for folder in folders {
            guard let (place, names) = usableListing(of: folder) else { continue }
            var earlier = files.count
            for name in names {
                let path = folder.path / name
                do {
                    var file = try self.read(path, in: place, folder.custody)
                    file.isShipped = folder.isShipped
                    if let other = files[..<earlier].firstIndex(where: { $0.path.name == name }) {
                        files.remove(at: other)
                        earlier -= 1
                    }
                    files.append(file)
                } catch {
                    if let faults, let errors = error as? TOMLErrors {
                        faults.add(errors.diagnostic)
                        continue
                    }
                    // As if it were not there: what it overrides stays in force.
                    reporter.warning(
                        Diagnostic(describing: error).wrapped(in: "the providers of `\(path)` are ignored"))
                }
            }
        }
        return files
    }

    /// The user named a folder that is not there.
    private struct MissingFolder: Error {}

    /// Where the folder really is, and the names of its drop-in files; nil when it has none.
    private func listing(of folder: Folder) throws -> (place: Path, names: [String])? {
        guard folder.path.isAbsolute else {
            throw Diagnostic("`\(folder.path)` is not an absolute path")
        }
        guard let entries = try Directory.entriesIfPresent(folder.path) else {
            if folder.isSpoken { throw MissingFolder() }
            return nil
        }
        let names = entries.map(\.name).filter { $0.hasSuffix(".toml") && !$0.hasPrefix(".") }.sorted()
        guard !names.isEmpty else { return nil }
        let place = try folder.custody.check(folder.path, is: .directory)
        guard names.count <= Self.countLimit else {
            throw Diagnostic("it holds more than \(Self.countLimit) files")
        }
        return (place, names)
    }

    /// The same; nil with a warning when it may not be used.
    private func usableListing(of folder: Folder) -> (place: Path, names: [String])? {
        do {
            return try listing(of: folder)
        } catch is MissingFolder {
            reporter.warning(
                Diagnostic("the directory `\(folder.path)` of `SWUV_PROVIDERS_DIR` does not exist"))
            return nil
        } catch {
            reporter.warning(
                Diagnostic(describing: error).wrapped(in: "the providers in `\(folder.path)` are ignored"))
            return nil
        }
    }

    private func read(_ path: Path, in folder: Path, _ custody: FileCustody) throws -> DropInFile {
        let bytes = try custody.contents(of: path, in: folder, limit: Self.sizeLimit)
        // It still stands in the place of an earlier file of its name.
        if let keys, !TOMLGlance.mayHave(keys, in: bytes) { return DropInFile(path: path) }
        let file = try DropInReader.read(bytes, path)
        if file.isEmpty {
            reporter.warning(
                Diagnostic(
                    "`\(path)` says nothing",
                    causes: ["expected `[[provider]]`, `[[trust]]` or `[[variant-index]]`"]))
        }
        return file
    }

    // MARK: Registry

    /// Native providers come first and files in ascending precedence after them, since of several that answer for
    /// a request the last is asked.
    func registry(plugins: PluginHost? = nil) -> ProviderRegistry {
        let files = files()
        let trusted = files.flatMap(\.trusted)
        var registry = ProviderRegistry(registrations: [], trusted: trusted)
        if let plugins {
            registry.runPlugin = { request in try plugins.answer(request, trusted: trusted) }
            registry.catalogue = { request in try plugins.catalogue(request, trusted: trusted) }
        }
        var registrations: [ProviderRegistration] = []
        for file in files {
            for provider in file.providers {
                if case .nobody = provider.kind {
                    registrations = registrations.map { $0.off(in: provider.namespace) }
                } else {
                    registrations.append(registration(provider, file, run: registry.runPlugin))
                }
            }
        }
        registry.registrations = natives(besides: files.flatMap(\.providers)) + registrations
        registry.variantIndexes = VariantIndexFiles(reporter: reporter, faults: faults).maps(of: files)
        return registry
    }

    /// The native providers that no file replaces.
    private func natives(besides providers: [DropInProvider]) -> [ProviderRegistration] {
        zip(NativeProvider.all, ProviderRegistry.native.registrations).compactMap { native, registration in
            var registration = registration
            for provider in providers where provider.namespace == native.namespace {
                switch provider.kind {
                case .builtin(let named): if named.name == native.name { return nil }
                case .nobody: registration.isEnabled = false
                case .command, .python, .listed:
                    if provider.isEnabled, provider.standsFor == nil { return nil }
                }
            }
            return registration
        }
    }

    private func registration(
        _ provider: DropInProvider, _ file: DropInFile,
        run: (@Sendable (PluginRequest) throws -> ProviderAnswer)?
    ) -> ProviderRegistration {
        let environment = environment
        let namespace = provider.namespace
        var runsForeignCode = false
        var standsFor = provider.standsFor ?? []
        let make: @Sendable (any SystemProbe) -> any VariantProvider
        switch provider.kind {
        case .builtin(let native):
            standsFor = provider.standsFor ?? native.endpoints
            make = native.make
        case .command(let command):
            runsForeignCode = true
            let timeout = provider.timeout ?? CommandProvider.usualTimeout
            make = { system in
                CommandProvider(
                    name: namespace, command: command, timeout: timeout, environment: environment,
                    custody: FileCustody(), isThisMachine: system.target.isThisMachine)
            }
        case .python(let requires, let api):
            runsForeignCode = true
            var request = PluginRequest(namespace: namespace, requires: requires, api: api.text)
            if let timeout = provider.timeout { request.timeout = timeout }
            make = { [request] system in
                PythonProvider(
                    name: namespace, request: request, isThisMachine: system.target.isThisMachine, run: run)
            }
        case .listed(let features):
            make = { _ in ListedProvider(name: namespace, features: features, file: file.path) }
        case .nobody: preconditionFailure("no one is registered for a namespace that is off")
        }
        return ProviderRegistration(
            namespace: namespace, standsFor: standsFor, isEnabled: provider.isEnabled,
            origin: .file(file.path), runsForeignCode: runsForeignCode, make: make)
    }
}

extension ProviderRegistration {
    /// Switched off, if it is of this namespace.
    fileprivate func off(in namespace: String) -> ProviderRegistration {
        guard self.namespace == namespace else { return self }
        var copy = self
        copy.isEnabled = false
        return copy
    }
}
