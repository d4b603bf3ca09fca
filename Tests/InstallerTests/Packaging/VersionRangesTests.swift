import Testing

@testable import Installer

struct VersionRangesTests {
    static let pool: [Version] = """
        0.dev0 0 0.9 1.0.dev0 1.0.dev1 1.0a1.dev1 1.0a1 1.0a1+l 1.0a1.post0 1.0a1.post1 1.0a2.dev0 1.0a2 1.0rc1 1.0 1.0+0a 1.0+a 1.0+a.1
        1.0.post0.dev0 1.0.post0.dev1 1.0.post0 1.0.post0+l 1.0.post1.dev0 1.0.post1 1.0.post2 1.0.0.1.dev0 1.0.0.1 1.0.1.dev0 1.0.1 1.1.dev0
        1.1 1.2 1.9 2.dev0 2.0a1 2 2.0.1 3 1!0 1!1.0 1!1.0+l
        """.split(whereSeparator: \.isWhitespace).map { Version(String($0))! }

    static let specifiers: [VersionSpecifiers] = {
        var out: [VersionSpecifiers] = []
        for op in ["==", "!=", "<", "<=", ">", ">="] {
            for version in pool where !version.isLocal || op == "==" || op == "!=" {
                out.append(try! VersionSpecifiers(parsing: "\(op)\(version)"))
            }
        }
        for text in [
            "==1.*", "!=1.0.*", "~=1.0", "~=1.0.0", "~=1.0a1", "==2.*", "===1.0", "===1.0+a", "~=1!1.0",
        ] {
            out.append(try! VersionSpecifiers(parsing: text))
        }
        return out
    }()

    @Test func lawsOfAlgebra() {
        var generator = SeededGenerator(7)
        var failures: [String] = []
        func random(_ depth: Int) -> VersionRanges {
            if depth == 0 { return Self.specifiers.randomElement(using: &generator)!.ranges }
            let a = random(depth - 1)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: return a.complement
            case 1: return a.union(random(depth - 1))
            case 2: return a.subtracting(random(depth - 1))
            default: return a.intersection(random(depth - 1))
            }
        }
        func check(_ condition: Bool, _ what: String) { if !condition { failures.append(what) } }
        let rounds = 1500
        for i in 0..<rounds {
            let a = random(i % 4)
            let b = random(i % 3)
            let both = a.intersection(b)
            let either = a.union(b)
            for v in Self.pool {
                check(both.contains(v) == (a.contains(v) && b.contains(v)), "\(v) in \(a) and \(b)")
                check(either.contains(v) == (a.contains(v) || b.contains(v)), "\(v) in \(a) or \(b)")
                check(a.complement.contains(v) != a.contains(v), "\(v) in not \(a)")
                check(
                    a.subtracting(b).contains(v) == (a.contains(v) && !b.contains(v)),
                    "\(v) in \(a) minus \(b)")
            }
            check(a.complement.complement == a, "double complement of \(a)")
            check(both == b.intersection(a) && either == b.union(a), "order of \(a), \(b)")
            check(either.complement == a.complement.intersection(b.complement), "De Morgan \(a), \(b)")
            check(a.union(both) == a && a.intersection(either) == a, "absorption \(a), \(b)")
            check(a.isDisjoint(with: b) == both.isEmpty, "disjoint \(a), \(b)")
            check(a.isSubset(of: b) == (both == a), "subset \(a), \(b)")
            check(both.isSubset(of: a) && a.isSubset(of: either), "bounds \(a), \(b)")
            check(
                a.union(a.complement).isFull && a.intersection(a.complement).isEmpty, "excluded middle \(a)")
            check(zip(a.places, a.places.dropFirst()).allSatisfy { $0 < $1 }, "places of \(a)")
        }
        PackagingVectors.expectNone(failures, of: rounds)
    }

    @Test(arguments: [
        (">=1.0,<2.0", ">=1.0, <2.0"), ("==1.4", "==1.4"), ("!=1.5", "!=1.5"),
        (">=1,!=1.5,<2", ">=1, !=1.5, <2"),
        ("==1.4.*", "==1.4.*"), ("~=1.4.2", ">=1.4.2, <1.5"), ("<=1.0", "<=1.0"), (">1.0", ">1.0"), ("", "*"),
        (">2,<1", "<none>"), ("!=1.4.*,>=1", ">=1, !=1.4.*"), (">=1.0a1", ">=1.0a1"),
        ("==1.0+cu130", "==1.0+cu130"),
        ("<1.0rc1", "<1.0rc1"), (">1.0.post1", ">1.0.post1"), ("===1.0", "==1.0"),
    ])
    func describesForPeople(text: String, expected: String) throws {
        #expect(try VersionSpecifiers(parsing: text).ranges.description == expected)
    }

    @Test func singleVersions() throws {
        for text in ["1.0", "1.0+a", "1.0a1", "1.0.post1", "1.0.dev3", "1!1.0"] {
            let version = try #require(Version(text))
            let exact = VersionRanges.exactly(version)
            for other in Self.pool { #expect(exact.contains(other) == (other == version)) }
            #expect(exact.contains(version))
            #expect(exact.singleVersion == version)
            #expect(try VersionSpecifiers(parsing: "==\(text)").ranges.singleVersion == version)
        }
        #expect(VersionRanges.full.singleVersion == nil)
        #expect(
            VersionRanges.union(of: Self.pool.map(VersionRanges.exactly)) == .exactly(ascending: Self.pool))
    }
}
