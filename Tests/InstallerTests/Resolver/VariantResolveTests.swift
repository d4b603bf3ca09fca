import Synchronization
import Testing
import VariantProviders

@testable import Installer

/// Which file of a release with variant wheels is taken, and what follows from it.
@Suite struct VariantResolveTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var what: String
        var world: [String]
        var variants: [String] = []
        var requires: [String] = ["alpha"]
        var constraints: [String] = []
        /// What the host supports; nil: no variants are taken.
        var host: String? = ""
        var preferences = VariantPreferences.none
        var options = ResolutionOptions(buildsSources: true)
        var hashes: [String] = []
        /// `name version`, or `name version label`.
        var installed: [String] = []
        var overrides: [String: String] = [:]
        /// `alpha==1.0 gpu`, `alpha==1.0 (source)`, `alpha==1.0 @second`; nil when there is no solution.
        var expected: [String]?
        var warnings = 0
        var testDescription: String { what }

        func request(_ reporter: any Reporter) -> ResolutionRequest {
            func roots(_ texts: [String]) -> [RootRequirement] {
                texts.map { RootRequirement(try! Requirement(parsing: $0)) }
            }
            var requirements = roots(requires)
            requirements[0].hashes = hashes.map { Hash(parsing: $0)! }
            let releases = world.map(World.release)
            let host = host.map { WorldVariants.host($0, preferences, reporter: reporter) }
            var installed: [PackageName: InstalledCandidate] = [:]
            for line in self.installed {
                let words = line.split(separator: " ").map(String.init)
                let release = releases.first { $0.name == words[0] && $0.version == words[1] }
                let metadata = CoreMetadata(
                    name: PackageName(words[0])!, version: Version(words[1])!,
                    requirements: (release?.requires ?? []).map { try! Requirement(parsing: $0) })
                let variant = words.count > 2 ? embedded(words) : nil
                installed[metadata.name] = InstalledCandidate(
                    version: metadata.version, metadata: { metadata }, variant: { variant },
                    isRuledOut: { try variant.flatMap { try host?.rulesOut($0, of: metadata.name) } ?? false }
                )
            }
            return ResolutionRequest(
                requirements: requirements, constraints: roots(constraints), installed: installed,
                options: options, target: World.target(),
                variants: host,
                abiOverrides: Dictionary(
                    uniqueKeysWithValues: overrides.map { (PackageName($0)!, Version($1)!) }))
        }

        private func embedded(_ words: [String]) -> VariantMetadata {
            let line = variants.first { $0.hasPrefix("\(words[0]) \(words[1]) ") }!
            var metadata = WorldVariants.metadata(String(line.split(separator: "=")[1]))
            metadata.variants = metadata.variants.filter { $0.key.text == words[2] }
            return metadata
        }

        var source: World { World(world.map(World.release), variants: variants.map { WorldVariants($0) }) }

        func run(_ reporter: any Reporter = SilentReporter()) throws -> Resolution {
            try resolve(request(reporter), source: source, reporter: reporter)
        }

        func found(_ reporter: any Reporter) throws -> [String]? {
            do {
                return try run(reporter).packages.map { package in
                    var text = "\(package.name.text)==\(package.version)"
                    if package.source == .installed { return text + " installed" }
                    if let variant = package.variant { text += " \(variant.label)" }
                    if package.file?.wheel?.variantLabel != package.variant?.label.text {
                        text += " (mismatch)"
                    }
                    if package.file?.isWheel == false { text += " (source)" }
                    if package.file?.indexURL.contains("second") == true { text += " @second" }
                    return text
                }
            } catch is ResolutionFailure {
                return nil
            }
        }
    }

    final class Ears: Reporter {
        let heard = Mutex<[String]>([])
        func warning(_ diagnostic: Diagnostic) { heard.withLock { $0.append(diagnostic.message) } }
    }

    static func check(_ row: Row) throws {
        let ears = Ears()
        #expect(try row.found(ears) == row.expected)
        #expect(ears.heard.withLock { $0.count } == row.warnings)
    }

    static let a = "sha256:" + String(repeating: "a", count: 64)
    static let b = "sha256:" + String(repeating: "b", count: 64)

    static var pinning: ResolutionOptions {
        var options = ResolutionOptions()
        options.pinsSources = true
        return options
    }

    static let choices: [Row] = [
        Row(
            what: "V-090 V-094: the best that fits",
            world: ["alpha 1.0 {wheels py3-none-any-v1 py3-none-any-v3}"],
            variants: ["alpha 1.0 = x86; v1 x86.level:v1; v3 x86.level:v3"], host: "x86.level:v3,v2,v1",
            expected: ["alpha==1.0 v3"]),
        Row(
            what: "V-091: nothing fits but null",
            world: ["alpha 1.0 {wheels py3-none-any-gpu py3-none-any-null}"],
            variants: ["alpha 1.0 = nvidia; gpu nvidia.cuda:12; null"], expected: ["alpha==1.0 null"]),
        Row(
            what: "V-095: the ordinary wheel after every variant",
            world: ["alpha 1.0 {wheels py3-none-any cp312-cp312-manylinux_2_17_x86_64 py3-none-any-null}"],
            variants: ["alpha 1.0 = nvidia; null"], expected: ["alpha==1.0 null"]),
        Row(
            what: "V-095: the source distribution after everything",
            world: ["alpha 1.0 {wheels py3-none-any-gpu} {source}"],
            variants: ["alpha 1.0 = nvidia; gpu nvidia.cuda:12"], expected: ["alpha==1.0 (source)"]),
        Row(
            what: "V-090: no file fits, so an older version",
            world: ["alpha 2.0 {wheels py3-none-any-gpu}", "alpha 1.0"],
            variants: ["alpha 2.0 = nvidia; gpu nvidia.cuda:12"], expected: ["alpha==1.0"]),
        Row(
            what: "V-096: a variant with lesser tags before an ordinary wheel with better ones",
            world: [
                "alpha 1.0 {wheels cp312-cp312-manylinux_2_28_x86_64 cp312-cp312-manylinux_2_17_x86_64-gpu}"
            ],
            variants: ["alpha 1.0 = nvidia; gpu nvidia.cuda:12"], host: "nvidia.cuda:12",
            expected: ["alpha==1.0 gpu"]),
        Row(
            what: "sel-tag-incompatible: tags count first",
            world: ["alpha 1.0 {wheels py3-none-win_amd64-best py3-none-any-good}"],
            variants: ["alpha 1.0 = static; best static.f:1; good static.f:2"],
            expected: ["alpha==1.0 good"]),
        Row(
            what: "V-079: a label that the metadata does not know",
            world: ["alpha 1.0 {wheels py3-none-any-new py3-none-any}"],
            variants: ["alpha 1.0 = static; old static.f:1"], expected: ["alpha==1.0"]),
        Row(
            what: "V-016: without variants no variant wheel is taken",
            world: [
                "alpha 2.0 {wheels py3-none-any-null}", "alpha 1.0 {wheels py3-none-any py3-none-any-null}",
            ],
            variants: ["alpha 1.0 = static; null", "alpha 2.0 = static; null"], host: nil,
            expected: ["alpha==1.0"]),
        Row(
            what: "--no-variants", world: ["alpha 1.0 {wheels py3-none-any py3-none-any-null}"],
            variants: ["alpha 1.0 = static; null"], preferences: VariantPreferences(takesNone: true),
            expected: ["alpha==1.0"]),
        Row(
            what: "V-100: --no-binary keeps variant wheels out",
            world: ["alpha 1.0 {wheels py3-none-any-null} {source}"], variants: ["alpha 1.0 = static; null"],
            options: .init(noBinary: .all, buildsSources: true), expected: ["alpha==1.0 (source)"]),
        Row(
            what: "yanked variant wheels do not count",
            world: ["alpha 1.0 {wheels py3-none-any-null} {yanked}", "alpha 0.9"],
            variants: ["alpha 1.0 = static; null"], expected: ["alpha==0.9"]),
        Row(
            what: "V-097: a wheel with a hash that was asked for before a better variant without one",
            world: [
                "alpha 1.0 {wheels py3-none-any-best}", "alpha 1.0 {wheels py3-none-any-good} {hash \(a)}",
                "alpha 1.0 {hash \(b)}",
            ],
            variants: ["alpha 1.0 = static; best static.f:1; good static.f:2"], requires: ["alpha==1.0"],
            hashes: [a], expected: ["alpha==1.0 good"]),
        Row(
            what: "V-097: the ordinary wheel with the hash before a variant without one",
            world: ["alpha 1.0 {wheels py3-none-any-best}", "alpha 1.0 {hash \(a)}"],
            variants: ["alpha 1.0 = static; best static.f:1"], requires: ["alpha==1.0"], hashes: [a],
            expected: ["alpha==1.0"]),
        Row(
            what: "V-060: unusable metadata costs the variants, with one warning",
            world: ["alpha 1.0 {wheels py3-none-any-gpu py3-none-any}", "b 1: alpha", "c 1: alpha"],
            variants: ["alpha 1.0 = !"], requires: ["b", "c"], expected: ["alpha==1.0", "b==1", "c==1"],
            warnings: 1),
        Row(
            what: "V-060: and the version when there is nothing else",
            world: ["alpha 2.0 {wheels py3-none-any-gpu}", "alpha 1.0 {wheels py3-none-any-null}"],
            variants: ["alpha 2.0 = !", "alpha 1.0 = static; null"], expected: ["alpha==1.0 null"],
            warnings: 1),
        Row(
            what: "V-060, strict: the version",
            world: ["alpha 2.0 {wheels py3-none-any-gpu py3-none-any}", "alpha 1.0"],
            variants: ["alpha 2.0 = !"], preferences: VariantPreferences(isStrict: true),
            expected: ["alpha==1.0"]),
        Row(
            what: "V-098: the label that was asked for",
            world: ["alpha 1.0 {wheels py3-none-any-best py3-none-any-good py3-none-any}"],
            variants: ["alpha 1.0 = static; best static.f:1; good static.f:2"],
            preferences: VariantPreferences(labels: [PackageName("alpha")!: VariantLabel("good")!]),
            expected: ["alpha==1.0 good"]),
        Row(
            what: "V-098: nor an ordinary file instead of it",
            world: ["alpha 2.0 {source}", "alpha 1.0 {wheels py3-none-any-best py3-none-any} {source}"],
            variants: ["alpha 1.0 = static; best static.f:1"],
            preferences: VariantPreferences(labels: [PackageName("alpha")!: VariantLabel("good")!])),
        Row(
            what: "V-098: a label that does not fit is not taken",
            world: ["alpha 1.0 {wheels py3-none-any-gpu py3-none-any}"],
            variants: ["alpha 1.0 = nvidia; gpu nvidia.cuda:12"],
            preferences: VariantPreferences(labels: [PackageName("alpha")!: VariantLabel("gpu")!])),
        Row(
            what:
                "compile: a version without a fitting file counts when another wheel tells what its source is",
            world: [
                "alpha 2.0 {wheels py3-none-win_amd64 py3-none-any-gpu} {source}",
                "alpha 1.0",
            ], variants: ["alpha 2.0 = nvidia; gpu nvidia.cuda:12"], options: pinning,
            expected: ["alpha==2.0"]),
        Row(
            what: "sel-wheel-metadata-of-choice, A-17",
            world: [
                "alpha 1.0: dep-best {wheels py3-none-any-best}",
                "alpha 1.0: dep-good {wheels py3-none-any-good}", "alpha 1.0: dep-plain", "dep-best 1",
            ],
            variants: ["alpha 1.0 = static; best static.f:1; good static.f:2"],
            expected: ["alpha==1.0 best", "dep-best==1"]),
    ]

    static let sources: [Row] = [
        Row(
            what: "V-151: the first source with something usable",
            world: ["alpha 1.0", "alpha 1.0 {wheels py3-none-any-gpu} {index second}"],
            variants: ["alpha 1.0 @second = static; gpu static.f:1"], expected: ["alpha==1.0"]),
        Row(
            what: "V-151: a source of which nothing fits is passed over",
            world: [
                "alpha 1.0 {wheels py3-none-any-gpu}", "alpha 1.0 {wheels py3-none-any-gpu} {index second}",
            ],
            variants: [
                "alpha 1.0 = nvidia; gpu nvidia.cuda:12", "alpha 1.0 @second = static; gpu static.f:1",
            ],
            expected: ["alpha==1.0 gpu @second"]),
        Row(
            what: "V-150: one label, two meanings",
            world: [
                "alpha 1.0 {wheels py3-none-any-gpu}", "alpha 1.0 {wheels py3-none-any-gpu} {index second}",
            ],
            variants: [
                "alpha 1.0 = nvidia; gpu nvidia.cuda:12", "alpha 1.0 @second = nvidia; gpu nvidia.cuda:13",
            ],
            host: "nvidia.cuda:12", expected: ["alpha==1.0 gpu"]),
        Row(
            what: "V-060 V-152: bad metadata of one source leaves the next",
            world: [
                "alpha 1.0 {wheels py3-none-any-gpu}", "alpha 1.0 {wheels py3-none-any-gpu} {index second}",
            ],
            variants: ["alpha 1.0 = !", "alpha 1.0 @second = static; gpu static.f:1"],
            expected: ["alpha==1.0 gpu @second"], warnings: 1),
    ]

    static let conditions =
        "dep; variant_label == 'gpu' | other; 'nvidia' not in variant_namespaces | "
        + "arch; 'nvidia :: arch :: 90' in variant_properties | "
        + "late; 'nvidia :: arch :: 120' in variant_properties | plain; variant_label == '' | "
        + "[x] more; 'nvidia' in variant_namespaces"
    static let dependencies = ["dep 1", "other 1", "arch 1", "late 1", "plain 1", "more 1"]

    static let markers: [Row] = [
        Row(
            what: "V-133: of the chosen variant, as far as the host supports it",
            world: ["alpha 1.0: \(conditions) {wheels py3-none-any-gpu py3-none-any-null}"] + dependencies,
            variants: ["alpha 1.0 = nvidia; gpu nvidia.cuda:12 nvidia.arch:90,120; null"],
            host: "nvidia.cuda:12 nvidia.arch:90,80", expected: ["alpha==1.0 gpu", "arch==1", "dep==1"]),
        Row(
            what: "V-133: of an extra too",
            world: ["alpha 1.0: \(conditions) {wheels py3-none-any-gpu py3-none-any-null}"] + dependencies,
            variants: ["alpha 1.0 = nvidia; gpu nvidia.cuda:12; null"], requires: ["alpha[x]"],
            host: "nvidia.cuda:12", expected: ["alpha==1.0 gpu", "dep==1", "more==1"]),
        Row(
            what: "V-120: null",
            world: ["alpha 1.0: \(conditions) {wheels py3-none-any-gpu py3-none-any-null}"] + dependencies,
            variants: ["alpha 1.0 = nvidia; gpu nvidia.cuda:12; null"],
            expected: ["alpha==1.0 null", "other==1"]),
        Row(
            what: "V-121: ordinary", world: ["alpha 1.0: \(conditions)"] + dependencies,
            expected: ["alpha==1.0", "other==1", "plain==1"]),
        Row(
            what: "V-136: a dependency that is not to be had costs the version only where it is asked for",
            world: [
                "alpha 2.0: gone; variant_label == 'gpu' {wheels py3-none-any-gpu}", "alpha 1.0",
            ],
            variants: ["alpha 2.0 = static; gpu static.f:1"], expected: ["alpha==1.0"]),
        Row(
            what: "a dependency chosen by variant, with a variant itself",
            world: [
                "alpha 1.0: beta; variant_label == 'gpu' {wheels py3-none-any-gpu}",
                "beta 1 {wheels py3-none-any-null}",
            ],
            variants: ["alpha 1.0 = static; gpu static.f:1", "beta 1 = static; null"],
            expected: ["alpha==1.0 gpu", "beta==1 null"]),
        Row(
            what: "V-134: requirements of the user see no variant",
            world: ["alpha 1.0"], requires: ["alpha; variant_label == ''", "gone; variant_label == 'null'"],
            expected: ["alpha==1.0"]),
        Row(
            what: "V-123: of an installed variant", world: ["alpha 1.0: \(conditions)"] + dependencies,
            variants: ["alpha 1.0 = nvidia; gpu nvidia.cuda:12 nvidia.arch:90,120"],
            host: "nvidia.cuda:12 nvidia.arch:90", installed: ["alpha 1.0 gpu"],
            expected: ["alpha==1.0 installed", "arch==1", "dep==1"]),
        Row(
            what: "an installed variant that was not asked for is replaced",
            world: ["alpha 1.0 {wheels py3-none-any-cu13}"],
            variants: ["alpha 1.0 = static; cu13 static.f:1; gpu static.f:2"],
            preferences: VariantPreferences(labels: [PackageName("alpha")!: VariantLabel("cu13")!]),
            installed: ["alpha 1.0 gpu"], expected: ["alpha==1.0 cu13"]),
        Row(
            what: "an installed variant that is excluded now is replaced",
            world: ["alpha 1.0 {wheels py3-none-any-cu13}"],
            variants: ["alpha 1.0 = static; cu13 static.f:1; gpu static.f:2"],
            preferences: VariantPreferences(excluded: [VariantSelector(parsing: "static::f::2")!]),
            installed: ["alpha 1.0 gpu"], expected: ["alpha==1.0 cu13"]),
        Row(
            what: "an excluded variant that nothing needs is installed for others to be built against",
            world: ["alpha 1.0 {wheels py3-none-any-a}", "beta 1.0"],
            variants: ["alpha 1.0 = abi; a abi.beta:1", "beta 1.0 = static; gpu static.f:2"],
            preferences: VariantPreferences(excluded: [VariantSelector(parsing: "static")!]),
            installed: ["beta 1.0 gpu"], expected: ["alpha==1.0 a"]),
    ]

    static let url = "https://index.example/files/alpha-1.0-py3-none-any-gpu.whl"
    static let direct: [Row] = [
        Row(
            what: "V-160: a wheel by itself",
            world: ["alpha 1.0: dep; variant_label == 'gpu' {wheels py3-none-any-gpu}", "dep 1"],
            variants: ["alpha 1.0 = nvidia; gpu nvidia.cuda:12; null"], requires: ["alpha @ \(url)"],
            host: "nvidia.cuda:12", expected: ["alpha==1.0 gpu", "dep==1"]),
        Row(
            what: "V-161: it does not fit", world: ["alpha 1.0 {wheels py3-none-any-gpu}"],
            variants: ["alpha 1.0 = nvidia; gpu nvidia.cuda:12"], requires: ["alpha @ \(url)"]),
        Row(
            what: "V-016: no variants at all", world: ["alpha 1.0 {wheels py3-none-any-gpu}"],
            variants: ["alpha 1.0 = nvidia; gpu nvidia.cuda:12"], requires: ["alpha @ \(url)"], host: nil),
    ]

    @Test(arguments: choices + sources + markers + direct) func takesWhatIsExpected(_ row: Row) throws {
        try Self.check(row)
    }

    @Test func refusesABadWheelByItself() throws {
        let row = Row(
            what: "V-161", world: ["alpha 1.0 {wheels py3-none-any-gpu}"], requires: ["alpha @ \(Self.url)"])
        #expect {
            try row.run()
        } throws: { error in
            guard let diagnostic = error as? Diagnostic else { return false }
            return diagnostic.message.contains("alpha-1.0-py3-none-any-gpu.whl")
                && diagnostic.causes.contains { $0.contains("variant.json") }
        }
    }

    @Test func stopsWhenTheNetworkFails() throws {
        let row = Row(
            what: "V-080", world: ["alpha 1.0 {wheels py3-none-any-gpu py3-none-any}"],
            variants: ["alpha 1.0 = ?"])
        #expect(throws: Diagnostic("no answer from the index")) { try row.run() }
    }

    @Test func asksOnlyAboutWhatIsConsidered() throws {
        let row = Row(
            what: "V-075",
            world: [
                "alpha 3.0 {wheels py3-none-win_amd64-gpu}", "alpha 2.0 {wheels py3-none-any-gpu}",
                "alpha 1.0 {wheels py3-none-any-gpu}", "beta 1",
            ],
            variants: ["alpha 2.0 = static; gpu static.f:1", "alpha 1.0 = !", "alpha 3.0 = !"],
            requires: ["alpha", "beta"])
        let source = row.source
        let resolution = try resolve(row.request(SilentReporter()), source: source)
        #expect(resolution[PackageName("alpha")!]?.variant?.label.text == "gpu")
        #expect(source.variantsAsked.withLock { $0 } == ["alpha 2.0"])
    }

    @Test func tellsWhatWasConsidered() throws {
        let row = Row(
            what: "V-275", world: ["alpha 1.0 {wheels py3-none-any-a py3-none-any-b py3-none-any-gpu}"],
            variants: ["alpha 1.0 = static nvidia; a static.f:2; b static.f:1; gpu nvidia.cuda:12"])
        let variant = try #require(try row.run().packages[0].variant)
        #expect(variant.ranked.map(\.label.text) == ["b", "a"])
        #expect(variant.rejected.map(\.label.text) == ["gpu"])
        #expect(variant.metadata.variants.count == 3)
    }

    // MARK: All environments

    private func universal(_ requirement: String) throws -> ResolutionRequest {
        var request = ResolutionRequest(
            requirements: [RootRequirement(try Requirement(parsing: requirement))],
            target: .universal(
                requiresPython: VersionRanges(VersionSpecifier(.greaterOrEqual, Version("3.12")!))))
        request.variants = WorldVariants.host("")
        return request
    }

    @Test func keepsConditionsOpenForAllEnvironments() throws {
        var request = try universal("alpha")
        let world = World(
            ["alpha 1.0: dep; variant_label == 'gpu' {wheels py3-none-any-gpu py3-none-any-zzz}", "dep 1"]
                .map(
                    World.release), variants: [WorldVariants("alpha 1.0 = !")])
        let resolution = try resolve(request, source: world)
        let alpha = try #require(resolution[PackageName("alpha")!])
        #expect(alpha.file?.basename == "alpha-1.0-py3-none-any-gpu.whl")
        #expect(alpha.dependencies.map(\.marker.text) == ["variant_label == 'gpu'"])
        // V-134: where a package is needed says nothing of variants.
        #expect(resolution[PackageName("dep")!]?.marker.text == "")
        request.variants = nil
        #expect(throws: ResolutionFailure.self) { try resolve(request, source: world) }
    }

    @Test func requiresForAllEnvironmentsWhatEachBuildRequires() throws {
        let request = try universal("alpha")
        let world = World(
            [
                "alpha 1.0: both | cublas==12 | rest; python_version >= '3.13' {wheels py3-none-any-gpu}",
                "alpha 1.0: both {wheels py3-none-any-null}",
                "alpha 1.0: both | mkl | rest; python_version >= '3.13' {wheels py3-none-any}",
                "alpha 1.0: elsewhere {wheels py3-none-any-null} {index second}",
                "both 1", "cublas 12", "cublas 13", "mkl 1", "rest 1",
            ].map(World.release), variants: [WorldVariants("alpha 1.0 = nvidia; gpu nvidia.cuda:12; null")])
        let alpha = try #require(try resolve(request, source: world)[PackageName("alpha")!])
        let found = alpha.dependencies.map { "\($0.name) \($0.marker.text)" }.sorted()
        #expect(
            found == [
                "both ", "cublas variant_label == 'gpu'", "mkl variant_label == ''",
                "rest python_version >= '3.13' and (variant_label == '' or variant_label == 'gpu')",
            ])
    }
}
