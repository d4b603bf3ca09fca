internal import CSystem
internal import Glibc

/// Threads for blocking work. They start when there is work for them and end when the pool goes away;
/// work that was submitted is done in any case.
package final class WorkerPool: Sendable {
    private let crew: Crew

    /// At most `threads` run at a time, each with `stack` bytes of stack.
    package init(threads: Int, stack: Int = 2 << 20) {
        crew = Crew(threads: max(threads, 1), stack: stack, helpsItself: true)
    }

    deinit { crew.dismiss() }

    /// The number of threads that work at a time.
    package var threads: Int { crew.threads }

    /// The processors this process may use, at least 1.
    package static var processorCount: Int { max(Int(swuv_processor_count()), 1) }

    /// Runs `job` on a thread of the pool, jobs in the order of submission.
    package func submit(_ job: @escaping @Sendable () -> Void) {
        crew.submit(job)
    }

    /// Runs `job` on a thread of the pool.
    package func run<Value: Sendable>(_ job: @escaping @Sendable () throws -> Value) -> Future<Value> {
        let future = Future<Value>()
        crew.submit { future.complete(Result { try job() }) }
        return future
    }

    /// Calls `body` with 0..<count, in no order and from several threads, this one among them; returns
    /// when all calls have. After an error no further call starts, and the first one is thrown.
    /// May be called from a job of the pool.
    package func forEach(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
        if count <= 0 { return }
        if count == 1 { return try body(0) }
        let loop = Loop(count: count, chunk: max(1, min(64, count / (threads * 8))), body: body)
        for _ in 0..<min(threads, count - 1) { crew.submit { loop.takePart() } }
        loop.takePart()
        try loop.finish()
    }

    /// Runs `job` on a thread of its own, outside every pool. Nothing happens when there is no thread
    /// to be had.
    static func detached(_ job: @escaping @Sendable () -> Void) {
        let crew = Crew(threads: 1, stack: 256 << 10, helpsItself: false)
        crew.submit(job)
        crew.dismiss()
    }

    /// Runs `body`, which waits for something. On a thread of a pool, another thread may take its place
    /// meanwhile.
    static func whileBlocked(_ body: () -> Void) {
        guard let crew = Crew.current else { return body() }
        crew.beginBlocking()
        body()
        crew.endBlocking()
    }
}

/// The threads of one pool and what they share; outlives the pool until the last thread is done.
private final class Crew: Sendable {
    struct State {
        var jobs: [(@Sendable () -> Void)?] = []
        /// Jobs before this index are taken and nil, so that what a job holds (perhaps the pool itself)
        /// goes away with it, outside the lock.
        var next = 0
        /// Threads that exist, and of these those that wait for a job or inside a job.
        var running = 0
        var idle = 0
        var blocked = 0
        var dismissed = false

        var hasJob: Bool { next < jobs.count }

        mutating func takeJob() -> (@Sendable () -> Void)? {
            guard hasJob else { return nil }
            let job = jobs[next].take()
            next += 1
            if next == jobs.count {
                jobs.removeAll(keepingCapacity: true)
                next = 0
            } else if next >= 1024 && next * 2 > jobs.count {
                jobs.removeFirst(next)
                next = 0
            }
            return job
        }
    }

    let threads: Int
    private let stack: Int
    /// Whoever submits does the work when no thread can be started.
    private let helpsItself: Bool
    private let state = Monitor(State())

    init(threads: Int, stack: Int, helpsItself: Bool) {
        self.threads = threads
        self.helpsItself = helpsItself
        self.stack = stack
    }

    func submit(_ job: @escaping @Sendable () -> Void) {
        let needsThread = state.withLock { state in
            state.jobs.append(job)
            return reserveThread(&state)
        }
        if needsThread { startThread() } else { state.signal() }
    }

    func beginBlocking() {
        let needsThread = state.withLock { state in
            state.blocked += 1
            return state.hasJob && reserveThread(&state)
        }
        if needsThread { startThread() }
    }

    func endBlocking() {
        state.withLock { $0.blocked -= 1 }
    }

    /// Threads end when they have nothing to do.
    func dismiss() {
        state.withLock { $0.dismissed = true }
        state.broadcast()
    }

    /// Counts one more thread if the jobs need it and the limit allows it.
    private func reserveThread(_ state: inout State) -> Bool {
        let waiting = state.jobs.count - state.next
        guard state.idle < waiting, state.running < threads + state.blocked else { return false }
        state.running += 1
        return true
    }

    private func startThread() {
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        unsafe pthread_attr_setstacksize(&attributes, max(stack, 64 << 10))
        var thread = pthread_t()
        let crew = unsafe Unmanaged.passRetained(self)
        let code = unsafe pthread_create(
            &thread, &attributes,
            { argument in
                let crew = unsafe Unmanaged<Crew>.fromOpaque(argument!).takeRetainedValue()
                unsafe pthread_setspecific(Crew.key, Unmanaged.passUnretained(crew).toOpaque())
                crew.work()
                return nil
            }, crew.toOpaque())
        unsafe pthread_attr_destroy(&attributes)
        if code == 0 { return }
        // No thread to be had: fewer threads will do, and without any the submitter does the work.
        unsafe crew.release()
        let isAlone = state.withLock { state in
            state.running -= 1
            return state.running == state.blocked
        }
        while isAlone, helpsItself, let job = state.withLock({ $0.takeJob() }) { job() }
    }

    private func work() {
        while let job = nextJob() { job() }
    }

    /// nil when the thread should end; it is then counted out.
    private func nextJob() -> (@Sendable () -> Void)? {
        state.withLock { $0.idle += 1 }
        return state.wait(
            while: { !$0.hasJob && !$0.dismissed && $0.running <= self.threads + $0.blocked },
            then: { state in
                state.idle -= 1
                // A thread that stood in for a blocked one leaves when that one is back.
                if state.running <= threads + state.blocked, let job = state.takeJob() { return job }
                state.running -= 1
                // It may have been woken for a job; then another one that waits must see to it. If none
                // waits, at least one works and comes back here.
                if state.hasJob && state.idle > 0 { self.state.signal() }
                return nil
            })
    }

    /// The crew to which the calling thread belongs.
    static var current: Crew? {
        unsafe pthread_getspecific(key).map { unsafe Unmanaged<Crew>.fromOpaque($0).takeUnretainedValue() }
    }

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        unsafe pthread_key_create(&key, nil)
        return key
    }()
}

/// One call of `forEach`: threads take chunks of the range until it is used up.
private final class Loop: Sendable {
    struct State {
        var next = 0
        var active = 0
        var failure: (any Error)?
    }

    let count: Int
    let chunk: Int
    let body: @Sendable (Int) throws -> Void
    let state = Monitor(State())

    init(count: Int, chunk: Int, body: @escaping @Sendable (Int) throws -> Void) {
        self.count = count
        self.chunk = chunk
        self.body = body
    }

    func takePart() {
        guard var range = firstRange() else { return }
        while true {
            do {
                for index in range { try body(index) }
            } catch {
                state.withLock { state in
                    state.failure = state.failure ?? error
                    state.next = count
                }
            }
            let following = state.withLock { state -> Range<Int>? in
                if let range = take(&state) { return range }
                state.active -= 1
                return nil
            }
            guard let following else { break }
            range = following
        }
        state.broadcast()
    }

    func finish() throws {
        let failure = state.wait(while: { $0.active > 0 }, then: { $0.failure })
        if let failure { throw failure }
    }

    private func firstRange() -> Range<Int>? {
        state.withLock { state in
            guard let range = take(&state) else { return nil }
            state.active += 1
            return range
        }
    }

    private func take(_ state: inout State) -> Range<Int>? {
        guard state.next < count else { return nil }
        let range = state.next..<min(state.next + chunk, count)
        state.next = range.upperBound
        return range
    }
}
