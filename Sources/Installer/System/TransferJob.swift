internal import Glibc

/// One request on its way through redirects and repeated attempts. Knows HTTP, not libcurl: the loop
/// tells it what arrived, and it says what to do next. Used on the transfer thread only.
final class TransferJob {
    let request: TransferRequest
    let promise: Future<TransferResponse>
    private let policy: RetryPolicy

    /// Where the next attempt goes.
    private(set) var url: URLReference
    private var credential: Credential?
    private var redirects = 0
    private var attempts = 0
    /// Failures since the last progress, and when that was.
    private var failures = 0
    private var progressAt: Int64

    // The attempt under way.
    private var status = 0
    private var headers = HTTPHeaders()
    private var headerBytes = 0
    private var headerLines = 0
    private var received = 0
    private var body: [UInt8] = []
    private var bodyUse = BodyUse.discard
    /// Why the body is not read on.
    private var stop: Stop?

    // The file, over all attempts.
    private var file: Descriptor?
    private var offset: UInt64 = 0
    private var validator: String?
    private var resumesFrom: UInt64 = 0
    private var mayResume = true

    private enum BodyUse { case discard, memory, file }
    private enum Stop {
        case failure(TransferError)
        /// The part does not continue what there is; everything is fetched anew.
        case restart
        /// The status says enough.
        case enough
    }

    /// What follows an attempt.
    enum Next {
        case again(after: Int64)
        case done(Result<TransferResponse, any Error>)
    }

    private static let redirectLimit = 10
    private static let attemptLimit = 24
    private static let headerLimit = (bytes: 256 << 10, lines: 1024)
    private static let discardLimit = 1 << 20

    init(_ request: TransferRequest, promise: Future<TransferResponse>, policy: RetryPolicy, now: Int64) {
        self.request = request
        self.promise = promise
        self.policy = policy
        url = request.url
        credential = request.credential
        progressAt = now
        if case .file(let destination) = request.destination {
            offset = destination.offset
            validator = destination.validator
        }
    }

    // MARK: Asking

    /// The header fields of the next attempt, which begins with this call.
    func begin() -> [(name: String, value: String)] {
        attempts += 1
        status = 0
        headers = HTTPHeaders()
        headerBytes = 0
        headerLines = 0
        received = 0
        body = []
        bodyUse = .discard
        stop = nil
        resumesFrom = 0
        var fields = request.headers
        if let range = request.range { fields.append(("Range", range.headerValue)) }
        if case .file(let destination) = request.destination, offset > 0, mayResume,
            validator != nil || destination.isVerified
        {
            resumesFrom = offset
            fields.append(("Range", ByteRange.from(offset, last: nil).headerValue))
            if let validator { fields.append(("If-Range", validator)) }
        }
        if let credential { fields.append(("Authorization", credential.authorization)) }
        return fields
    }

    // MARK: Hearing

    /// One line of the header, with its line end. False to stop.
    func receiveHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        headerBytes += line.count
        headerLines += 1
        if headerBytes > Self.headerLimit.bytes || headerLines > Self.headerLimit.lines {
            return fail(.badAnswer, "the header of the answer is too large")
        }
        var end = line.count
        while unsafe end > 0 && (line[end - 1] == 0x0A || line[end - 1] == 0x0D) { end -= 1 }
        if end == 0 { return status >= 200 ? endHeader() : true }
        let text = unsafe String(decoding: UnsafeRawBufferPointer(rebasing: line[..<end]), as: UTF8.self)
        if text.utf8.starts(with: "HTTP/".utf8) {
            let words = text.utf8.split(separator: 0x20, maxSplits: 2)
            status = words.count > 1 ? Int(String(decoding: words[1], as: UTF8.self)) ?? 0 : 0
            headers = HTTPHeaders()
            return status > 0 || fail(.badAnswer, "the answer has no status")
        }
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return true }
        let value = text.utf8[text.utf8.index(after: colon)...]
        headers.append(String(text[..<colon]), Self.trimmed(value))
        return true
    }

    private static func trimmed(_ bytes: Substring.UTF8View) -> String {
        var bytes = bytes
        while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
        while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Decides what becomes of the body. False to stop.
    private func endHeader() -> Bool {
        switch request.destination {
        case .memory(let limit):
            guard (200...299).contains(status) else { return true }
            bodyUse = .memory
            let length = headers["content-encoding"] == nil ? headers.contentLength : nil
            if let length, length > UInt64(limit) {
                if request.range != nil && status == 200 {
                    return fail(.rangeIgnored, "the server does not serve parts of files")
                }
                return fail(.tooLarge, "the answer has \(length) bytes, at most \(limit) are accepted")
            }
            if let length { body.reserveCapacity(Int(length)) }
        case .file(let destination):
            switch status {
            case 200:
                offset = 0
                validator = headers.validator
            case 206:
                guard let range = headers.contentRange, resumesFrom > 0, range.first == resumesFrom else {
                    stop = .restart
                    return false
                }
                offset = resumesFrom
            case 416:
                stop = .restart
                return false
            default: return true
            }
            if let length = headers.contentLength, length > destination.limit - min(offset, destination.limit)
            {
                return fail(
                    .tooLarge, "the file has \(offset + length) bytes, expected were \(destination.limit)")
            }
            bodyUse = .file
            return openFile(destination)
        }
        request.onHead?(response)
        return true
    }

    private func openFile(_ destination: FileDestination) -> Bool {
        do throws(SystemError) {
            if file == nil { file = try Self.open(destination.path) }
            try file!.truncate(to: Int64(offset), destination.path)
        } catch {
            return fail(error)
        }
        request.onHead?(response)
        return true
    }

    /// The directory is made again if somebody removed it meanwhile.
    private static func open(_ path: Path) throws(SystemError) -> Descriptor {
        let flags = O_WRONLY | O_CREAT | O_APPEND
        do throws(SystemError) {
            return try Descriptor(path, flags)
        } catch {
            guard error.isNotFound else { throw error }
            try Directory.create(path.parent)
            return try Descriptor(path, flags)
        }
    }

    /// A part of the body. False to stop.
    func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        received += bytes.count
        request.onBytes?(bytes.count)
        switch (bodyUse, request.destination) {
        case (.memory, .memory(let limit)):
            if body.count + bytes.count > limit {
                if request.range != nil && status == 200 {
                    return fail(.rangeIgnored, "the server does not serve parts of files")
                }
                return fail(.tooLarge, "the answer has more than \(limit) bytes")
            }
            unsafe body.append(contentsOf: bytes)
        case (.file, .file(let destination)):
            if offset + UInt64(bytes.count) > destination.limit {
                return fail(.tooLarge, "the file has more than the expected \(destination.limit) bytes")
            }
            do throws(SystemError) {
                try unsafe file!.write(bytes, destination.path)
            } catch {
                return fail(error)
            }
            offset += UInt64(bytes.count)
        default:
            if received > Self.discardLimit {
                stop = .enough
                return false
            }
        }
        return true
    }

    private func fail(_ kind: TransferError.Kind, _ detail: String) -> Bool {
        stop = .failure(error(kind, detail))
        return false
    }

    private func fail(_ error: SystemError) -> Bool {
        fail(error.isNoSpace ? .noSpace : .localFile, error.diagnostic.message)
    }

    private var response: TransferResponse {
        TransferResponse(status: status, url: url, headers: headers, body: body, fileSize: offset)
    }

    // MARK: Deciding

    /// The attempt ended: `failure` nil when libcurl is content.
    func end(failure: TransferFailure?, now: Int64, wall: Int64) -> Next {
        switch stop {
        case .failure(let error): return .done(.failure(error))
        case .restart:
            // A server that answers so to a whole request as well cannot be dealt with.
            if resumesFrom == 0 {
                return .done(
                    .failure(
                        error(.badAnswer, "the server answers \(status) to a request for the whole file")))
            }
            offset = 0
            mayResume = false
            return .again(after: 0)
        case .enough: break
        case nil:
            if let failure { return afterFailure(failure, now: now) }
        }
        if [301, 302, 303, 307, 308].contains(status) { return afterRedirect() }
        if RetryPolicy.isPassing(status: status) {
            let pause = RetryPolicy.retryAfter(headers, now: wall)
            if let delay = nextDelay(now: now, retryAfter: pause) { return .again(after: delay) }
        }
        return .done(.success(response))
    }

    private func afterFailure(_ failure: TransferFailure, now: Int64) -> Next {
        if bodyUse == .file && received > 0 {
            failures = 0
            progressAt = now
        }
        // A silent server is not asked again, except to go on with a file.
        let mayPass = failure.mayPass || (failure.kind == .timedOut && bodyUse == .file && received > 0)
        if mayPass, attempts < Self.attemptLimit, let delay = nextDelay(now: now, retryAfter: nil) {
            return .again(after: delay)
        }
        return .done(.failure(error(failure.kind, failure.detail)))
    }

    private func nextDelay(now: Int64, retryAfter: Int64?) -> Int64? {
        failures += 1
        return policy.delay(
            failures: failures, elapsed: now - progressAt, retryAfter: retryAfter,
            jitter: Double.random(in: 0..<1))
    }

    private func afterRedirect() -> Next {
        guard let location = headers["location"], !location.isEmpty else {
            return .done(.failure(error(.badRedirect, "the server redirects (\(status)) without a target")))
        }
        if redirects == Self.redirectLimit {
            return .done(.failure(error(.badRedirect, "more than \(Self.redirectLimit) redirects")))
        }
        let target: URLReference
        do throws(InvalidURL) {
            target = try url.resolving(location)
        } catch {
            return .done(.failure(self.error(.badRedirect, "redirect: \(error.diagnostic.message)")))
        }
        guard target.isHTTP, target.scheme == "https" || url.scheme == "http" else {
            let shown = target.text
            return .done(.failure(error(.badRedirect, "a redirect to `\(shown)` is not followed")))
        }
        if target.origin != request.url.origin { credential = nil }
        url = target.withoutCredentials
        redirects += 1
        return .again(after: 0)
    }

    private func error(_ kind: TransferError.Kind, _ detail: String) -> TransferError {
        TransferError(
            kind, url: request.url, target: redirects > 0 ? url : nil, detail: detail,
            attempts: attempts - redirects)
    }
}

/// Why libcurl gave up an attempt.
struct TransferFailure: Sendable {
    let kind: TransferError.Kind
    let detail: String
    /// Another attempt may succeed.
    let mayPass: Bool
}
