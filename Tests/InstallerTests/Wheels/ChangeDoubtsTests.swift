import Testing

@testable import Installer

@Suite struct ChangeDoubtsTests {
    private func run(_ wheel: [Int], from: Int64, step: Int64 = 100_000, fewer: Bool = true) -> [ChangeDoubts
        .Change]
    {
        wheel.enumerated().map { .init(file: $1, ctime: from + Int64($0) * step, hasFewerNames: fewer) }
    }

    @Test func removalsAreKnownAndEditsAreNot() {
        let second: Int64 = 1_000_000_000
        let rows: [(String, [[ChangeDoubts.Change]], [Int], [[Int]])] = [
            ("nothing", [[], []], [3, 3], [[], []]),
            (
                "a removal of all", [run([0, 1, 2], from: 0), run([0, 1], from: second / 100)], [3, 2],
                [[], []]
            ),
            ("of one wheel, bytecode and all", [run([0, 1, 2], from: 0), []], [3, 2], [[], []]),
            ("one edit", [run([1], from: 0), []], [3, 2], [[1], []]),
            (
                "an edit after a removal", [run([0, 2], from: 0) + run([1], from: second), []], [3, 2],
                [[0, 2, 1], []]
            ),
            ("in a large wheel", [run(Array(0..<49), from: 0) + run([49], from: second)], [50], [[49]]),
            (
                "edits one after the other",
                [run(Array(0..<60), from: 0), run(Array(0..<60), from: second / 100)], [200, 200],
                [Array(0..<60), Array(0..<60)]
            ),
            ("as many names as before", [run([0, 1, 2], from: 0, fewer: false)], [3], [[0, 1, 2]]),
            (
                "a removal with a rest",
                [
                    run(Array(0..<45), from: 0) + run(Array(45..<50), from: second),
                    run([0, 1], from: second + 1),
                ], [50, 2], [Array(45..<50), [0, 1]]
            ),
        ]
        for (name, changes, counts, expected) in rows {
            #expect(ChangeDoubts.doubtful(changes, fileCounts: counts) == expected, "\(name)")
        }
    }
}
