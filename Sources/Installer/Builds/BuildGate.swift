/// Lets only so many backends run at a time, in the whole process.
package final class BuildGate: Sendable {
    private let free: Monitor<Int>

    package init(_ count: Int) { free = Monitor(max(1, count)) }

    func enter<Value>(_ body: () throws -> Value) throws -> Value {
        try WorkerPool.whileBlockedResult {
            free.wait(while: { $0 == 0 }, then: { $0 -= 1 })
            defer {
                free.withLock { $0 += 1 }
                free.signal()
            }
            return try body()
        }
    }
}

extension WorkerPool {
    /// As `whileBlocked`, for work that gives something or fails.
    static func whileBlockedResult<Value>(_ body: () throws -> Value) throws -> Value {
        var result: Result<Value, any Error>?
        whileBlocked { result = Result { try body() } }
        return try result!.get()
    }
}
