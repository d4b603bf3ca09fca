import Foundation
import TestSupport
import Testing

@testable import Installer

/// Variants files over the network and their cache (V-073…V-080).
final class VariantsFetcherTests {
    let server: LoopbackServer
    let cache: CacheLayout
    let pool = WorkerPool(threads: 4)
    private static let text = VariantsText.of(["x": "mkl", "null": nil])
    private static let metadata = VariantsText.metadata(["x": "mkl", "null": nil])
    private static let path = "/files/a-1.0-variants.json"
    private static let wheelPath = "/files/a-1.0-py3-none-any-x.whl"

    init() throws {
        server = try LoopbackServer()
        cache = CacheLayout(root: try Directory.temporary(in: "/tmp", prefix: "swuv-variants-"))
        try cache.prepare()
    }

    deinit { _ = try? Directory.removeTree(cache.root) }

    private func client(
        _ url: String, network: NetworkSettings = NetworkSettings(timeoutSeconds: 3, retries: 0)
    ) throws -> IndexClient {
        var credentials = Credentials()
        let settings = IndexSettings(indexes: [try credentials.location(parsing: url)])
        return IndexClient(
            settings: settings, network: network, cache: cache, pool: pool, reporter: SilentReporter(),
            credentials: credentials)
    }

    private func release(_ client: IndexClient, _ name: String = "a") throws -> VariantRelease {
        let page = try client.page(for: PackageName(name)!).wait()
        return VariantRelease(
            name: page.name, version: page.version(0), file: page.variantsFiles(0).first,
            wheels: page.files(0).filter { $0.wheel?.isVariant == true })
    }

    private func world(_ change: (inout PackageWorld) -> Void = { _ in }) -> PackageWorld {
        var world = PackageWorld()
        world.addVariant("a", "1.0", label: "x", variant: VariantsText.of(["x": "mkl"]))
        world.addVariantsFile("a", "1.0", Self.text)
        change(&world)
        return world
    }

    private func failure(_ work: () throws -> VariantAnswer) -> Diagnostic? {
        do { _ = try work() } catch { return Diagnostic(describing: error) }
        return nil
    }

    private func answer(_ url: String, _ network: NetworkSettings? = nil) throws -> VariantAnswer {
        let client =
            try network.map { try self.client(url, network: $0) } ?? self.client(url)
        return try client.variants(of: release(client)).wait()
    }

    private var filesInCache: Int {
        get throws {
            try Directory.entries(cache.http).reduce(0) {
                try $0 + Directory.entries(cache.http / $1.name).count
            }
        }
    }

    @Test("From JSON and HTML pages, wherever the file lies; the wheels are not touched (V-071, V-078)")
    func forms() throws {
        for form in [PackageWorld.Form.json, .html] {
            for place in [nil, "api/metadata/1.0"] {
                let world = world {
                    $0.form = form
                    $0.variants[0].path = place ?? $0.variants[0].path
                }
                let prefix = "/\(form)-\(place == nil)"
                let url = try world.serve(on: server, prefix: prefix)
                let client = try client(url)
                let release = try release(client)
                #expect(try client.variants(of: release).wait() == VariantAnswer(metadata: Self.metadata))
                #expect(try client.variants(of: release).wait().metadata != nil)
                let asked = server.requests.filter { $0.path.hasPrefix("\(prefix)/files/") }
                #expect(asked.map(\.path) == ["\(prefix)/files/\(world.variants[0].path)"])
            }
        }
    }

    @Test("A hash pins the file: asked for once, again when the hash changes (V-074)")
    func pinned() throws {
        var world = world()
        var url = try world.serve(on: server)
        for network in [
            NetworkSettings(), NetworkSettings(), NetworkSettings(refresh: .all),
            NetworkSettings(offline: true),
        ] {
            #expect(try answer(url, network).metadata == Self.metadata)
        }
        #expect(server.requests(of: Self.path).count == 1)
        // What is kept is damaged.
        let directory = cache.http / "a"
        let kept = directory / Path(try #require(Directory.entries(directory).first).name)
        for damage in [0, 8, 20, 250] {
            var bytes = try File.read(kept)
            bytes[damage] ^= 1
            try File.writeAtomically(bytes, to: kept)
            #expect(try answer(url).metadata == Self.metadata)
        }
        #expect(server.requests(of: Self.path).count == 5)

        world.variants[0].text = VariantsText.of(["x": "openblas"])
        url = try world.serve(on: server)
        #expect(try answer(url).metadata == VariantsText.metadata(["x": "openblas"]))
        #expect(server.requests(of: Self.path).count == 6)
        #expect(try filesInCache == 2)
        let removed = try CachePrune(cache).clean([PackageName("a")!])
        #expect(removed.files > 0)
        #expect(try Directory.entries(cache.http).isEmpty)
    }

    @Test("Without a hash it is a mutable file: fresh, revalidated, stale when offline (V-074)")
    func mutable() throws {
        var world = world {
            $0.offersHashes = false
            $0.etags = true
            $0.cacheControl = "max-age=600"
        }
        var url = try world.serve(on: server)
        func asked() -> [LoopbackServer.Request] { server.requests(of: Self.path) }
        #expect(try answer(url).metadata == Self.metadata)
        #expect(try answer(url).metadata == Self.metadata)
        #expect(asked().count == 1)
        let refresh = NetworkSettings(refresh: .packages([PackageName("a")!]))
        #expect(try answer(url, refresh).metadata == Self.metadata)
        #expect(asked().count == 2 && asked()[1].headers["if-none-match"] != nil)
        #expect(asked()[1].headers["cache-control"] == "no-cache")

        world.variants[0].text = VariantsText.of(["x": "openblas"])
        world.cacheControl = "no-cache"
        url = try world.serve(on: server)
        let changed = VariantsText.metadata(["x": "openblas"])
        #expect(try answer(url).metadata == Self.metadata, "fresh for ten minutes")
        #expect(try answer(url, refresh).metadata == changed)
        #expect(try answer(url).metadata == changed)
        #expect(try answer(url).metadata == changed)
        #expect(asked().count == 5)
        #expect(asked()[4].headers["if-none-match"] != nil)
        server.forgetRequests()
        #expect(try answer(url, NetworkSettings(offline: true)).metadata == changed)
        #expect(server.requests.isEmpty)

        world.cacheControl = "no-store"
        world.adjust = { _, route in route.etag = nil }
        url = try world.serve(on: server, prefix: "/secret")
        for _ in 0..<2 { #expect(try answer(url).metadata == changed) }
        #expect(server.requests(of: "/secret" + Self.path).count == 2)
    }

    @Test("What another user may see is not what this one may (Vary: Authorization)")
    func users() throws {
        let world = world {
            $0.offersHashes = false
            $0.cacheControl = "max-age=600"
            $0.adjust = { path, route in
                if path == Self.path { route.headers.append(("Vary", "Authorization")) }
            }
        }
        _ = try world.serve(on: server)
        for user in ["one", "one", "two"] {
            _ = try answer("http://\(user):pw@127.0.0.1:\(server.port)/simple")
        }
        #expect(server.requests(of: Self.path).count == 2)
    }

    @Test("Offline without a copy")
    func offline() throws {
        let url = try world().serve(on: server)
        let release = try release(client(url))
        let offline = try client(url, network: NetworkSettings(offline: true))
        let diagnostic = failure { try offline.variants(of: release).wait() }
        #expect(diagnostic?.message.contains(Self.path) == true)
        #expect(diagnostic?.hints.first?.contains("--offline") == true)
    }

    @Test("A file that is not there is as if it were not listed (V-080)", arguments: [404, 410])
    func absent(status: Int) throws {
        let world = world { world in
            world.cacheControl = "max-age=600"
            world.releases[0].wheel.files = [("a/data", [UInt8](repeating: 7, count: 200_000))]
            world.adjust = { path, route in
                if path == Self.path { route.status = status }
            }
        }
        let url = try world.serve(on: server)
        let answer = try answer(url)
        #expect(answer == VariantAnswer(metadata: VariantsText.metadata(["x": "mkl"])))
        #expect(server.requests(of: Self.wheelPath).allSatisfy { $0.headers["range"] != nil })
        server.forgetRequests()
        #expect(try self.answer(url) == answer)
        #expect(server.requests(of: Self.wheelPath).isEmpty)
        #expect(server.requests(of: Self.path).count == (status == 403 ? 1 : 0))
        #expect(try self.answer(url, NetworkSettings(offline: true)) == answer)
    }

    @Test("A wrong hash ends it, and nothing of it is kept (V-073)")
    func mismatch() throws {
        let hash = String(repeating: "0", count: 64)
        for text in [Self.text, "{not even JSON"] {
            let url = try world {
                $0.variants[0].hash = hash
                $0.variants[0].text = text
            }.serve(on: server)
            let diagnostic = failure { try answer(url) }
            #expect(diagnostic?.message == "Hash mismatch for `\(server.origin)\(Self.path)`")
            #expect(try Directory.entries(cache.http).isEmpty)
        }
    }

    @Test("Failures of the network are errors that name the URL (V-080)")
    func failures() throws {
        let rows: [(String, @Sendable (inout Route) -> Void)] = [
            ("500", { $0.status = 500 }), ("401", { $0.auth = "a:b" }), ("418", { $0.status = 418 }),
            ("304 of nothing", { $0.status = 304 }),
            ("file", { $0 = .redirect("file:///etc/passwd") }), ("ftp", { $0 = .redirect("ftp://h/x") }),
            ("loop", { $0 = .redirect(Self.path) }),
            ("cut", { $0.cuts = [10] }), ("garbage", { $0.raw = Array("garbage\r\n\r\n".utf8) }),
        ]
        for (name, change) in rows {
            let world = world {
                $0.adjust = { path, route in if path.hasSuffix(Self.path) { change(&route) } }
            }
            let url = try world.serve(on: server, prefix: name == "loop" ? "" : "/\(name.prefix(3))")
            let diagnostic = failure { try answer(url) }
            #expect(diagnostic?.message.contains(Self.path) == true, "\(name): \(diagnostic as Any)")
            #expect(diagnostic?.message.contains("passwd") == false, "\(name)")
        }
        server["/elsewhere"] = .body(Array(Self.text.utf8))
        let moved = world {
            $0.adjust = { path, route in if path.hasSuffix(Self.path) { route = .redirect("/elsewhere") } }
        }
        #expect(try answer(moved.serve(on: server, prefix: "/moved")).metadata == Self.metadata)
        let later = world {
            $0.adjust = { path, route in if path.hasSuffix(Self.path) { route.failures = [503] } }
        }
        let url = try later.serve(on: server, prefix: "/later")
        #expect(try answer(url, NetworkSettings(timeoutSeconds: 3, retries: 2)).metadata == Self.metadata)
    }

    @Test("Bad, deep, huge and endless metadata: no answer, with the reason (V-060, V-273)")
    func unusable() throws {
        var rows = VariantsText.broken
        rows.append((Self.text + String(repeating: " ", count: VariantMetadata.sizeLimit), "larger than"))
        for (index, row) in rows.enumerated() {
            let url = try world { $0.variants[0].text = row.text }.serve(on: server, prefix: "/\(index)")
            let answer = try answer(url)
            #expect(answer.metadata == nil, "\(index)")
            let fault = try #require(answer.faults.first)
            #expect(answer.faults.count == 1 && fault.message.contains("/\(index)\(Self.path)"))
            #expect("\(fault)".contains(row.reason), "\(index): \(fault)")
            #expect(server.requests(of: "/\(index)\(Self.wheelPath)").isEmpty)
        }
        let endless = world {
            $0.offersHashes = false
            $0.adjust = { path, route in if path.hasSuffix(Self.path) { route.isEndless = true } }
        }
        let answer = try answer(endless.serve(on: server, prefix: "/endless"))
        #expect(answer.metadata == nil && answer.faults.count == 1)
        #expect(answer.faults.first?.causes.first?.contains("larger than") == true)
    }

    // MARK: Find-links

    @Test("Directories, pages and single files (V-077)")
    func findLinks() throws {
        let directory = cache.root / "links"
        try Directory.create(directory)
        var wheel = WheelBuilder("a", "1.0")
        wheel.label = "x"
        wheel.variant = VariantsText.of(["x": "mkl"])
        let file = directory / "a-1.0-variants.json"
        try File.writeAtomically(wheel.build(), to: directory / wheel.filename)
        try File.writeAtomically(Array(Self.text.utf8), to: file)
        try File.writeAtomically([], to: directory / "b-1.0-variants.json")
        server["/files/\(wheel.filename)"] = .body(try wheel.build())
        server[Self.path] = .body(Array(Self.text.utf8))
        let hash = try Digest.of(Array(Self.text.utf8)).hex
        server["/links"] = .html(
            "<a href=\"files/\(wheel.filename)\">w</a> <a href=\"\(Self.path)#sha256=\(hash)\">v</a>")
        server["/elsewhere"] = .html(
            "<a href=\"files/\(wheel.filename)\">w</a> <a href=\"/api/1\">a-1.0-variants.json</a>")
        server["/api/1"] = .body(Array(Self.text.utf8))
        func answers(_ locations: String...) throws -> [String: VariantAnswer] {
            let client = IndexClient(
                settings: IndexSettings(findLinks: locations, noIndex: true), network: NetworkSettings(),
                cache: cache, pool: pool, reporter: SilentReporter(), credentials: Credentials())
            let page = try client.page(for: PackageName("a")!).wait()
            #expect(try client.page(for: PackageName("b")!).wait().isMissing)
            guard page.versionCount == 1 else { return [:] }
            let files = Dictionary(uniqueKeysWithValues: page.variantsFiles(0).map { ($0.indexURL, $0) })
            let wheels = Dictionary(grouping: page.files(0)) { $0.indexURL }
            return try wheels.mapValues { wheels in
                try client.variants(
                    of: VariantRelease(
                        name: page.name, version: page.version(0), file: files[wheels[0].indexURL],
                        wheels: wheels)
                ).wait()
            }
        }
        let whole = VariantAnswer(metadata: Self.metadata)
        let alone = VariantAnswer(metadata: VariantsText.metadata(["x": "mkl"]))
        #expect(try answers(directory.text) == [directory.text: whole])
        let links = "\(server.origin)/links"
        #expect(try answers(links) == [links: whole])
        #expect(try answers("\(server.origin)/elsewhere") == ["\(server.origin)/elsewhere": whole])
        let single = (directory / wheel.filename).text
        #expect(try answers(single) == [single: whole])
        #expect(try answers(file.text, "\(server.origin)\(Self.path)") == [:])
        // Each with its own.
        #expect(
            try answers(directory.text, links, single) == [
                directory.text: whole, links: whole, single: whole,
            ])
        // Files of one directory that are named one by one are one source, those of another are another.
        let remote = "\(server.origin)/files/\(wheel.filename)"
        #expect(try answers(remote) == [remote: alone])
        #expect(try answers(remote, "\(server.origin)\(Self.path)") == [remote: whole])
        #expect(try answers(remote, file.text) == [remote: alone])
        let other = cache.root / "others"
        try Directory.create(other)
        var second = wheel
        (second.label, second.variant) = ("y", VariantsText.of(["y": "openblas"]))
        let copies = [wheel, second].map { (other / $0.filename).text }
        for (built, copy) in zip([wheel, second], copies) {
            try File.writeAtomically(built.build(), to: Path(copy))
        }
        let both = VariantAnswer(metadata: VariantsText.metadata(["x": "mkl", "y": "openblas"]))
        #expect(try answers(copies[0], copies[1]) == [copies[0]: both])
        #expect(try answers(copies[1], links, "file://" + copies[0]) == [copies[1]: both, links: whole])

        // Local files are read each time.
        let changed = VariantsText.of(["x": "openblas"])
        try File.writeAtomically(Array(changed.utf8), to: file)
        #expect(
            try answers(directory.text)[directory.text]?.metadata == VariantsText.metadata(["x": "openblas"]))
        try File.writeAtomically(
            [UInt8](repeating: 0x20, count: VariantMetadata.sizeLimit + 1), to: file)
        let large = try #require(try answers(directory.text)[directory.text])
        #expect(large.metadata == nil && large.faults.first?.message.contains(file.text) == true)
    }
}
