import Testing

@testable import Installer

@Suite struct ReportTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var world: [String]
        var requires: [String]
        var constraints: [String] = []
        var options = ResolutionOptions()
        /// The lines of the explanation.
        var because: [String]
        var hints: [String] = []
        var testDescription: String { requires.joined(separator: " ") }
    }

    static let conclusion = "we can conclude that your requirements are unsatisfiable."

    static let rows: [Row] = [
        Row(
            world: ["idna 3.1"], requires: ["idna==99"],
            because: ["Because there is no version of idna==99 and you require idna==99, \(conclusion)"]),
        Row(
            world: ["a 0.1", "a 1.0.0"], requires: ["a>1.0.0"],
            because: ["Because only a>=0.1,<=1.0.0 is available and you require a>1.0.0, \(conclusion)"]),
        Row(
            world: ["a 1.0: b"], requires: ["a"],
            because: [
                "Because b was not found in the package index and a==1.0 depends on b, "
                    + "we can conclude that a==1.0 cannot be used.",
                "And because you require a, \(conclusion)",
            ],
            hints: [
                "`b` was looked for in `https://index.example/simple`; check the name, or add an index "
                    + "with `--index`"
            ]),
        Row(
            world: [
                "a 1.0: c>=2", "a 2.0: c>=3", "b 1.0: c<2", "b 1.1: c<1", "c 0.9", "c 1.9", "c 2.9", "c 3.9",
            ],
            requires: ["a", "b"],
            because: [
                "Because b==1.1 depends on c<1 and b==1.0 depends on c<2, "
                    + "we can conclude that all versions of b depend on c<2. (2)",
                "And because a==1.0 depends on c>=2.0, "
                    + "we can conclude that all versions of b and a==1.0 are incompatible. (1)",
                "Because a==2.0 depends on c>=3 and all versions of b depend on c<2 (2), "
                    + "we can conclude that all versions of b and a==2.0 are incompatible.",
                "And because all versions of b and a==1.0 are incompatible (1), "
                    + "we can conclude that all versions of b and all versions of a are incompatible.",
                "And because you require a and you require b, \(conclusion)",
            ]),
        Row(
            world: ["a 1.0 {python >=3.13}", "a 2.0 {python >=3.13}"], requires: ["a"],
            because: [
                "Because all versions of a need Python >=3.13 and the target is Python 3.12.0 and you require a, "
                    + conclusion
            ],
            hints: [
                "`a` needs Python >=3.13, which Python 3.12.0 does not meet; choose another with `--python` "
                    + "or another version of `a`"
            ]),
        Row(
            world: [
                "a 1.0 {wheels cp313-cp313-win_amd64 cp313-cp313-macosx_11_0_arm64}",
                "a 2.0 {wheels} {source}",
            ],
            requires: ["a"],
            because: [
                "Because a==1.0 has no wheel for this platform and a==2.0 has no usable wheel and cannot be "
                    + "built from source yet and you require a, \(conclusion)"
            ],
            hints: [
                "`a` has wheels for `cp313-cp313-win_amd64` and `cp313-cp313-macosx_11_0_arm64`, while this "
                    + "environment takes wheels up to `cp312-cp312-manylinux_2_36_x86_64`",
                "`a` offers only a source distribution here, and no Python was found that could build it",
            ]),
        Row(
            world: ["a 1.0 {yanked broken}", "a 0.9"], requires: ["a>=1"],
            because: ["Because a==1.0 was yanked (reason: broken) and you require a>=1, \(conclusion)"],
            hints: ["A yanked version of `a` is used only if you require it by `==`"]),
        Row(
            world: ["a 1.0a1", "a 0.9"], requires: ["a>=0.10"], options: .init(prerelease: .disallow),
            because: ["Because only a==0.9 is available and you require a>=0.10, \(conclusion)"],
            hints: [
                "Pre-releases of `a` are available in the requested range (such as 1.0a1), but they are not "
                    + "enabled (try `--prerelease allow`)"
            ]),
        Row(
            world: ["a 1.0", "a 0.9", "b 1: a>=1"], requires: ["b"], constraints: ["a<1"],
            because: [
                "Because b==1 depends on a>=1 and you constrain a<1 (-c limits.txt), "
                    + "we can conclude that b==1 cannot be used.", "And because you require b, \(conclusion)",
            ]),
        Row(
            world: ["a 1.0: [x] b==1 | [y] b==2", "b 1", "b 2"], requires: ["a[x,y]"],
            because: [
                "Because a[y]==1.0 depends on b==2 and a[x]==1.0 depends on b==1, "
                    + "we can conclude that a[y]==1.0 and a[x]==1.0 are incompatible.",
                "And because you require a[x,y], \(conclusion)",
            ]),
        Row(
            world: ["a 1.0", "a 1.1 {time 1000}"], requires: ["a"], options: .init(excludeNewer: 1000),
            because: ["Because there are no versions of a and you require a, \(conclusion)"],
            hints: ["`a` has versions in the requested range (such as 1.1) that `--exclude-newer` leaves out"]
        ),
        Row(
            world: ["a 1.0: b @ https://x.example/b-1-py3-none-any.whl"], requires: ["a"],
            because: [
                "Because a==1.0 requires b from `https://x.example/b-1-py3-none-any.whl`, which you do not and "
                    + "you require a, \(conclusion)"
            ],
            hints: ["Requirements by URL count only as your own; require `b` by its URL yourself"]),
        Row(
            world: ["a 0.dev0"], requires: ["a<0.dev0"],
            because: ["Because you require a<0.dev0, your requirements are unsatisfiable."]),
    ]

    @Test(arguments: rows)
    func tellsWhy(_ row: Row) throws {
        let request = ResolutionRequest(
            requirements: row.requires.map { RootRequirement(try! Requirement(parsing: $0)) },
            constraints: row.constraints.map {
                RootRequirement(try! Requirement(parsing: $0), origin: "-c limits.txt")
            },
            options: row.options, target: World.target())
        do {
            _ = try resolve(request, source: World(lines: row.world))
            Issue.record("there is a solution")
        } catch let failure as ResolutionFailure {
            #expect(failure.explanation.split(separator: "\n").map(String.init) == row.because)
            #expect(failure.hints == row.hints)
            #expect(failure.diagnostic.message == "No solution found when resolving dependencies")
        }
    }

    /// A long quarrel stays readable: no line without end, every package named.
    @Test func staysShort() throws {
        let world = (0..<40).flatMap {
            ["a \($0): c==\($0) | b==\($0)", "b \($0): c==\(($0 + 1) % 40)", "c \($0)"]
        }
        let request = ResolutionRequest(
            requirements: ["a", "b"].map { RootRequirement(try! Requirement(parsing: $0)) },
            target: World.target())
        do {
            _ = try resolve(request, source: World(lines: world))
            Issue.record("there is a solution")
        } catch let failure as ResolutionFailure {
            for line in failure.explanation.split(separator: "\n") {
                #expect(line.utf8.count < 700, "\(line)")
            }
            #expect(failure.explanation.utf8.count < 30_000)
        }
    }
}
