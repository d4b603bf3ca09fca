import Foundation
import Synchronization

/// An HTTP/1.1 server on a free port of 127.0.0.1, for tests. It does what its routes say, good or bad,
/// and keeps a log of what it was asked.
package final class LoopbackServer: Sendable {
    package struct Request: Sendable {
        package let method: String
        /// With the query.
        package let path: String
        /// Names in lower case.
        package let headers: [String: String]
    }

    private struct State {
        var routes: [String: Route] = [:]
        var hits: [String: Int] = [:]
        var log: [Request] = []
        var connections: Set<Int32> = []
        var isStopped = false
    }

    package let port: UInt16
    private let listener: Int32
    private let state = Mutex(State())

    package init() throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = listener
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(socket, pointer, length) == 0 && listen(socket, 64) == 0
                    && getsockname(socket, pointer, &length) == 0
            }
        }
        guard bound else { throw CocoaError(.fileReadUnknown) }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in accept() }
    }

    package var origin: String { "http://127.0.0.1:\(port)" }

    package subscript(path: String) -> Route? {
        get { state.withLock { $0.routes[path] } }
        set { state.withLock { $0.routes[path] = newValue } }
    }

    package var requests: [Request] { state.withLock { $0.log } }

    /// Requests of a path, without its query.
    package func requests(of path: String) -> [Request] {
        requests.filter { $0.path.split(separator: "?").first.map(String.init) == path }
    }

    package func forgetRequests() { state.withLock { $0.log = [] } }

    /// Refuses connections from now on and cuts those there are.
    package func stop() {
        let open = state.withLock { state in
            state.isStopped = true
            return state.connections
        }
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        for connection in open { shutdown(connection, Int32(SHUT_RDWR)) }
    }

    // MARK: Serving

    private func accept() {
        while true {
            let connection = Foundation.accept(listener, nil, nil)
            if connection < 0 { return }
            if state.withLock({ $0.isStopped }) {
                close(connection)
                return
            }
            var yes: Int32 = 1
            setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
            state.withLock { _ = $0.connections.insert(connection) }
            Thread.detachNewThread { [self] in
                serve(Connection(socket: connection))
                state.withLock { _ = $0.connections.remove(connection) }
                close(connection)
            }
        }
    }

    private func serve(_ connection: Connection) {
        while let request = connection.readRequest() {
            let path = String(request.path.split(separator: "?")[0])
            let (route, hit) = state.withLock { state in
                state.log.append(request)
                state.hits[path, default: 0] += 1
                return (state.routes[path], state.hits[path]!)
            }
            let answer = (route ?? .status(404)).answer(to: request, hit: hit)
            guard connection.send(answer, headOnly: request.method == "HEAD") else { return }
        }
    }
}

/// One accepted connection.
private final class Connection {
    private let socket: Int32
    private var buffer: [UInt8] = []

    init(socket: Int32) { self.socket = socket }

    func readRequest() -> LoopbackServer.Request? {
        while true {
            if let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
                buffer.removeSubrange(..<end.upperBound)
                let lines = head.components(separatedBy: "\r\n")
                let words = lines[0].split(separator: " ")
                guard words.count == 3 else { return nil }
                var headers: [String: String] = [:]
                for line in lines.dropFirst() {
                    guard let colon = line.firstIndex(of: ":") else { continue }
                    headers[line[..<colon].lowercased()] =
                        line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
                }
                return .init(method: String(words[0]), path: String(words[1]), headers: headers)
            }
            var chunk = [UInt8](repeating: 0, count: 16_384)
            let count = recv(socket, &chunk, chunk.count, 0)
            if count <= 0 { return nil }
            buffer += chunk[..<count]
        }
    }

    /// False when the connection is not to be used again.
    func send(_ answer: Route.Answer, headOnly: Bool) -> Bool {
        if answer.delay > 0 { Thread.sleep(forTimeInterval: answer.delay) }
        if answer.stalls { return waitForClose() }
        var bytes = answer.head
        if !headOnly { bytes += answer.body }
        if let drip = answer.drip {
            for start in stride(from: 0, to: bytes.count, by: drip.bytes) {
                guard write(Array(bytes[start..<min(start + drip.bytes, bytes.count)])) else { return false }
                Thread.sleep(forTimeInterval: drip.pause)
            }
            return true
        }
        if let cut = answer.cutAfter {
            _ = write(Array(bytes.prefix(answer.head.count + cut)))
            return false
        }
        guard write(bytes) else { return false }
        if answer.isEndless {
            let unit = [UInt8](repeating: 0x20, count: 1 << 20)
            while write(unit) {}
        }
        return !answer.closes
    }

    private func waitForClose() -> Bool {
        var byte: UInt8 = 0
        while recv(socket, &byte, 1, 0) > 0 {}
        return false
    }

    private func write(_ bytes: [UInt8]) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.send(socket, $0.baseAddress! + done, bytes.count - done, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            done += count
        }
        return true
    }
}
