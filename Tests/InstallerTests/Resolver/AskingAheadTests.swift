import Synchronization
import Testing

@testable import Installer

/// What is asked of an index before it is needed: what counts over a network is how often a resolution waits.
struct AskingAheadTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var what: String
        var world: [String]
        var requires: [String]
        /// What is asked for before each wait, without the endings of wheels.
        var rounds: [[String]]
        var testDescription: String { what }
    }

    static let rows = [
        Row(
            what: "all requirements, and what they lead to as soon as it can be guessed",
            world: ["a 1: c", "b 1: d", "c 1: e", "d 1: f", "e 1", "f 1"], requires: ["a", "b"],
            rounds: [
                ["a", "b"], ["a-1", "b-1"], ["c", "d"], ["c-1", "d-1"], ["e", "f"], ["e-1", "f-1"],
            ]),
        Row(
            what:
                "what an extra leads to, whether it is known before the package's metadata is here or after",
            world: ["a 1: b | c[x]", "b 1: c[y]", "c 1: [x] d | [y] e", "d 1", "e 1"], requires: ["a", "c"],
            rounds: [["a", "c"], ["a-1", "c-1"], ["b", "d"], ["b-1", "d-1"], ["e"], ["e-1"]]),
    ]

    @Test(arguments: rows)
    func asksAhead(_ row: Row) throws {
        #expect(try Self.rounds(World(lines: row.world), row.requires) == row.rounds)
    }

    /// Every version of `a` allows versions of `b` of its own, with gaps between them, and none of these goes with the
    /// newest `p`, which is chosen first.
    @Test("A walk over hundreds of versions waits a few times")
    func walk() throws {
        let steps = 1...60
        let world =
            ["p 2", "p 1"] + steps.map { "a \($0): b>=\($0 * 10),<\($0 * 10 + 4)" }
            + steps.flatMap { step in (0..<6).map { "b \(step * 10 + $0): p<2" } }
        let rounds = try Self.rounds(World(lines: world), ["p", "a"])
        let asked = rounds.flatMap { $0 }
        #expect(asked.count == Set(asked).count)
        #expect(asked.contains("b-10") && asked.contains("p-1"))
        #expect(rounds.count < 30)
    }

    /// What a resolution asks for before each time it waits. Answers come in a bunch, from another thread, when nothing
    /// was asked for a while.
    private static func rounds(_ world: World, _ requires: [String]) throws -> [[String]] {
        let slow = SlowWorld(world)
        let request = ResolutionRequest(
            requirements: requires.map { RootRequirement(try! Requirement(parsing: $0)) },
            target: World.target())
        let answer = Future<Resolution>()
        WorkerPool(threads: 1).submit {
            do { answer.fulfill(try resolve(request, source: slow)) } catch { answer.fail(error) }
        }
        var rounds: [[String]] = []
        var known = 0
        while !answer.isComplete {
            var last = -1
            while !answer.isComplete {
                let count = slow.asked.withLock { $0.count }
                if count == last && count > known { break }
                last = count
                Clock.sleep(nanoseconds: 20_000_000)
            }
            let names = slow.asked.withLock { $0.dropFirst(known) }
            known += names.count
            if !names.isEmpty {
                rounds.append(
                    names.map { String($0.prefix { $0 != "." }.split(separator: "-py3")[0]) }.sorted())
            }
            let batch = slow.held.withLock { held in
                defer { held = [] }
                return held
            }
            for reply in batch { reply() }
        }
        _ = try answer.wait()
        return rounds
    }

    private final class SlowWorld: WheelSource {
        let world: World
        let asked = Mutex<[String]>([])
        let held = Mutex<[@Sendable () -> Void]>([])
        init(_ world: World) { self.world = world }
        func page(for name: PackageName, from index: String?) -> Future<PackagePage> {
            asked.withLock { $0.append(name.text) }
            return hold(world.page(for: name, from: index))
        }
        func metadata(for file: IndexFile) -> Future<CoreMetadata> {
            asked.withLock { $0.append(file.basename) }
            return hold(world.metadata(for: file))
        }
        func variants(of release: VariantRelease) -> Future<VariantAnswer> {
            hold(world.variants(of: release))
        }
        func archive(for file: IndexFile) -> Future<Path> { world.archive(for: file) }
        private func hold<Value>(_ future: Future<Value>) -> Future<Value> {
            let promise = Future<Value>()
            held.withLock { $0.append { future.whenComplete { promise.complete($0) } } }
            return promise
        }
    }
}
