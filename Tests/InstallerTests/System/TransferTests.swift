import Foundation
import TestSupport
import Testing

@testable import Installer

/// Transfers against a server that misbehaves in all the ways its routes know.
struct TransferTests {
    let server: LoopbackServer
    let transfer: Transfer

    init() throws {
        server = try LoopbackServer()
        transfer = Transfer(settings: TransferSettings(timeoutSeconds: 2))
    }

    private func get(
        _ path: String, range: ByteRange? = nil, limit: Int = 1 << 20, credential: Credential? = nil
    ) throws -> TransferResponse {
        let url = try URLReference(parsing: server.origin + path)
        return try transfer.start(
            TransferRequest(
                url: url, range: range, credential: credential, destination: .memory(limit: limit),
                allowsCompression: range == nil)
        ).wait()
    }

    private func kind(_ path: String, limit: Int = 1 << 20) -> TransferError.Kind? {
        do {
            _ = try get(path, limit: limit)
            return nil
        } catch {
            return (error as? TransferError)?.kind
        }
    }

    @Test("Bodies and statuses arrive, failures that pass are tried again")
    func answers() throws {
        server["/a"] = .body(Array("hello".utf8))
        server["/unsized"] = Route.body(Array("hello".utf8)).with { $0.isUnsized = true }
        server["/flaky"] = Route.body(Array("hello".utf8)).with { $0.failures = [503, 502] }
        server["/cut"] = Route.body(Array("hello".utf8)).with { $0.cuts = [2] }
        for path in ["/a", "/unsized", "/flaky", "/cut"] {
            #expect(try get(path).body == Array("hello".utf8), "\(path)")
        }
        #expect(server.requests(of: "/flaky").count == 3)
        #expect(server.requests(of: "/cut").count == 2)
        #expect(try get("/none").status == 404)
    }

    @Test("429 for ever ends soon, with few requests")
    func tooMany() throws {
        server["/429"] = Route.status(429).with { $0.headers = [("Retry-After", "1")] }
        let start = Date()
        #expect(try get("/429").status == 429)
        #expect(server.requests(of: "/429").count == 4)
        #expect(Date().timeIntervalSince(start) < 20)
        server["/later"] = Route.status(503).with { $0.headers = [("Retry-After", "3600")] }
        #expect(try get("/later").status == 503)
        #expect(server.requests(of: "/later").count == 1)
    }

    @Test("Redirects")
    func redirects() throws {
        let other = try LoopbackServer()
        other["/x"] = .body(Array("other".utf8))
        server["/to-other"] = .redirect("\(other.origin)/x")
        server["/relative"] = .redirect("b/../target")
        server["/target"] = .body(Array("here".utf8))
        server["/loop"] = .redirect("/loop")
        server["/empty"] = .redirect("")
        server["/file"] = .redirect("file:///etc/passwd")
        let credential = Credential(username: "u", password: "p")
        #expect(try get("/to-other", credential: credential).body == Array("other".utf8))
        #expect(server.requests(of: "/to-other")[0].headers["authorization"] == "Basic dTpw")
        #expect(other.requests(of: "/x")[0].headers["authorization"] == nil)
        #expect(try get("/relative", credential: credential).body == Array("here".utf8))
        #expect(server.requests(of: "/target")[0].headers["authorization"] != nil)
        for path in ["/loop", "/empty", "/file"] { #expect(kind(path) == .badRedirect, "\(path)") }
        #expect(server.requests(of: "/loop").count == 11)
    }

    @Test("Answers that are none, or too much")
    func hostile() throws {
        server["/garbage"] = Route().with {
            $0.raw = (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 131 &+ 7) }
        }
        let flood =
            "HTTP/1.1 200 OK\r\n" + String(repeating: "X-Flood: 0123456789\r\n", count: 20_000) + "\r\n{}"
        server["/flood"] = Route().with { $0.raw = Array(flood.utf8) }
        let chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n"
        server["/chunks"] = Route().with { $0.raw = Array(chunks.utf8) }
        server["/endless"] = Route.body([]).with { $0.isEndless = true }
        server["/large"] = .body([UInt8](repeating: 0, count: 3 << 20))
        #expect(kind("/garbage") == .badAnswer)
        #expect(kind("/flood") == .badAnswer)
        #expect(kind("/chunks") != nil)
        #expect(kind("/endless") == .tooLarge)
        #expect(kind("/large") == .tooLarge)
        #expect(try get("/large", limit: 4 << 20).body.count == 3 << 20)
    }

    @Test("Silence and trickles time out, and are not tried again")
    func silence() throws {
        server["/stall"] = Route().with { $0.stalls = true }
        server["/drip"] = Route.body([UInt8](repeating: 0, count: 1000)).with { $0.drip = (1, 0.2) }
        #expect(kind("/stall") == .timedOut)
        #expect(kind("/drip") == .timedOut)
        #expect(server.requests(of: "/stall").count == 1)
    }

    @Test("Nobody listens")
    func refused() throws {
        let gone = try LoopbackServer()
        gone.stop()
        let url = try URLReference(parsing: "http://u:secret@127.0.0.1:\(gone.port)/x")
        let error = #expect(throws: TransferError.self) {
            try transfer.start(TransferRequest(url: url, destination: .memory(limit: 10))).wait()
        }
        #expect(error?.kind == .unreachable)
        #expect(error?.diagnostic.message.contains("secret") == false)
    }

    @Test("Ranges")
    func ranges() throws {
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
        server["/r"] = .body(bytes)
        let part = try get("/r", range: .from(10, last: 19))
        #expect(part.status == 206)
        #expect(part.body == Array(bytes[10..<20]))
        #expect(part.headers.contentRange?.size == 100_000)
        #expect(try get("/r", range: .suffix(5)).body == Array(bytes.suffix(5)))
        server["/whole"] = Route.body(bytes).with { $0.ranges = .ignored }
        #expect(try get("/whole", range: .from(10, last: 19)).status == 200)
        let error = #expect(throws: TransferError.self) {
            try get("/whole", range: .from(10, last: 19), limit: 1000)
        }
        #expect(error?.kind == .rangeIgnored)
    }

    @Test("A broken download is continued, if the server can tell that the file is the same")
    func resuming() throws {
        let directory = try Directory.temporary(in: "/tmp")
        defer { _ = try? Directory.removeTree(directory) }
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
        func download(_ path: String, offset: UInt64 = 0, validator: String? = nil, limit: UInt64 = 1 << 20)
            throws
            -> TransferResponse
        {
            let file = FileDestination(
                path: directory / path, limit: limit, offset: offset, validator: validator)
            return try transfer.start(
                TransferRequest(
                    url: URLReference(parsing: "\(server.origin)/\(path)"), destination: .file(file))
            ).wait()
        }
        server["/tagged"] = Route.body(bytes).with {
            $0.etag = "\"v1\""
            $0.cuts = [100_000, 150_000]
        }
        #expect(try download("tagged").fileSize == 300_000)
        #expect(try File.read(directory / "tagged") == bytes)
        let asked = server.requests(of: "/tagged").map { $0.headers["range"] ?? "" }
        #expect(asked == ["", "bytes=100000-", "bytes=250000-"])

        server["/untagged"] = Route.body(bytes).with { $0.cuts = [100_000] }
        _ = try download("untagged")
        #expect(try File.read(directory / "untagged") == bytes)
        #expect(server.requests(of: "/untagged").allSatisfy { $0.headers["range"] == nil })

        // Another file by now, a server that shifts, one that knows no ranges.
        server["/changed"] = Route.body(bytes).with { $0.etag = "\"v2\"" }
        server["/shifted"] = Route.body(bytes).with {
            $0.etag = "\"v1\""
            $0.ranges = .misnumbered(7)
        }
        server["/refused"] = Route.body(bytes).with {
            $0.etag = "\"v1\""
            $0.ranges = .refused
        }
        for path in ["changed", "shifted", "refused"] {
            try File.writeAtomically([UInt8](repeating: 1, count: 1000), to: directory / path)
            _ = try download(path, offset: 1000, validator: "\"v1\"")
            #expect(try File.read(directory / path) == bytes, "\(path)")
        }
        let error = #expect(throws: TransferError.self) { try download("tagged", limit: 1000) }
        #expect(error?.kind == .tooLarge)
    }

    @Test("Many at a time")
    func many() throws {
        for index in 0..<60 { server["/m\(index)"] = .body(Array("\(index)".utf8)) }
        let futures = try (0..<60).map { index in
            transfer.start(
                TransferRequest(
                    url: try URLReference(parsing: "\(server.origin)/m\(index)"),
                    destination: .memory(limit: 100)))
        }
        for (index, future) in futures.enumerated() {
            #expect(try future.wait().body == Array("\(index)".utf8))
        }
    }
}

struct RetryPolicyTests {
    @Test("Pauses grow, honour the server, and end")
    func delays() {
        let policy = RetryPolicy(retries: 3)
        let second: Int64 = 1_000_000_000
        #expect(policy.delay(failures: 1, elapsed: 0, retryAfter: nil, jitter: 0.5) == second / 4)
        #expect(policy.delay(failures: 3, elapsed: 0, retryAfter: nil, jitter: 0.5) == second)
        #expect(policy.delay(failures: 4, elapsed: 0, retryAfter: nil, jitter: 0.5) == nil)
        #expect(policy.delay(failures: 1, elapsed: 0, retryAfter: 5 * second, jitter: 0) == 5 * second)
        #expect(policy.delay(failures: 1, elapsed: 0, retryAfter: 60 * second, jitter: 0) == nil)
        #expect(policy.delay(failures: 2, elapsed: 19 * second, retryAfter: 2 * second, jitter: 0) == nil)
    }

    @Test("Dates of HTTP")
    func dates() {
        #expect(HTTPDate.seconds("Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
        #expect(HTTPDate.seconds("Thu, 01 Jan 1970 00:00:00 GMT") == 0)
        #expect(HTTPDate.seconds("Thu, 29 Feb 2024 12:00:00 GMT") == 1_709_208_000)
        #expect(HTTPDate.seconds("yesterday") == nil)
    }
}
