import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Installer

/// The index client against loopback servers, with a cache of its own.
final class IndexClientTests {
    let server: LoopbackServer
    let cache: CacheLayout
    let pool = WorkerPool(threads: 4)

    init() throws {
        server = try LoopbackServer()
        cache = CacheLayout(root: try Directory.temporary(in: "/tmp", prefix: "swuv-index-"))
        try cache.prepare()
    }

    deinit { _ = try? Directory.removeTree(cache.root) }

    private func client(
        _ urls: String..., change: (inout IndexSettings) -> Void = { _ in },
        network: NetworkSettings = NetworkSettings(timeoutSeconds: 3),
        credentials: Credentials = Credentials(),
        reporter: any Reporter = SilentReporter()
    ) throws -> IndexClient {
        var credentials = credentials
        var settings = IndexSettings(indexes: try urls.map { try credentials.location(parsing: $0) })
        change(&settings)
        return IndexClient(
            settings: settings, network: network, cache: cache, pool: pool, reporter: reporter,
            credentials: credentials)
    }

    private func versions(_ client: IndexClient, _ name: String) throws -> [String] {
        let page = try client.page(for: PackageName(name)!).wait()
        return (0..<page.versionCount).map { page.version($0).description }
    }

    private func file(_ client: IndexClient, _ name: String) throws -> IndexFile {
        let page = try client.page(for: PackageName(name)!).wait()
        return try #require(page.files(page.versionCount - 1).first)
    }

    private func failure(_ work: () throws -> Void) -> Diagnostic? {
        do { try work() } catch { return Diagnostic(describing: error) }
        return nil
    }

    // MARK: Pages and their cache

    @Test("JSON and HTML indexes, with and without metadata files, give the same", arguments: [true, false])
    func forms(offersMetadata: Bool) throws {
        for form in [PackageWorld.Form.json, .html] {
            var world = PackageWorld()
            world.form = form
            world.offersMetadata = offersMetadata
            let padding = (path: "x/data", content: [UInt8](repeating: 7, count: 200_000))
            world.add(
                "A.b", "1.0", requires: ["c>=2"], extras: ["x"], requiresPython: ">=3.8", files: [padding])
            world.add("A.b", "2.0rc1")
            let client = try client(world.serve(on: server, prefix: "/\(form)-\(offersMetadata)"))
            #expect(try versions(client, "a_B") == ["1.0", "2.0rc1"])
            let page = try client.page(for: PackageName("a-b")!).wait()
            let file = page.files(0)[0]
            #expect(file.requiresPython?.description == ">=3.8")
            let metadata = try client.metadata(for: file).wait()
            #expect(metadata.requirements.map(\.description) == ["c>=2"])
            #expect(metadata.providesExtras.map(\.text) == ["x"])
            let archive = try client.archive(for: file).wait()
            #expect(try Digest.ofFile(archive) == file.hashes[0])
        }
    }

    @Test("A fresh page is not asked for again, a stale one is checked, --refresh asks, --offline does not")
    func caching() throws {
        var world = PackageWorld()
        world.cacheControl = "max-age=600"
        world.etags = true
        world.add("fresh", "1.0")
        let url = try world.serve(on: server)
        let path = "/simple/fresh/"
        #expect(try versions(client(url), "fresh") == ["1.0"])
        #expect(try versions(client(url), "fresh") == ["1.0"])
        #expect(server.requests(of: path).count == 1)
        let refresh = NetworkSettings(refresh: .packages([PackageName("fresh")!]))
        #expect(try versions(client(url, network: refresh), "fresh") == ["1.0"])
        #expect(server.requests(of: path).count == 2)
        #expect(server.requests(of: path)[1].headers["if-none-match"] != nil)

        world.cacheControl = "no-cache"
        world.add("fresh", "2.0")
        try world.serve(on: server)
        #expect(try versions(client(url), "fresh") == ["1.0"])
        #expect(
            try versions(client(url, network: NetworkSettings(refresh: .all)), "fresh") == ["1.0", "2.0"])
        #expect(try versions(client(url), "fresh") == ["1.0", "2.0"])
        #expect(server.requests(of: path).count == 4)

        let offline = NetworkSettings(offline: true)
        server.forgetRequests()
        #expect(try versions(client(url, network: offline), "fresh") == ["1.0", "2.0"])
        let missing = try client(url, network: offline).page(for: PackageName("other")!).wait()
        #expect(missing.absence == .offline)
        let file = try file(client(url, network: offline), "fresh")
        #expect(failure { _ = try client(url, network: offline).archive(for: file).wait() }?.hints.count == 1)
        #expect(server.requests.isEmpty)
    }

    @Test("Damaged cache files are fetched anew")
    func damagedCache() throws {
        var world = PackageWorld()
        world.cacheControl = "max-age=600"
        world.add("a", "1.0", requires: ["b"])
        let url = try world.serve(on: server)
        let file = try file(client(url), "a")
        _ = try client(url).metadata(for: file).wait()
        let archive = try client(url).archive(for: file).wait()
        for bucket in [cache.pages, cache.metadata, cache.wheels] {
            for path in try Self.files(below: bucket) {
                var bytes = try File.read(path)
                bytes[bytes.count / 2] ^= 1
                try File.writeAtomically(bytes, to: path)
            }
        }
        server.forgetRequests()
        let fresh = try client(url)
        #expect(try versions(fresh, "a") == ["1.0"])
        #expect(try fresh.metadata(for: file).wait().requirements.count == 1)
        #expect(try Digest.ofFile(fresh.archive(for: file).wait()) == file.hashes[0])
        #expect(archive == (try fresh.archive(for: file).wait()))
        #expect(server.requests.count == 3)
    }

    private static func files(below path: Path) throws -> [Path] {
        try Directory.entries(path).flatMap {
            $0.kind == .directory ? try files(below: path / $0.name) : [path / $0.name]
        }
    }

    // MARK: Metadata by ranges

    @Test("Whatever a server does with ranges, the metadata is found")
    func ranges() throws {
        for (index, ranges) in [Route.Ranges.honest, .ignored, .refused, .misnumbered(7)].enumerated() {
            for isSized in [true, false] {
                var world = PackageWorld()
                world.offersMetadata = false
                world.offersSizes = isSized
                world.adjust = { _, route in
                    route.ranges = ranges
                    if !isSized && route.type != "application/vnd.pypi.simple.v1+json" {
                        route.isUnsized = true
                    }
                }
                // Metadata before and behind what the first request brings.
                let large = (path: "r/data", content: [UInt8](repeating: 1, count: 3 << 20))
                let many = (0..<900).map { (path: "r/file\($0)", content: Array("x".utf8)) }
                world.add("r", "1.0", requires: ["b"], files: [large])
                world.add("r", "2.0", requires: ["b"], files: [large] + many)
                let client = try client(world.serve(on: server, prefix: "/\(index)\(isSized)"))
                let page = try client.page(for: PackageName("r")!).wait()
                for version in 0..<2 {
                    let metadata = try client.metadata(for: page.files(version)[0]).wait()
                    #expect(metadata.requirements.map(\.description) == ["b"], "\(ranges) \(isSized)")
                }
                if case .honest = ranges {
                    let wheels = server.requests.filter { $0.path.contains("/\(index)\(isSized)/files/") }
                    #expect(wheels.allSatisfy { $0.headers["range"] != nil })
                }
            }
        }
    }

    @Test("Versions of a package are alike: a large end costs further requests once")
    func rangesOfVersions() throws {
        var world = PackageWorld()
        world.offersMetadata = false
        world.adjust = { _, route in route.ranges = .honest }
        let large = (path: "r/data", content: [UInt8](repeating: 1, count: 1 << 20))
        for minor in 1...4 {
            let many = (0..<900 + minor).map { (path: "r/file\($0)", content: Array("x".utf8)) }
            world.add("r", "1.\(minor)", requires: ["b"], files: [large] + many)
        }
        let client = try client(world.serve(on: server))
        let page = try client.page(for: PackageName("r")!).wait()
        var counts: [Int] = []
        for version in 0..<4 {
            server.forgetRequests()
            let metadata = try client.metadata(for: page.files(version)[0]).wait()
            #expect(metadata.requirements.map(\.description) == ["b"])
            counts.append(server.requests.count)
        }
        #expect(counts == [3, 1, 1, 1])
    }

    @Test("Metadata that is wrong is an error that names the file")
    func badMetadata() throws {
        var world = PackageWorld()
        world.add("a", "1.0")
        world.add("b", "1.0")
        world.add("c", "1.0")
        world.releases[0].wheel.metadata = "Metadata-Version: 2.1\nName: other\nVersion: 1.0\n"
        world.releases[1].wheel.metadata =
            "Metadata-Version: 2.1\nName: b\nVersion: 1.0\nRequires-Dist: x; (python_version > '3'\n"
        world.adjust = { path, route in
            if path.hasSuffix("c-1.0-py3-none-any.whl.metadata") { route.body += Array("more".utf8) }
        }
        let client = try client(world.serve(on: server))
        for name in ["a", "b", "c"] {
            let file = try file(client, name)
            let diagnostic = failure { _ = try client.metadata(for: file).wait() }
            #expect(diagnostic?.message.contains("\(name)-1.0-py3-none-any.whl") == true, "\(name)")
            #expect(diagnostic?.causes.isEmpty == false, "\(name)")
        }
    }

    // MARK: Archives

    @Test("Wrong size, wrong hash: no file")
    func mismatch() throws {
        for (name, change) in [
            ("hash", { @Sendable (bytes: inout [UInt8]) in bytes[40] ^= 1 }),
            ("long", { @Sendable (bytes: inout [UInt8]) in bytes.append(0) }),
            ("short", { @Sendable (bytes: inout [UInt8]) in bytes.removeLast() }),
        ] {
            var world = PackageWorld()
            world.adjust = { path, route in if path.hasSuffix(".whl") { change(&route.body) } }
            world.add(name, "1.0")
            let client = try client(world.serve(on: server, prefix: "/\(name)"))
            let file = try file(client, name)
            let diagnostic = failure { _ = try client.archive(for: file).wait() }
            let text = "\(diagnostic?.message ?? "")"
            #expect(text.contains("\(name)-1.0-py3-none-any.whl"), "\(text)")
        }
        #expect(try Directory.entries(cache.wheels).isEmpty)
    }

    @Test("A download that broke off is continued by the next command")
    func resuming() throws {
        var world = PackageWorld()
        world.adjust = { path, route in
            guard path.hasSuffix(".whl") else { return }
            route.etag = "\"1\""
            route.cuts = [100_000, 0, 0, 0]
        }
        world.add("big", "1.0", files: [(path: "big/data", content: [UInt8](repeating: 9, count: 400_000))])
        let url = try world.serve(on: server)
        let once = NetworkSettings(timeoutSeconds: 3, retries: 0)
        let file = try file(client(url), "big")
        for _ in 0..<4 {
            #expect(failure { _ = try client(url, network: once).archive(for: file).wait() } != nil)
        }
        #expect(try Digest.ofFile(client(url, network: once).archive(for: file).wait()) == file.hashes[0])
        let asked = server.requests(of: "/files/big-1.0-py3-none-any.whl")
        #expect(asked.last?.headers["range"] == "bytes=100000-")
        #expect(asked.last?.headers["if-range"] == "\"1\"")
        #expect(try Directory.entries(cache.downloads).isEmpty)

        // What lies in a part may be anything; the hash tells.
        try File.remove(try client(url).archive(for: file).wait())
        let key = "sha256-\(file.hashes[0].hex)"
        try File.writeAtomically([UInt8](repeating: 0, count: 50_000), to: cache.downloads / "\(key).part")
        let note = "{\"url\":\"\(file.url)\",\"validator\":\"\\\"1\\\"\"}"
        try File.writeAtomically(Array(note.utf8), to: cache.downloads / "\(key).json")
        #expect(try Digest.ofFile(client(url).archive(for: file).wait()) == file.hashes[0])
        #expect(try Directory.entries(cache.downloads).isEmpty)
    }

    // MARK: Several indexes

    @Test("First index, first match, best match, explicit indexes and pins")
    func strategies() throws {
        var mine = PackageWorld()
        mine.add("p", "1.0")
        mine.add("p", "1.5")
        var theirs = PackageWorld()
        theirs.add("p", "2.0")
        theirs.add("p", "1.5")
        theirs.add("q", "1.0")
        let (a, b) = try (
            mine.serve(on: server, prefix: "/mine"), theirs.serve(on: server, prefix: "/theirs")
        )
        #expect(try versions(client(a, b), "p") == ["1.0", "1.5"])
        #expect(try versions(client(a, b), "q") == ["1.0"])
        let best = try client(a, b, change: { $0.strategy = .unsafeBestMatch })
        #expect(try versions(best, "p") == ["1.0", "1.5", "2.0"])
        #expect(try best.page(for: PackageName("p")!).wait().files(1).count == 2)
        let match = try client(a, b, change: { $0.strategy = .unsafeFirstMatch })
        let page = try match.page(for: PackageName("p")!).wait()
        #expect((0..<3).map { page.tier($0) } == [0, 0, 1])
        #expect(page.files(1).map(\.indexURL) == [a])
        let explicit = try client(
            b,
            change: {
                $0.indexes.append(IndexLocation(name: "mine", url: a, isExplicit: true))
                $0.pins = [PackageName("p")!: "mine"]
            })
        #expect(try versions(explicit, "p") == ["1.0", "1.5"])
        #expect(try versions(explicit, "q") == ["1.0"])
        let wrong = try client(b, change: { $0.pins = [PackageName("p")!: "nowhere"] })
        #expect(failure { _ = try versions(wrong, "p") }?.message.contains("nowhere") == true)
        // One index by its URL, whether the settings name it or not; the ordinary page stays what it was.
        for client in [try client(a, b), try client(a)] {
            func only(_ name: String) throws -> PackagePage {
                try client.page(for: PackageName(name)!, from: b).wait()
            }
            let page = try only("p")
            #expect((0..<page.versionCount).map { page.version($0).description } == ["1.5", "2.0"])
            #expect(page.notAsked.isEmpty && page.files(0).map(\.indexURL) == [b])
            #expect(try only("none").absence == .unknown(indexes: [b]))
            #expect(try versions(client, "p") == ["1.0", "1.5"])
        }
        let none = try client(a, change: { $0.noIndex = true }).page(for: PackageName("p")!, from: b).wait()
        #expect(none.absence == .noIndex(findLinks: []))
        let absent = try client(a, b).page(for: PackageName("none")!).wait()
        #expect(absent.absence == .unknown(indexes: [a, b]))
    }

    @Test("An index that fails ends the search", arguments: [500, 403, 401])
    func failingIndex(status: Int) throws {
        var open = PackageWorld()
        open.add("p", "9.0")
        let url = try open.serve(on: server, prefix: "/public")
        server["/private/p/"] = .status(status)
        let client = try client("\(server.origin)/private", url)
        let diagnostic = failure { _ = try versions(client, "p") }
        #expect(diagnostic?.message.contains("/private/p/") == true)
        #expect(server.requests(of: "/public/simple/p/").isEmpty)
        if status != 500 { #expect(diagnostic?.hints.isEmpty == false) }
    }

    // MARK: Credentials

    @Test("Credentials reach their server and nobody else")
    func credentials() throws {
        let other = try LoopbackServer()
        var world = PackageWorld()
        world.adjust = { _, route in route.auth = "me:s3cret" }
        world.add("p", "1.0")
        _ = try world.serve(on: server)
        server["/simple/q/"] = .redirect("\(other.origin)/simple/q/")
        let trace = TraceLog()
        let client = try client("http://me:s3cret@127.0.0.1:\(server.port)/simple", reporter: trace)
        let file = try file(client, "p")
        _ = try client.metadata(for: file).wait()
        _ = try client.archive(for: file).wait()
        _ = try client.page(for: PackageName("q")!).wait()
        #expect(other.requests.count == 1)
        #expect(other.requests.allSatisfy { $0.headers["authorization"] == nil })
        #expect(!trace.lines.isEmpty && !trace.lines.joined().contains("s3cret"))
        #expect(!file.url.contains("s3cret") && !file.indexURL.contains("s3cret"))

        let denied = try self.client("http://me:wr0ng@127.0.0.1:\(server.port)/simple")
        let diagnostic = try #require(failure { _ = try versions(denied, "p") })
        #expect(!"\(diagnostic)".contains("wr0ng"))
        #expect(diagnostic.hints.first?.contains("refuses") == true)
    }

    @Test("Credentials from variables and netrc")
    func credentialSources() throws {
        let netrc = cache.root / "netrc"
        try File.writeAtomically(Array("machine h.example login nu password np\n".utf8), to: netrc)
        var credentials = try Credentials(environment: [
            "NETRC": netrc.text, "UV_INDEX_MY_INDEX_USERNAME": "eu", "UV_INDEX_MY_INDEX_PASSWORD": "ep",
        ])
        let index = try credentials.location(parsing: "my-index=https://i.example/simple")
        #expect(index.name == "my-index")
        let url = try credentials.location(parsing: "https://u%40x:p%3A@deep.example/a/simple/").url
        #expect(url == "https://deep.example/a/simple/")
        func found(_ url: String) throws -> Credential? {
            try credentials.credential(for: URLReference(parsing: url))
        }
        #expect(try found("https://i.example/simple/x/") == Credential(username: "eu", password: "ep"))
        #expect(try found("https://h.example:8443/x") == Credential(username: "nu", password: "np"))
        #expect(try found("https://deep.example/files/x") == Credential(username: "u@x", password: "p:"))
        #expect(try found("http://deep.example/a/simple/") == nil)
        #expect(try found("https://deep.example:444/a/simple/") == nil)
        #expect("\(try found("https://i.example/simple/")!)" == "****")
    }

    // MARK: Find-links

    @Test("Directories and pages of links")
    func findLinks() throws {
        let directory = cache.root / "links"
        try Directory.create(directory)
        let wheel = WheelBuilder("f", "1.0")
        try File.writeAtomically(try wheel.build(), to: directory / wheel.filename)
        try Directory.create(directory / "f-2.0-py3-none-any.whl")
        #expect(mkfifo((directory / "f-3.0-py3-none-any.whl").text, 0o644) == 0)
        try File.writeAtomically([], to: directory / "notes.txt")
        let local = try client(change: {
            $0.noIndex = true
            $0.findLinks = [directory.text]
        })
        #expect(try versions(local, "f") == ["1.0"])
        let file = try file(local, "f")
        #expect(try local.metadata(for: file).wait().name.text == "f")
        #expect(try local.archive(for: file).wait() == directory / wheel.filename)
        #expect(
            try local.page(for: PackageName("g")!).wait().absence == .noIndex(findLinks: [directory.text]))

        var world = PackageWorld()
        world.add("f", "1.5")
        let index = try world.serve(on: server)
        server["/links"] = .html("<a href=\"files/f-1.5-py3-none-any.whl\">f</a> <a href=\"other\">o</a>")
        let both = try client(index, change: { $0.findLinks = ["\(server.origin)/links", directory.text] })
        #expect(try versions(both, "f") == ["1.0", "1.5"])
        let missing = try client(index, change: { $0.findLinks = ["/nonexistent"] })
        #expect(failure { _ = try versions(missing, "f") }?.message.contains("/nonexistent") == true)
    }
}

/// Keeps the lines of `-v`.
private final class TraceLog: Reporter {
    private let kept = Mutex<[String]>([])
    var lines: [String] { kept.withLock { $0 } }
    func trace(_ level: Int, _ message: () -> String) {
        let line = message()
        kept.withLock { $0.append(line) }
    }
}
