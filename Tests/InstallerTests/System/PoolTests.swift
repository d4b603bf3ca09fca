import Testing

@testable import Installer

@Suite struct PoolTests {
    struct Odd: Error, Equatable { let index: Int }

    @Test(arguments: [(0, 1), (1, 4), (2, 2), (7, 1), (1000, 4), (5000, 3)])
    func forEachVisitsEachOnce(_ row: (count: Int, threads: Int)) throws {
        let pool = WorkerPool(threads: row.threads)
        let visits = Monitor([Int](repeating: 0, count: row.count))
        try pool.forEach(row.count) { index in visits.withLock { $0[index] += 1 } }
        #expect(visits.withLock { $0.allSatisfy { $0 == 1 } })
    }

    @Test func forEachThrowsAndStops() throws {
        let pool = WorkerPool(threads: 2)
        let tally = Tally()
        #expect(throws: Odd.self) {
            try pool.forEach(100_000) { index in
                tally.add()
                if index % 2 == 1 { throw Odd(index: index) }
            }
        }
        #expect(tally.value < 1000)
    }

    @Test func nestedLoopsEnd() throws {
        let pool = WorkerPool(threads: 2)
        let tally = Tally()
        try pool.forEach(8) { _ in try pool.forEach(8) { _ in try pool.forEach(4) { _ in tally.add() } } }
        #expect(tally.value == 256)
    }

    /// Jobs that wait for later jobs, many more of them than threads.
    @Test func waitingJobsDoNotStarveThePool() throws {
        let pool = WorkerPool(threads: 2)
        let gates = (0..<20).map { _ in Future<Int>() }
        let sums = gates.map { gate in pool.run { try gate.wait() + 1 } }
        for (index, gate) in gates.enumerated() { pool.submit { gate.fulfill(index) } }
        #expect(try sums.map { try $0.wait() } == Array(1...20))
        // And the pool works as before.
        #expect(try pool.run { 5 }.wait() == 5)
        try pool.forEach(100) { _ in }
    }

    @Test func workIsDoneAlthoughThePoolIsGone() throws {
        let futures: [Future<Int>]
        do {
            let pool = WorkerPool(threads: 2)
            futures = (0..<100).map { index in pool.run { index } }
        }
        #expect(try futures.map { try $0.wait() } == Array(0..<100))
    }

    /// A job may hold the last reference to its pool.
    @Test func jobsMayOutliveThePoolsOwner() throws {
        let futures = (0..<50).map { index -> Future<Int> in
            let pool = WorkerPool(threads: 2)
            for _ in 0..<3 { pool.submit { _ = pool.threads } }
            return pool.run { pool.threads + index }
        }
        #expect(try futures.map { try $0.wait() } == Array(2..<52))
    }

    /// Threads that stood in for blocked ones leave; no job is forgotten when they do.
    @Test func noJobIsForgottenWhenStandInsLeave() throws {
        let pool = WorkerPool(threads: 2)
        for _ in 0..<200 {
            let gate = Future<Int>()
            let waiting = (0..<4).map { _ in pool.run { try gate.wait() } }
            pool.submit { gate.fulfill(1) }
            #expect(try pool.run { try waiting.map { try $0.wait() }.reduce(0, +) }.wait() == 4)
        }
    }

    @Test func threadsRunAtTheSameTime() throws {
        let pool = WorkerPool(threads: 4)
        // Each waits until all four are there.
        let present = Monitor(0)
        try pool.forEach(4) { _ in
            present.withLock { $0 += 1 }
            present.broadcast()
            present.wait(while: { $0 < 4 }, then: { _ in })
        }
    }

    @Test func futures() throws {
        let future = Future<Int>()
        let text = future.map { "\($0)" }
        let chained = future.flatMap { value in Future<Int>(value: value * 2) }
        let failing = future.map { value -> Int in throw Odd(index: value) }
        let mended = failing.recover { _ in Future(value: 0) }
        let tally = Tally()
        future.whenComplete { _ in tally.add() }
        #expect(!future.isComplete && !text.isComplete)
        #expect(future.fulfill(4))
        #expect(!future.fulfill(5) && !future.fail(Odd(index: 0)))
        #expect(try text.wait() == "4")
        #expect(try chained.wait() == 8)
        #expect(throws: Odd(index: 4)) { try failing.wait() }
        #expect(try mended.wait() == 0)
        future.whenComplete { _ in tally.add() }
        #expect(tally.value == 2)
        #expect(throws: Odd(index: 1)) { try Future<Int>(error: Odd(index: 1)).map { $0 }.wait() }
    }

    @Test func memoMakesEachOnce() throws {
        let pool = WorkerPool(threads: 4)
        let memo = Memo<Int, Int>()
        let made = Tally()
        try pool.forEach(1000) { index in
            let key = index % 10
            let value = try memo.value(for: key) {
                made.add()
                return pool.run { key * key }
            }.wait()
            #expect(value == key * key)
        }
        #expect(made.value == 10)
        memo.forget(3)
        #expect(memo.existing(3) == nil && memo.existing(4) != nil)
    }
}
