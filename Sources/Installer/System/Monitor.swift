internal import Glibc

/// A value behind a lock, with a condition that threads can wait for.
@safe final class Monitor<State>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var state: State

    init(_ state: sending State) {
        self.state = state
        unsafe mutex = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(condition, &attributes)
        unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    func withLock<R, E>(_ body: (inout State) throws(E) -> R) throws(E) -> R {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return try body(&state)
    }

    /// Waits while `predicate` holds, then runs `body` under the same lock.
    func wait<R>(while predicate: (inout State) -> Bool, then body: (inout State) -> R) -> R {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while predicate(&state) { unsafe pthread_cond_wait(condition, mutex) }
        return body(&state)
    }

    /// As `wait`, but only up to `deadline` (`Clock.monotonic()`); false when that passed first.
    func wait(while predicate: (inout State) -> Bool, until deadline: Int64) -> Bool {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        var time = timespec(tv_sec: Int(deadline / 1_000_000_000), tv_nsec: Int(deadline % 1_000_000_000))
        while predicate(&state) {
            if unsafe pthread_cond_timedwait(condition, mutex, &time) == ETIMEDOUT {
                return !predicate(&state)
            }
        }
        return true
    }

    func signal() { unsafe pthread_cond_signal(condition) }

    func broadcast() { unsafe pthread_cond_broadcast(condition) }
}
