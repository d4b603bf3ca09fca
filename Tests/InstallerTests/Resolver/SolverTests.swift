import Testing

@testable import Installer

/// A small universe of numbered packages for the bare solver: no names, no pages, no metadata.
struct NumberedUniverse {
    struct Candidate {
        var version: Int
        /// Package number and the versions it may have.
        var dependencies: [(package: Int, allowed: Set<Int>)]
    }
    var packages: [[Candidate]]
    var roots: [(package: Int, allowed: Set<Int>)]

    static func random(_ random: inout SplitMix, packages count: Int, versions: Int) -> NumberedUniverse {
        func allowed() -> Set<Int> {
            switch random.next(6) {
            case 0: Set([random.next(versions)])
            case 1: Set(random.next(versions)..<versions)
            case 2: Set(0...random.next(versions))
            case 3: Set((0..<versions).filter { _ in random.next(2) == 0 })
            default: Set(0..<versions)
            }
        }
        let packages = (0..<count).map { _ in
            (0..<(1 + random.next(versions))).map { version in
                Candidate(
                    version: version,
                    dependencies: (0..<random.next(4)).map { _ in (random.next(count), allowed()) })
            }
        }
        return NumberedUniverse(
            packages: packages, roots: (0..<(1 + random.next(3))).map { _ in (random.next(count), allowed()) }
        )
    }

    /// Whether the universe has a solution, found by trying everything.
    func isSatisfiable() -> Bool { search(todo: roots, chosen: [:]) }

    private func search(todo: [(package: Int, allowed: Set<Int>)], chosen: [Int: Int]) -> Bool {
        var todo = todo
        guard let next = todo.popLast() else { return true }
        if let version = chosen[next.package] {
            return next.allowed.contains(version) && search(todo: todo, chosen: chosen)
        }
        for candidate in packages[next.package] where next.allowed.contains(candidate.version) {
            var more = chosen
            more[next.package] = candidate.version
            if search(todo: todo + candidate.dependencies, chosen: more) { return true }
        }
        return false
    }

    func isSolution(_ chosen: [Int: Int]) -> Bool {
        var needed: Set<Int> = []
        var todo = roots
        while let next = todo.popLast() {
            guard let version = chosen[next.package], next.allowed.contains(version) else { return false }
            if needed.insert(next.package).inserted {
                todo += packages[next.package].first { $0.version == version }!.dependencies
            }
        }
        return needed == Set(chosen.keys)
    }

    /// The solver's answer, nil for "no solution", and how many choices it took.
    func solve() -> (solution: [Int: Int]?, choices: Int) {
        var solver = Solver()
        func set(_ versions: Set<Int>) -> VersionRanges {
            .exactly(ascending: versions.sorted().map { Version(release: [UInt64($0)]) })
        }
        let ids = packages.map { _ in solver.addPackage(base: nil) }
        func dependencies(_ list: [(package: Int, allowed: Set<Int>)]) -> [SolverDependency] {
            list.map {
                SolverDependency(package: ids[$0.package], allowed: solver.sets.intern(set($0.allowed)))
            }
        }
        solver.addRoot(dependencies(roots))
        var choices = 0
        while true {
            switch solver.next() {
            case .choose(let id, let allowed):
                choices += 1
                let number = ids.firstIndex(of: id)!
                let fitting = packages[number].last {
                    solver.sets[allowed].contains(Version(release: [UInt64($0.version)]))
                }
                if let fitting {
                    solver.select(
                        id, exactly: solver.sets.intern(set([fitting.version])),
                        choice: Int32(fitting.version))
                } else {
                    solver.noVersions(of: id, in: allowed)
                }
            case .needDependencies(let id, let choice):
                let candidate = packages[ids.firstIndex(of: id)!].first { $0.version == Int(choice) }!
                solver.add(dependencies: dependencies(candidate.dependencies))
            case .solved:
                var chosen: [Int: Int] = [:]
                for (number, id) in ids.enumerated() { chosen[number] = solver.choice(of: id).map(Int.init) }
                return (chosen, choices)
            case .failed: return (nil, choices)
            }
        }
    }
}

/// A generator of numbers that is the same on every machine.
struct SplitMix {
    var state: UInt64
    mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(bound))
    }
}

@Suite struct SolverTests {
    @Test func findsASolutionExactlyWhenThereIsOne() {
        var satisfiable = 0
        for seed in 0..<1500 {
            var random = SplitMix(state: UInt64(seed) &* 7919)
            let universe = NumberedUniverse.random(
                &random, packages: 2 + random.next(6), versions: 1 + random.next(5))
            let expected = universe.isSatisfiable()
            let answer = universe.solve().solution
            #expect((answer != nil) == expected, "seed \(seed)")
            if let answer {
                satisfiable += 1
                #expect(universe.isSolution(answer), "seed \(seed)")
            }
        }
        #expect(satisfiable > 200 && satisfiable < 1400)
    }

    /// Three packages whose versions never fit: a(i) needs c(i), b(i) needs c(i+1), a(i) needs b(i).
    @Test func endsQuicklyWhenNothingEverFits() {
        let count = 60
        func candidates(_ dependencies: (Int) -> [(package: Int, allowed: Set<Int>)]) -> [NumberedUniverse
            .Candidate]
        {
            (0..<count).map { .init(version: $0, dependencies: dependencies($0)) }
        }
        let universe = NumberedUniverse(
            packages: [
                candidates { [(2, [$0])] }, candidates { [(2, [($0 + 1) % count]), (0, [$0])] },
                candidates { _ in [] },
            ],
            roots: [(0, Set(0..<count)), (1, Set(0..<count))])
        let answer = universe.solve()
        #expect(answer.solution == nil)
        #expect(answer.choices < 10 * count)
    }
}
