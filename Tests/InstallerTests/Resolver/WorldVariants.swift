import VariantProviders

@testable import Installer

/// What a world knows of the variants of one release, from a line:
///
///     torchvision 0.23 = abi nvidia; t28_cu abi.torch:2.8 nvidia.cuda:12.8,13.0; null
///
/// The namespaces in order, then each label with its properties. `abi` is bound to the ABI dependency
/// provider, the others to plugins of their name, `static.…` to a list of `1 2 3`. A content of `!` is
/// unusable metadata, `?` a network that fails. `@second` after the version: on the index of that name.
struct WorldVariants {
    var name: PackageName
    var version: Version
    var indexURL: String
    private var content: Content

    private enum Content {
        case metadata(VariantMetadata)
        case unusable
        case failing
    }

    init(_ line: String) {
        let sides = line.split(separator: "=", maxSplits: 1).map(String.init)
        var head = sides[0].split(separator: " ").map(String.init)
        var index = "index"
        if head.last?.hasPrefix("@") == true { index = String(head.removeLast().dropFirst()) }
        name = PackageName(head[0])!
        version = Version(head[1])!
        indexURL = "https://\(index).example/simple"
        let text = sides[1].split(separator: " ").joined(separator: " ")
        switch text {
        case "!": content = .unusable
        case "?": content = .failing
        default: content = .metadata(Self.metadata(text))
        }
    }

    static func metadata(_ text: String) -> VariantMetadata {
        let parts = text.split(separator: ";").map { $0.split(separator: " ").map(String.init) }
        var providers: [String: ProviderInformation] = [:]
        for namespace in parts[0] {
            switch namespace {
            case "abi": providers[namespace] = ProviderInformation(.builtin("abi_dependency"))
            case "static":
                providers[namespace] = ProviderInformation(
                    .listed([VariantFeature("f", ["1", "2", "3"])]))
            default:
                providers[namespace] = ProviderInformation(
                    .plugin(requires: [try! Requirement(parsing: "\(namespace)-provider")], api: nil))
            }
        }
        var variants: [VariantLabel: VariantProperties] = [:]
        for part in parts.dropFirst() {
            variants[VariantLabel(part[0])!] = VariantProperties(part.dropFirst().flatMap(properties))
        }
        return VariantMetadata(
            schema: VariantMetadata.schema850, namespaces: parts[0], providers: providers,
            variants: variants)
    }

    /// `nvidia.cuda:12.8,13.0`
    static func properties(_ word: String) -> [VariantProperty] {
        let sides = word.split(separator: ":").map(String.init)
        let names = sides[0].split(separator: ".").map(String.init)
        return sides[1].split(separator: ",").map { VariantProperty(names[0], names[1], String($0)) }
    }

    /// `nvidia.cuda:13.0,12.8 x86.level:v3,v2`, or nothing.
    static func profile(_ text: String) -> HostProfile {
        var providers: [String: HostProfile.Entry] = [:]
        for word in text.split(separator: " ").map(String.init) {
            let properties = properties(word)
            let feature = VariantFeature(properties[0].feature, properties.map(\.value))
            let known = providers[properties[0].namespace]?.features ?? []
            providers[properties[0].namespace] = HostProfile.Entry(known + [feature])
        }
        return HostProfile(providers: providers)
    }

    static func host(
        _ profile: String, _ preferences: VariantPreferences = .none,
        reporter: any Reporter = SilentReporter()
    ) -> VariantHost {
        VariantHost(
            registry: { ProviderRegistry(registrations: []) },
            system: { preconditionFailure("a profile answers for everything") },
            profile: Self.profile(profile), preferences: preferences, markers: World.environment(),
            pool: WorkerPool(threads: 1), reporter: reporter)
    }

    var file: VariantsFile {
        let basename = "\(name.underscored)-\(version)-variants.json"
        return VariantsFile(
            basename: basename, version: version, url: "\(indexURL)/\(basename)", indexURL: indexURL)
    }

    /// - Parameter wheels: whose own metadata is asked for; nil for that of the index.
    func answer(embeddedIn wheels: [IndexFile]?) -> Future<VariantAnswer> {
        switch content {
        case .unusable:
            return Future(
                value: VariantAnswer(
                    metadata: nil, faults: [Diagnostic("`\(file.basename)` cannot be used")]))
        case .failing: return Future(error: Diagnostic("no answer from the index"))
        case .metadata(var metadata):
            if let wheels {
                let labels = wheels.compactMap { $0.wheel?.variantLabel }
                metadata.variants = metadata.variants.filter { labels.contains($0.key.text) }
            }
            return Future(value: VariantAnswer(metadata: metadata))
        }
    }
}
