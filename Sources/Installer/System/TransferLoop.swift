internal import CCurl
internal import Glibc

/// The transfer thread: takes requests from an inbox and drives libcurl's multi interface.
///
/// Apart from the inbox, everything here belongs to that thread.
@safe final class TransferLoop: @unchecked Sendable {
    @safe private struct Inbox {
        var requests: [(TransferRequest, Future<TransferResponse>)] = []
        var isRunning = false
        var isStopped = false
        /// libcurl's multi handle while the thread runs.
        var multi: UnsafeMutableRawPointer?
    }

    private var settings: TransferSettings
    private let policy: RetryPolicy
    private let inbox = Monitor(Inbox())

    private var curl: UnsafePointer<swuv_curl>!
    /// Jobs that may start, small answers before files.
    private var waiting = JobQueue()
    private var delayed: [(due: Int64, job: TransferJob)] = []
    /// By the identity of libcurl's handle.
    private var active: [UInt: TransferHandle] = [:]
    private var idle: [TransferHandle] = []
    private var origins: [Origin: OriginState] = [:]

    private struct OriginState {
        var active = 0
        /// It answers over HTTP/2: one connection carries as many transfers as wanted. nil: it has not answered yet.
        var isMultiplexed: Bool?
    }

    /// Connections to one server that speaks HTTP/1.1.
    private static let connectionsPerOrigin = 16

    init(_ settings: TransferSettings) {
        self.settings = settings
        policy = RetryPolicy(retries: settings.retries)
    }

    // MARK: Any thread

    func add(_ request: TransferRequest, _ promise: Future<TransferResponse>) {
        let mustStart = inbox.withLock { inbox in
            inbox.requests.append((request, promise))
            wake(inbox)
            defer { inbox.isRunning = true }
            return !inbox.isRunning
        }
        if mustStart { startThread() }
    }

    func stop() {
        inbox.withLock { inbox in
            inbox.isStopped = true
            wake(inbox)
        }
    }

    private func wake(_ inbox: Inbox) {
        // The table is set before the handle is, under this lock.
        if let multi = unsafe inbox.multi { _ = unsafe curl.pointee.multi_wakeup(multi) }
    }

    private func startThread() {
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        unsafe pthread_attr_setstacksize(&attributes, 1 << 20)
        defer { unsafe pthread_attr_destroy(&attributes) }
        var thread = pthread_t()
        let loop = unsafe Unmanaged.passRetained(self)
        let code = unsafe pthread_create(
            &thread, &attributes,
            { argument in
                let loop = unsafe Unmanaged<TransferLoop>.fromOpaque(argument!).takeRetainedValue()
                loop.run()
                return nil
            }, loop.toOpaque())
        if code != 0 {
            unsafe loop.release()
            failAll("no thread can be started (error \(code))")
        }
    }

    // MARK: The transfer thread

    private func run() {
        var problem: UnsafePointer<CChar>?
        guard let curl = unsafe swuv_curl_load(&problem) else {
            let reason = unsafe problem.map { unsafe String(cString: $0) } ?? "unknown"
            return failAll("libcurl cannot be loaded: \(reason)")
        }
        guard let multi = unsafe curl.pointee.multi_init() else {
            return failAll("libcurl cannot be initialised")
        }
        unsafe self.curl = curl
        unsafe swuv_curl_set_max_connections(multi, 64, Self.connectionsPerOrigin)
        settings = settings.withSystemCertificates()
        inbox.withLock { unsafe $0.multi = multi }
        while unsafe turn(multi) {}
        inbox.withLock { unsafe $0.multi = nil }
        for handle in active.values { _ = unsafe curl.pointee.multi_remove_handle(multi, handle.raw) }
        active.removeAll()
        idle.removeAll()
        _ = unsafe curl.pointee.multi_cleanup(multi)
    }

    /// One round of the loop; false to end it.
    private func turn(_ multi: UnsafeMutableRawPointer) -> Bool {
        let (requests, isStopped) = inbox.withLock { inbox in
            defer { inbox.requests.removeAll(keepingCapacity: true) }
            return (inbox.requests, inbox.isStopped)
        }
        if isStopped { return false }
        let now = Clock.monotonic()
        for (request, promise) in requests {
            waiting.append(TransferJob(request, promise: promise, policy: policy, now: now))
        }
        releaseDelayed(now)
        unsafe admit(multi)
        var running: Int32 = 0
        _ = unsafe curl.pointee.multi_perform(multi, &running)
        if unsafe collect(multi) { return true }
        _ = unsafe swuv_curl_multi_wait(multi, pause())
        return true
    }

    /// Milliseconds until there is something to do besides libcurl's own timers.
    private func pause() -> Int32 {
        guard let due = delayed.map(\.due).min() else { return 60_000 }
        return Int32(clamping: max((due - Clock.monotonic()) / 1_000_000 + 1, 0))
    }

    private func releaseDelayed(_ now: Int64) {
        guard delayed.contains(where: { $0.due <= now }) else { return }
        for (due, job) in delayed where due <= now { waiting.append(job) }
        delayed.removeAll { $0.due <= now }
    }

    /// Starts waiting jobs as far as the bounds allow.
    private func admit(_ multi: UnsafeMutableRawPointer) {
        while active.count < settings.maxConcurrent,
            let job = waiting.take(where: { self.mayStart($0.url.origin) })
        {
            guard let handle = unsafe idle.popLast() ?? TransferHandle(curl) else {
                job.promise.fail(
                    TransferError(.unavailable, url: job.url, detail: "libcurl has no handle left"))
                continue
            }
            handle.prepare(job, settings)
            active[handle.identity] = handle
            origins[job.url.origin, default: OriginState()].active += 1
            _ = unsafe curl.pointee.multi_add_handle(multi, handle.raw)
        }
    }

    private func mayStart(_ origin: Origin) -> Bool {
        guard let state = origins[origin] else { return true }
        // What is asked of a server before its first answer waits in libcurl to share that connection.
        return state.isMultiplexed ?? (origin.scheme == "https") || state.active < Self.connectionsPerOrigin
    }

    /// Deals with the attempts that ended; false when there were none.
    private func collect(_ multi: UnsafeMutableRawPointer) -> Bool {
        var any = false
        var ended = swuv_curl_ok
        var words: UnsafePointer<CChar>?
        while let raw = unsafe swuv_curl_next_finished(multi, &ended, &words) {
            guard let handle = active.removeValue(forKey: UInt(bitPattern: raw)), let job = handle.job else {
                continue
            }
            any = true
            _ = unsafe curl.pointee.multi_remove_handle(multi, raw)
            origins[job.url.origin]?.active -= 1
            if ended == swuv_curl_ok { origins[job.url.origin]?.isMultiplexed = handle.isMultiplexed }
            let failure = handle.failure(
                ended, general: unsafe words.map { unsafe String(cString: $0) } ?? "unknown")
            handle.reset()
            idle.append(handle)
            let now = Clock.monotonic()
            switch job.end(failure: failure, now: now, wall: Clock.wall()) {
            case .again(let delay) where delay > 0: delayed.append((now + delay, job))
            case .again: waiting.append(job)
            case .done(let result): job.promise.complete(result)
            }
        }
        return any
    }

    /// Nothing can be fetched, now or later.
    private func failAll(_ detail: String) {
        let requests = inbox.withLock { inbox in
            defer { inbox.requests.removeAll() }
            inbox.isRunning = false
            return inbox.requests
        }
        for (request, promise) in requests {
            promise.fail(TransferError(.unavailable, url: request.url, detail: detail))
        }
    }
}

/// Jobs in the order of their arrival, those for small answers before those for files.
private struct JobQueue {
    private var small: [TransferJob] = []
    private var files: [TransferJob] = []

    mutating func append(_ job: TransferJob) {
        if job.request.isForFile { files.append(job) } else { small.append(job) }
    }

    /// The first job that may start. Looks past jobs for busy servers.
    mutating func take(where mayStart: (TransferJob) -> Bool) -> TransferJob? {
        if let index = small.firstIndex(where: mayStart) { return small.remove(at: index) }
        if let index = files.firstIndex(where: mayStart) { return files.remove(at: index) }
        return nil
    }
}
