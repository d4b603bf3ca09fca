internal import Synchronization

/// Futures by key: what several callers ask for is made once.
package final class Memo<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let futures = Mutex<[Key: Future<Value>]>([:])

    package init() {}

    /// The future of `key`; the first caller's `make` provides it, on that caller's thread. A failure
    /// is kept like a value.
    package func value(for key: Key, make: () -> Future<Value>) -> Future<Value> {
        let promise = Future<Value>()
        let known = futures.withLock { futures -> Future<Value>? in
            if let known = futures[key] { return known }
            futures[key] = promise
            return nil
        }
        if let known { return known }
        // Outside the lock, because `make` may ask for other keys.
        make().whenComplete { promise.complete($0) }
        return promise
    }

    /// The future of `key` if it was asked for already.
    package func existing(_ key: Key) -> Future<Value>? {
        futures.withLock { $0[key] }
    }

    /// The next caller makes it anew.
    package func forget(_ key: Key) {
        _ = futures.withLock { $0.removeValue(forKey: key) }
    }
}
