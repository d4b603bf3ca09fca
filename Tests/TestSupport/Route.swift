import Foundation

/// What a `LoopbackServer` does with a path.
package struct Route: Sendable {
    package var status = 200
    package var headers: [(String, String)] = []
    package var body: [UInt8] = []
    package var type = "application/octet-stream"
    /// Answers a matching `If-None-Match` with 304; validates `If-Range`.
    package var etag: String?
    package var ranges = Ranges.honest
    /// `user:password` of Basic authentication; others get 401.
    package var auth: String?
    /// Earlier answers: the first requests get these statuses, then comes the real one.
    package var failures: [Int] = []
    /// The first requests break off after so many bytes of the body.
    package var cuts: [Int] = []
    /// Seconds before the answer.
    package var delay: TimeInterval = 0
    /// Never answers.
    package var stalls = false
    package var drip: (bytes: Int, pause: TimeInterval)?
    /// Sent instead of everything.
    package var raw: [UInt8]?
    /// Spaces without end follow the head.
    package var isEndless = false
    /// No Content-Length; the end of the connection is the end.
    package var isUnsized = false

    package enum Ranges: Sendable {
        case honest
        /// The whole file comes, status 200.
        case ignored
        /// 416 to every range.
        case refused
        /// The header is off by so much.
        case misnumbered(Int)
    }

    package init() {}

    package static func body(_ bytes: [UInt8], type: String = "application/octet-stream") -> Route {
        var route = Route()
        route.body = bytes
        route.type = type
        return route
    }

    package static func json(_ text: String) -> Route {
        body(Array(text.utf8), type: "application/vnd.pypi.simple.v1+json")
    }

    package static func html(_ text: String) -> Route { body(Array(text.utf8), type: "text/html") }

    package static func status(_ status: Int) -> Route {
        var route = body(Array("no".utf8), type: "text/plain")
        route.status = status
        return route
    }

    package static func redirect(_ target: String, status: Int = 302) -> Route {
        var route = Route.status(status)
        route.headers = [("Location", target)]
        return route
    }

    /// The same with changes.
    package func with(_ change: (inout Route) -> Void) -> Route {
        var copy = self
        change(&copy)
        return copy
    }

    // MARK: -

    struct Answer {
        var head: [UInt8]
        var body: [UInt8]
        var delay: TimeInterval = 0
        var stalls = false
        var drip: (bytes: Int, pause: TimeInterval)?
        var cutAfter: Int?
        var isEndless = false
        var closes = false
    }

    /// - Parameter hit: how many requests the path has had, this one included.
    func answer(to request: LoopbackServer.Request, hit: Int) -> Answer {
        if let raw { return Answer(head: raw, body: [], closes: true) }
        if hit <= failures.count { return plain(failures[hit - 1], headers) }
        if let auth, request.headers["authorization"] != "Basic " + Data(auth.utf8).base64EncodedString() {
            return plain(401, [("WWW-Authenticate", "Basic realm=\"test\"")])
        }
        var fields = headers
        if let etag { fields.append(("ETag", etag)) }
        if let etag, request.headers["if-none-match"] == etag { return plain(304, fields) }
        var status = status
        var body = body
        if status == 200, let range = request.headers["range"], mayRange(request) {
            switch ranges {
            case .ignored: break
            case .refused: return plain(416, fields)
            case .honest, .misnumbered:
                guard let (first, last) = Self.range(range, body.count) else { return plain(416, fields) }
                var shift = 0
                if case .misnumbered(let by) = ranges { shift = by }
                fields.append(("Content-Range", "bytes \(first + shift)-\(last + shift)/\(body.count)"))
                body = Array(body[first...last])
                status = 206
            }
        }
        let closes = isUnsized || isEndless
        var answer = Answer(head: Self.head(status, fields, type, closes ? nil : body.count), body: body)
        answer.delay = delay
        answer.stalls = stalls
        answer.drip = drip
        answer.isEndless = isEndless
        answer.closes = closes
        if hit - failures.count <= cuts.count { answer.cutAfter = cuts[hit - failures.count - 1] }
        return answer
    }

    private func mayRange(_ request: LoopbackServer.Request) -> Bool {
        request.headers["if-range"].map { $0 == etag } ?? true
    }

    private func plain(_ status: Int, _ fields: [(String, String)]) -> Answer {
        let body = status == 304 ? [] : Array("status \(status)".utf8)
        var answer = Answer(head: Self.head(status, fields, "text/plain", body.count), body: body)
        answer.delay = delay
        return answer
    }

    private static func head(_ status: Int, _ fields: [(String, String)], _ type: String, _ length: Int?)
        -> [UInt8]
    {
        var text = "HTTP/1.1 \(status) Status\r\nContent-Type: \(type)\r\n"
        if let length { text += "Content-Length: \(length)\r\n" } else { text += "Connection: close\r\n" }
        for (name, value) in fields { text += "\(name): \(value)\r\n" }
        return Array((text + "\r\n").utf8)
    }

    private static func range(_ text: String, _ count: Int) -> (Int, Int)? {
        let sides = text.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
        guard sides.count == 2 else { return nil }
        if sides[0].isEmpty {
            return Int(sides[1]).flatMap { $0 > 0 ? (max(count - $0, 0), count - 1) : nil }
        }
        guard let first = Int(sides[0]), first < count else { return nil }
        return (first, min(Int(sides[1]) ?? count - 1, count - 1))
    }
}
