import Foundation
import TestSupport
import Testing

@testable import Installer

/// Releases without a variants file: what their wheels say (V-078, V-035, V-062, V-163).
final class WheelVariantsTests {
    let server: LoopbackServer
    let cache: CacheLayout
    let pool = WorkerPool(threads: 4)

    init() throws {
        server = try LoopbackServer()
        cache = CacheLayout(root: try Directory.temporary(in: "/tmp", prefix: "swuv-variants-"))
        try cache.prepare()
    }

    deinit { _ = try? Directory.removeTree(cache.root) }

    private func client(_ settings: IndexSettings, offline: Bool = false) -> IndexClient {
        IndexClient(
            settings: settings, network: NetworkSettings(offline: offline, timeoutSeconds: 3, retries: 0),
            cache: cache, pool: pool, reporter: SilentReporter(), credentials: Credentials())
    }

    private func client(_ url: String, offline: Bool = false) -> IndexClient {
        client(IndexSettings(indexes: [IndexLocation(url: url)]), offline: offline)
    }

    private func release(_ client: IndexClient) throws -> VariantRelease {
        let page = try client.page(for: PackageName("a")!).wait()
        return VariantRelease(
            name: page.name, version: page.version(0), file: nil, wheels: page.files(0))
    }

    private static let padding = (path: "a/data", content: [UInt8](repeating: 7, count: 200_000))

    @Test("One wheel for each label, by ranges, once; METADATA comes along", arguments: [true, false])
    func byRanges(offersHashes: Bool) throws {
        var world = PackageWorld()
        world.offersMetadata = false
        world.offersHashes = offersHashes
        world.cacheControl = "max-age=600"
        for (label, library) in [("m", "mkl"), ("o", "openblas"), ("null", nil)] {
            for tags in ["py3-none-any", "py2.py3-none-any"] {
                world.addVariant(
                    "a", "1.0", label: label, variant: VariantsText.of([label: library]), requires: ["b"],
                    tags: tags, files: [Self.padding])
            }
        }
        world.add("a", "1.0")
        let url = try world.serve(on: server)
        let client = client(url)
        let release = try release(client)
        let expected = VariantsText.metadata(["m": "mkl", "o": "openblas", "null": nil])
        #expect(try client.variants(of: release).wait() == VariantAnswer(metadata: expected))
        var asked = server.requests.filter { $0.path.hasPrefix("/files/") }
        #expect(Set(asked.map(\.path)).count == 3 && asked.count == 3)
        #expect(asked.allSatisfy { $0.headers["range"] != nil })
        for order in [release.wheels.reversed(), release.wheels.shuffled()] {
            var other = release
            other.wheels = order
            #expect(try client.variants(of: other).wait().metadata == expected)
        }
        // The first wheel's METADATA was in the same bytes.
        server.forgetRequests()
        let metadata = try client.metadata(for: release.wheels[0]).wait()
        #expect(metadata.requirements.map(\.description) == ["b"])
        #expect(server.requests.isEmpty)
        for offline in [false, true] {
            let again = self.client(url, offline: offline)
            #expect(try again.variants(of: release).wait().metadata == expected)
        }
        asked = server.requests.filter { $0.path.hasPrefix("/files/") }
        #expect(asked.isEmpty)
        // And the other way round.
        let second = try LoopbackServer()
        let elsewhere = self.client(try world.serve(on: second, prefix: "/else"))
        let file = try #require(try self.release(elsewhere).wheels.first)
        try Directory.removeTree(cache.metadata)
        try cache.prepare()
        _ = try elsewhere.metadata(for: file).wait()
        second.forgetRequests()
        #expect(try elsewhere.variants(of: VariantRelease(file)).wait().metadata?.variants.count == 1)
        #expect(second.requests.isEmpty)
    }

    @Test("Whatever a server does with ranges, and where in the archive the file lies")
    func ranges() throws {
        for (index, ranges) in [Route.Ranges.honest, .ignored, .refused, .misnumbered(7)].enumerated() {
            var world = PackageWorld()
            world.offersSizes = index != 1
            world.adjust = { _, route in route.ranges = ranges }
            let wheel = world.addVariant("a", "1.0", label: "m", variant: VariantsText.of(["m": "mkl"]))
            // `variant.json` first, and more of an archive behind it than the first request brings.
            world.releases[0].wheel.variant = nil
            world.releases[0].wheel.files = [
                ("a-1.0.dist-info/variant.json", Array(wheel.variant!.utf8)), Self.padding,
            ]
            let client = client(try world.serve(on: server, prefix: "/\(index)"))
            let answer = try client.variants(of: release(client)).wait()
            #expect(answer == VariantAnswer(metadata: VariantsText.metadata(["m": "mkl"])), "\(ranges)")
        }
    }

    /// What is wrong with the wheel `o`, and what is said of it.
    static let bad: [(String, @Sendable (inout WheelBuilder) -> Void, String)] = [
        ("missing", { $0.variant = nil }, "no `.dist-info/variant.json`"),
        ("broken", { $0.variant = "{" }, "JSON"),
        ("deep", { $0.variant = String(repeating: "[", count: 100_000) }, "levels deep"),
        ("another label", { $0.variant = VariantsText.of(["m": "mkl"]) }, "expected `o`"),
        ("two labels", { $0.variant = VariantsText.of(["m": "mkl", "o": "openblas"]) }, "2 variants"),
        ("no label", { $0.variant = VariantsText.of([:]) }, "expected"),
        (
            "two dist-infos",
            { $0.files = [("other-1.0.dist-info/variant.json", Array($0.variant!.utf8))] }, "more than one"
        ),
        (
            "two dist-infos, one empty", { $0.files = [("a-2.0.dist-info/x", [])] },
            "more than one"
        ),
        (
            "below another directory",
            {
                $0.files = [("x/a-1.0.dist-info/variant.json", Array($0.variant!.utf8))]
                $0.variant = nil
            }, "no `.dist-info/variant.json`"
        ),
    ]

    @Test("A wheel that says nothing usable of itself is left out")
    func badWheels() throws {
        for (index, (name, change, reason)) in Self.bad.enumerated() {
            for isLarge in [false, true] {
                var world = PackageWorld()
                world.addVariant("a", "1.0", label: "m", variant: VariantsText.of(["m": "mkl"]))
                world.addVariant("a", "1.0", label: "o", variant: VariantsText.of(["o": "openblas"]))
                change(&world.releases[1].wheel)
                if isLarge { world.releases[1].wheel.files.append(Self.padding) }
                let client = client(try world.serve(on: server, prefix: "/\(index)\(isLarge)"))
                let release = try release(client)
                let answer = try client.variants(of: release).wait()
                #expect(answer.metadata == VariantsText.metadata(["m": "mkl"]), "\(name)")
                let fault = try #require(answer.faults.first, "\(name)")
                #expect(answer.faults.count == 1)
                #expect(fault.message.contains("a-1.0-py3-none-any-o.whl"), "\(name): \(fault)")
                #expect(fault.causes.joined().contains(reason), "\(name): \(fault)")
                // By itself, as from a path or a URL (V-160, V-161).
                let alone = try client.variants(of: VariantRelease(release.wheels[1])).wait()
                #expect(alone == VariantAnswer(metadata: nil, faults: [fault]), "\(name)")
            }
        }
    }

    @Test("Wheels that contradict each other: no answer, and their names (V-062)")
    func inconsistent() throws {
        let rows: [(String, String)] = [
            ("namespaces", VariantsText.of(["o": "mkl"], namespaces: ["x", "blas"])),
            ("providers", VariantsText.of(["o": "mkl"], libraries: ["mkl"])),
        ]
        for (name, text) in rows {
            var world = PackageWorld()
            world.addVariant("a", "1.0", label: "m", variant: VariantsText.of(["m": "mkl"]))
            world.addVariant("a", "1.0", label: "n", variant: nil)
            world.addVariant("a", "1.0", label: "o", variant: text)
            let client = client(try world.serve(on: server, prefix: "/\(name)"))
            let answer = try client.variants(of: release(client)).wait()
            #expect(answer.metadata == nil && answer.faults.count == 2)
            let fault = try #require(answer.faults.last)
            #expect(fault.message.contains("a==1.0"))
            #expect(
                fault.causes[0].contains("any-m.whl") && fault.causes[0].contains("any-o.whl"), "\(fault)")
        }
        // One list that begins with the other is no contradiction.
        var world = PackageWorld()
        world.addVariant("a", "1.0", label: "m", variant: VariantsText.of(["m": "mkl"]))
        world.addVariant(
            "a", "1.0", label: "o", variant: VariantsText.of(["o": "openblas"], namespaces: ["blas", "x"]))
        let client = client(try world.serve(on: server, prefix: "/prefix"))
        #expect(
            try client.variants(of: release(client)).wait().metadata
                == VariantsText.metadata(["m": "mkl", "o": "openblas"], namespaces: ["blas", "x"]))
    }

    @Test("Local wheels, also behind a link; one that cannot be read is an error")
    func local() throws {
        let directory = cache.root / "links"
        try Directory.create(directory)
        for (label, text) in [("m", VariantsText.of(["m": "mkl"])), ("o", "{")] {
            var wheel = WheelBuilder("a", "1.0")
            (wheel.label, wheel.variant) = (label, text)
            try File.writeAtomically(wheel.build(), to: directory / wheel.filename)
        }
        try File.writeAtomically(Array("no zip".utf8), to: directory / "a-1.0-py3-none-any-z.whl")
        var large = ZipFixture.Entry("a-1.0.dist-info/variant.json", "{}")
        large.central.size = UInt32(VariantMetadata.sizeLimit + 1)
        try File.writeAtomically(ZipFixture([large]).bytes, to: directory / "a-1.0-py3-none-any-l.whl")
        let client = client(IndexSettings(findLinks: [directory.text], noIndex: true))
        let release = try release(client)
        let answer = try client.variants(of: release).wait()
        #expect(answer.metadata == VariantsText.metadata(["m": "mkl"]))
        #expect(answer.faults.count == 3 && "\(answer.faults)".contains("any-z.whl"))
        #expect(answer.faults.first?.causes.first?.contains("larger than") == true)
        #expect(try Directory.entries(cache.metadata).isEmpty)
        var gone = VariantRelease(release.wheels[0])
        gone.wheels[0].url += ".not"
        #expect(throws: SystemError.self) { try client.variants(of: gone).wait() }
    }

    @Test("A wheel that the server does not have is left out (V-078), one that it withholds is an error")
    func missingWheel() throws {
        for (status, isGone) in [(404, true), (410, true), (403, false)] {
            var world = PackageWorld()
            world.addVariant("a", "1.0", label: "m", variant: nil)
            world.adjust = { path, route in if path.hasSuffix(".whl") { route.status = status } }
            let client = client(try world.serve(on: server))
            guard isGone else {
                #expect(throws: IndexError.self) { try client.variants(of: release(client)).wait() }
                continue
            }
            let answer = try client.variants(of: release(client)).wait()
            #expect(answer.metadata == nil)
            #expect(answer.faults.count == 1 && answer.faults[0].message.contains("any-m.whl"))
        }
    }

    @Test("A wheel that cannot be had without the network is an error")
    func missingNetwork() throws {
        var world = PackageWorld()
        world.addVariant("a", "1.0", label: "m", variant: nil)
        let client = client(try world.serve(on: server))
        let offline = self.client("\(server.origin)/simple", offline: true)
        #expect(throws: IndexError.self) { try offline.variants(of: release(client)).wait() }
    }
}
