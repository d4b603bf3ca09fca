internal import Synchronization

/// A value that some thread will provide once, or the error why it cannot.
package final class Future<Value: Sendable>: Sendable {
    private enum State: Sendable {
        case pending([@Sendable (Result<Value, any Error>) -> Void])
        case complete(Result<Value, any Error>)
    }

    private let state: Mutex<State>

    package init() {
        state = Mutex(.pending([]))
    }

    package init(value: Value) {
        state = Mutex(.complete(.success(value)))
    }

    package init(error: any Error) {
        state = Mutex(.complete(.failure(error)))
    }

    /// Only the first completion counts; false when there was one already. What waits for it and the
    /// callbacks run on this thread before it returns.
    @discardableResult
    package func complete(_ result: Result<Value, any Error>) -> Bool {
        let callbacks = state.withLock { state -> [@Sendable (Result<Value, any Error>) -> Void]? in
            guard case .pending(let callbacks) = state else { return nil }
            state = .complete(result)
            return callbacks
        }
        guard let callbacks else { return false }
        for callback in callbacks { callback(result) }
        return true
    }

    @discardableResult
    package func fulfill(_ value: Value) -> Bool { complete(.success(value)) }

    @discardableResult
    package func fail(_ error: any Error) -> Bool { complete(.failure(error)) }

    package var isComplete: Bool { result != nil }

    /// nil while it is pending.
    package var result: Result<Value, any Error>? {
        state.withLock { state in
            if case .complete(let result) = state { return result }
            return nil
        }
    }

    /// Calls back once: now and on this thread when it is complete, else on the thread that completes
    /// it, which may be the transfer thread, so be brief there.
    package func whenComplete(_ callback: @escaping @Sendable (Result<Value, any Error>) -> Void) {
        let result = state.withLock { state -> Result<Value, any Error>? in
            switch state {
            case .complete(let result): return result
            case .pending(var callbacks):
                // Emptied first, so that the array is not copied.
                state = .pending([])
                callbacks.append(callback)
                state = .pending(callbacks)
                return nil
            }
        }
        if let result { callback(result) }
    }

    /// Blocks until it is complete. Inside a job of a `WorkerPool` this is allowed: the pool starts
    /// another thread for the time being, so that a job that waits for other jobs cannot starve them.
    package func wait() throws -> Value {
        if let result { return try result.get() }
        let latch = Monitor(false)
        whenComplete { _ in
            latch.withLock { $0 = true }
            latch.broadcast()
        }
        WorkerPool.whileBlocked {
            latch.wait(while: { !$0 }, then: { _ in })
        }
        return try result!.get()
    }

    /// Runs `transform` where the value arrives, or on `pool` if one is given.
    package func map<Other>(
        on pool: WorkerPool? = nil, _ transform: @escaping @Sendable (Value) throws -> Other
    ) -> Future<Other> {
        let other = Future<Other>()
        whenComplete { result in
            let work: @Sendable () -> Void = {
                other.complete(result.flatMap { v in Result { try transform(v) } })
            }
            if let pool, case .success = result { pool.submit(work) } else { work() }
        }
        return other
    }

    /// As `map`, for work that itself answers with a future.
    package func flatMap<Other>(
        on pool: WorkerPool? = nil, _ transform: @escaping @Sendable (Value) throws -> Future<Other>
    ) -> Future<Other> {
        let other = Future<Other>()
        whenComplete { result in
            let work: @Sendable () -> Void = {
                do { try transform(result.get()).whenComplete { other.complete($0) } } catch {
                    other.fail(error)
                }
            }
            if let pool, case .success = result { pool.submit(work) } else { work() }
        }
        return other
    }

    /// The values of all, in their order, or the first failure in that order.
    package static func all(_ futures: [Future<Value>]) -> Future<[Value]> {
        futures.reduce(Future<[Value]>(value: [])) { values, next in
            values.flatMap { values in next.map { values + [$0] } }
        }
    }

    /// Another way when it failed.
    package func recover(_ transform: @escaping @Sendable (any Error) throws -> Future<Value>) -> Future<
        Value
    > {
        let other = Future<Value>()
        whenComplete { result in
            guard case .failure(let error) = result else { return _ = other.complete(result) }
            do { try transform(error).whenComplete { other.complete($0) } } catch { other.fail(error) }
        }
        return other
    }
}
