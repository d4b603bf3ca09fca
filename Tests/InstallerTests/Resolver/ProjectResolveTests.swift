import Foundation
import Testing

@testable import Installer

/// Universal resolutions of projects: extras, groups, indexes and labels that tell environments apart.
@Suite struct ProjectResolveTests {
    static let conflict = "'demo:cpu' in extras and 'demo:gpu' in extras"

    static let torches = [
        "torch 2.0 {only cpu}: numpy", "torch 2.1 {only cpu}: numpy",
        "torch 2.1 {only cu126}: numpy | cuda==12",
        "torch 2.2 {only cu130}: numpy | cuda==13", "torch 2.3: numpy | cuda==13; sys_platform == 'linux'",
        "numpy 1", "numpy 2", "cuda 12", "cuda 13", "light 1: torch",
    ]
    static let labels = [
        "cu130 = nvidia.cuda:13 ; sys_platform == 'linux'",
        "cu126 = nvidia.cuda:12 ; sys_platform == 'linux' or sys_platform == 'win32'",
        "cpu = ; sys_platform == 'linux' or sys_platform == 'win32'",
    ]

    static let rows: [ProjectRow] = [
        ProjectRow(
            what: "an extra counts where it is asked for", world: ["a 1: b", "b 1", "b 2", "c 1"],
            roots: ["a", "c | when 'demo:x' in extras", "b<2 | when 'demo:dev' in dependency_groups"],
            expected: [
                "1 -> c==1", "a==1 -> b==1",
            ], all: ["a==1", "b==1", "c==1"]),
        ProjectRow(
            what: "extras that exclude each other", world: ["a 1", "a 2", "b 1: a"],
            roots: ["b", "a==1 | when 'demo:cpu' in extras", "a==2 | when 'demo:gpu' in extras"],
            excluded: [conflict],
            expected: [
                "1 -> a==1", "2 -> a==2", "b==1 -> a==1 ; 'demo:cpu' in extras",
                "b==1 -> a==2 ; 'demo:cpu' not in extras",
            ]),
        ProjectRow(
            what: "extras that do not fit together and do not say so", world: ["a 1", "a 2"],
            roots: ["a==1 | when 'demo:cpu' in extras", "a==2 | when 'demo:gpu' in extras"],
            failure: ["a==1", "a==2", "the extra `demo[cpu]` and the extra `demo[gpu]`", "conflicts"]),
        ProjectRow(
            what: "groups that exclude each other", world: ["a 1", "a 2"],
            roots: [
                "a==1 | when 'demo:x' in dependency_groups", "a==2 | when 'demo:y' in dependency_groups",
            ],
            excluded: ["'demo:x' in dependency_groups and 'demo:y' in dependency_groups"],
            expected: ["0 -> a==1", "1 -> a==2"]),
        ProjectRow(
            what: "a group and an extra that exclude each other", world: ["a 1", "a 2"],
            roots: ["a==1 | when 'demo:x' in dependency_groups", "a==2 | when 'demo:x' in extras"],
            excluded: ["'demo:x' in dependency_groups and 'demo:x' in extras"],
            expected: ["0 -> a==1", "1 -> a==2"]),
        ProjectRow(
            what: "an extra that includes another",
            world: ["a 1: c", "a 2: c", "c 1"],
            roots: [
                "a==1 | when 'demo:cpu' in extras or 'demo:all' in extras",
                "a==2 | when 'demo:gpu' in extras",
            ],
            excluded: [conflict, "'demo:gpu' in extras and 'demo:all' in extras"],
            expected: ["0 -> a==1", "1 -> a==2"]),
        ProjectRow(
            what: "three extras, one always chosen", world: ["a 1", "a 2", "a 3", "b 1: a"],
            roots: [
                "b", "a==1 | when 'demo:cpu' in extras", "a==2 | when 'demo:gpu' in extras",
                "a==3 | when 'demo:tpu' in extras",
            ],
            excluded: [
                conflict, "'demo:cpu' in extras and 'demo:tpu' in extras",
                "'demo:gpu' in extras and 'demo:tpu' in extras",
                "'demo:cpu' not in extras and 'demo:gpu' not in extras and 'demo:tpu' not in extras",
            ],
            expected: [
                "b==1 -> a==1 ; 'demo:cpu' in extras", "b==1 -> a==2 ; 'demo:gpu' in extras",
                "b==1 -> a==3 ; 'demo:tpu' in extras",
            ]),
        ProjectRow(
            what: "an index for each extra", world: torches,
            roots: [
                "light", "torch | when 'demo:cpu' in extras | from cpu",
                "torch | when 'demo:gpu' in extras | from cu126",
            ],
            excluded: [conflict],
            expected: [
                "1 -> torch==2.1 @cpu", "2 -> torch==2.1 @cu126",
                "light==1 -> torch==2.1 @cpu ; 'demo:cpu' in extras",
                "light==1 -> torch==2.1 @cu126 ; 'demo:gpu' in extras",
                "light==1 -> torch==2.3 ; 'demo:cpu' not in extras and 'demo:gpu' not in extras",
                "torch==2.1 @cu126 -> cuda==12",
            ],
            all: [
                "cuda==12", "cuda==13", "light==1", "numpy==2", "torch==2.1 @cpu", "torch==2.1 @cu126",
                "torch==2.3",
            ]),
        ProjectRow(
            what: "nothing else needs what the extras pin", world: torches,
            roots: [
                "numpy", "torch | when 'demo:cpu' in extras | from cpu",
                "torch | when 'demo:gpu' in extras | from cu126",
            ],
            excluded: [conflict],
            expected: ["1 -> torch==2.1 @cpu", "2 -> torch==2.1 @cu126"],
            all: ["cuda==12", "numpy==2", "torch==2.1 @cpu", "torch==2.1 @cu126"]),
        ProjectRow(
            what: "a requirement without a source beside pins", world: torches,
            roots: [
                "torch>=2.1", "torch | when 'demo:cpu' in extras | from cpu",
                "torch | when 'demo:gpu' in extras | from cu126",
            ],
            excluded: [conflict],
            expected: [
                "0 -> torch==2.1 @cpu ; 'demo:cpu' in extras",
                "0 -> torch==2.1 @cu126 ; 'demo:gpu' in extras",
                "0 -> torch==2.3 ; 'demo:cpu' not in extras and 'demo:gpu' not in extras",
            ]),
        ProjectRow(
            what: "an index for each platform", world: torches,
            roots: [
                "torch; sys_platform == 'linux' | from cu126", "torch; sys_platform != 'linux' | from cpu",
                "light",
            ],
            expected: [
                "0 -> torch==2.1 @cu126 ; sys_platform == 'linux'",
                "1 -> torch==2.1 @cpu ; sys_platform != 'linux'",
                "light==1 -> torch==2.1 @cu126 ; sys_platform == 'linux'",
                "light==1 -> torch==2.1 @cpu ; sys_platform != 'linux'",
            ],
            all: ["cuda==12", "light==1", "numpy==2", "torch==2.1 @cpu", "torch==2.1 @cu126"]),
        ProjectRow(
            what: "an index on one platform, ordinary ones elsewhere", world: torches,
            roots: ["torch; sys_platform == 'win32' | from cpu", "torch; sys_platform != 'win32'"],
            expected: [
                "0 -> torch==2.1 @cpu ; sys_platform == 'win32'", "1 -> torch==2.3 ; sys_platform != 'win32'",
            ]),
        ProjectRow(
            what: "one index everywhere", world: torches, roots: ["light", "torch | from cu130"],
            expected: ["light==1 -> torch==2.2"],
            all: ["cuda==13", "light==1", "numpy==2", "torch==2.2 @cu130"]),
        ProjectRow(
            what: "indexes of two packages in independent extras",
            world: ["a 1 {only x}", "b 1 {only y}", "a 2", "b 2"],
            roots: ["a | when 'demo:x' in extras | from x", "b | when 'demo:y' in extras | from y"],
            expected: ["0 -> a==1", "1 -> b==1"], all: ["a==1 @x", "b==1 @y"]),
        ProjectRow(
            what: "the same version on two indexes",
            world: ["a 1 {only x}: c==1", "a 1 {only y}: c==2", "c 1", "c 2"],
            roots: ["a; sys_platform == 'linux' | from x", "a; sys_platform != 'linux' | from y"],
            expected: [
                "0 -> a==1 @x ; sys_platform == 'linux'", "1 -> a==1 @y ; sys_platform != 'linux'",
                "a==1 @x -> c==1", "a==1 @y -> c==2",
            ], all: ["a==1 @x", "a==1 @y", "c==1", "c==2"]),
        ProjectRow(
            what: "two indexes in one environment", world: torches,
            roots: ["torch | from cpu", "torch; sys_platform == 'linux' | from cu126"],
            failure: [
                "torch", "https://cpu.example/simple", "https://cu126.example/simple",
                "sys_platform == 'linux'",
            ]),
        ProjectRow(
            what: "indexes of extras that do not exclude each other", world: torches,
            roots: [
                "torch | when 'demo:cpu' in extras | from cpu",
                "torch | when 'demo:gpu' in extras | from cu126",
            ],
            failure: ["torch", "'demo:cpu' in extras and 'demo:gpu' in extras"]),
        ProjectRow(
            what: "the pinned index does not have it", world: ["a 1"], roots: ["a | from x"],
            failure: ["a was not found", "https://x.example/simple"]),
        ProjectRow(
            what: "an override with an index", world: ["a 1 {only x}", "a 2", "b 1: a>=2"], roots: ["b"],
            overrides: ["a==1 | from x"], expected: ["b==1 -> a==1"], all: ["a==1 @x", "b==1"]),
        ProjectRow(
            what: "a constraint under a condition", world: ["a 1", "a 2"], roots: ["a"],
            constraints: ["a<2 | when 'demo:old' in extras"],
            all: nil),

        // Labels
        ProjectRow(
            what: "a label for each accelerator", world: torches, roots: ["torch"], map: labels,
            expected: [
                "0 -> torch==2.2 @cu130 ; variant_label[@hw] == 'cu130'",
                "0 -> torch==2.1 @cu126 ; variant_label[@hw] == 'cu126'",
                "0 -> torch==2.1 @cpu ; variant_label[@hw] == 'cpu'",
                "0 -> torch==2.3 ; variant_label[@hw] == ''", "torch==2.1 @cu126 -> cuda==12",
                "torch==2.1 @cpu -> numpy==2",
            ],
            all: [
                "cuda==12", "cuda==13", "numpy==2", "torch==2.1 @cpu", "torch==2.1 @cu126",
                "torch==2.2 @cu130",
                "torch==2.3",
            ], labels: ["cu130", "cu126", "cpu"]),
        ProjectRow(
            what: "labels deep down", world: torches, roots: ["light | when 'demo:ml' in extras", "numpy"],
            map: labels,
            expected: [
                "0 -> light==1", "light==1 -> torch==2.2 @cu130 ; variant_label[@hw] == 'cu130'",
                "1 -> numpy==2",
            ], labels: ["cu130", "cu126", "cpu"]),
        ProjectRow(
            what: "labels where they are needed only", world: torches,
            roots: ["torch; sys_platform == 'linux'", "numpy<2; sys_platform != 'linux'"], map: labels,
            expected: ["1 -> numpy==1 ; sys_platform != 'linux'"], labels: ["cu130", "cu126", "cpu"]),
        ProjectRow(
            what: "a label without a solution is dropped", world: torches, roots: ["torch<2.2"],
            environments: ["sys_platform == 'linux'"], map: labels, expected: [], labels: ["cu126", "cpu"]),
        ProjectRow(
            what: "no label has a solution", world: torches, roots: ["torch>=3"], map: labels,
            failure: ["torch>=3"]),
        ProjectRow(
            what: "versions of a label", world: torches, roots: ["torch"],
            environments: ["sys_platform == 'linux'"],
            map: [
                "cu130 = nvidia.cuda:13 ;; torch>=3", "cpu = ;; torch<2.1",
            ],
            expected: ["0 -> torch==2.0"], all: ["numpy==2", "torch==2.0 @cpu"], labels: ["cpu"]),
        ProjectRow(
            what: "two packages of a map have one label",
            world: [
                "torch 2 {only x}", "vision 1 {only x}: torch==2", "torch 3 {only y}",
                "vision 1 {only y}: torch",
            ],
            roots: ["vision", "torch"], map: ["x = nvidia.cuda:13", "y ="], packages: ["torch", "vision"],
            expected: [
                "vision==1 @x -> torch==2 @x", "vision==1 @y -> torch==3 @y",
                "0 -> vision==1 @x ; variant_label[@hw] == 'x'",
            ], labels: ["x", "y"]),
        ProjectRow(
            what: "a source takes precedence over the map", world: torches, roots: ["torch | from cu126"],
            map: labels, expected: ["0 -> torch==2.1"], labels: []),
        ProjectRow(
            what: "nothing needs the map", world: torches, roots: ["numpy"], map: labels, all: ["numpy==2"],
            labels: []),
        ProjectRow(
            what: "labels and conflicting extras", world: torches + ["numpy 3"],
            roots: ["torch", "numpy==1 | when 'demo:cpu' in extras", "numpy==2 | when 'demo:gpu' in extras"],
            excluded: [conflict], map: labels,
            expected: [
                "1 -> numpy==1", "2 -> numpy==2", "torch==2.1 @cpu -> numpy==1 ; 'demo:cpu' in extras",
            ],
            labels: ["cu130", "cu126", "cpu"]),
        ProjectRow(
            what: "labels and a Python that raises versions",
            world: torches.filter { !$0.hasPrefix("numpy") } + ["numpy 1", "numpy 2 {python >=3.12}"],
            roots: ["torch"], environments: ["sys_platform == 'linux'"], map: labels,
            expected: [
                "torch==2.1 @cpu -> numpy==1 ; python_version < '3.12'",
                "torch==2.1 @cpu -> numpy==2 ; python_version >= '3.12'",
            ]),

        // Forks
        ProjectRow(
            what: "forks in forks", world: ["a 1", "a 2", "b 1: c==1", "b 2: c==2", "c 1", "c 2"],
            roots: [
                "a<2; sys_platform == 'win32'", "a>=2; sys_platform != 'win32'",
                "b<2; python_version < '3.12'", "b>=2; python_version >= '3.12'",
            ],
            expected: [
                "0 -> a==1 ; sys_platform == 'win32'", "1 -> a==2 ; sys_platform != 'win32'",
                "2 -> b==1 ; python_version < '3.12'", "b==1 -> c==1", "b==2 -> c==2",
            ]),
        ProjectRow(
            what: "a fork inside an extra", world: ["a 1", "a 2", "c 1: a"],
            roots: [
                "a<2; sys_platform == 'win32' | when 'demo:x' in extras",
                "a>=2; sys_platform != 'win32' | when 'demo:x' in extras", "c",
            ],
            expected: [
                "0 -> a==1 ; sys_platform == 'win32'", "1 -> a==2 ; sys_platform != 'win32'",
            ]),
        ProjectRow(
            what: "requires-python of a dependency forks",
            world: ["a 1 {python >=3.8}", "a 2 {python >=3.12}"],
            roots: ["a"],
            expected: ["0 -> a==1 ; python_version < '3.12'", "0 -> a==2 ; python_version >= '3.12'"]),
        ProjectRow(
            what: "a platform's marker stays plain", world: ["a 1: w; sys_platform == 'win32'", "w 1"],
            roots: ["a"],
            python: ">=3.11,<4", excluded: [conflict], expected: ["a==1 -> w==1 ; sys_platform == 'win32'"]),
        ProjectRow(
            what: "supported environments", world: ["a 1: w; sys_platform == 'win32'", "w 1"], roots: ["a"],
            environments: ["sys_platform == 'linux'", "sys_platform == 'darwin'"], all: ["a==1"]),
        ProjectRow(
            what: "wheels that no Python of the project runs do not count",
            world: ["a 1", "a 2 {wheels cp39-cp39-any}"], roots: ["a"], all: ["a==1"]),
        ProjectRow(
            what: "only such wheels", world: ["a 2 {wheels cp39-cp39-any cp38-cp38-win32}"], roots: ["a"],
            failure: ["a==2", "no wheel for a Python", "cp39-cp39-any", ">=3.10"]),
        ProjectRow(
            what: "a stable ABI is for later Pythons too", world: ["a 2 {wheels cp38-abi3-any}"],
            roots: ["a"],
            all: ["a==2"]),
        ProjectRow(
            what: "a wheel for one Python only, in a fork of others",
            world: ["a 1", "a 2 {wheels cp310-cp310-any}", "b 1", "b 2"],
            roots: [
                "a; python_version >= '3.12'", "b<2; python_version < '3.12'",
                "b>=2; python_version >= '3.12'",
            ],
            all: ["a==1", "b==1", "b==2"]),
        ProjectRow(
            what: "a required environment turns to an older version",
            world: [
                "a 1 {wheels py3-none-win_amd64 py3-none-manylinux_2_17_x86_64}",
                "a 2 {wheels py3-none-manylinux_2_17_x86_64}",
            ], roots: ["a"],
            environments: [
                "sys_platform == 'win32'",
                "sys_platform == 'linux'",
            ],
            required: ["sys_platform == 'win32'"],
            expected: ["0 -> a==1 ; sys_platform == 'win32'", "0 -> a==2 ; sys_platform == 'linux'"]),
        ProjectRow(
            what: "no version is for the required environment",
            world: ["a 2 {wheels py3-none-manylinux_2_17_x86_64}"], roots: ["a"],
            required: ["sys_platform == 'win32'"], failure: ["a", "sys_platform == 'win32'"]),
        ProjectRow(
            what: "an sdist will do for the required environment",
            world: ["a 2 {wheels py3-none-manylinux_2_17_x86_64} {source}"], roots: ["a"],
            required: ["sys_platform == 'win32'"], all: ["a==2"]),
        ProjectRow(
            what: "a forbidden sdist will not",
            world: ["a 1", "a 2 {wheels py3-none-manylinux_2_17_x86_64} {source}"], roots: ["a"],
            required: ["sys_platform == 'win32'"], noBuild: ["a"],
            expected: ["0 -> a==1 ; sys_platform == 'win32'", "0 -> a==2 ; sys_platform != 'win32'"]),
        ProjectRow(
            what: "what the required environment does not need may lack it",
            world: ["w 2 {wheels py3-none-win_amd64}"], roots: ["w; sys_platform == 'win32'"],
            required: ["sys_platform == 'linux'"],
            expected: ["0 -> w==2 ; sys_platform == 'win32'"], all: ["w==2"]),
    ]

    @Test(arguments: rows) func comesOutAsExpected(_ row: ProjectRow) throws {
        let resolution: Resolution
        do {
            resolution = try resolve(row.request, source: row.source)
        } catch {
            let diagnostic = Diagnostic(describing: error)
            let text = ([diagnostic.message] + diagnostic.causes + diagnostic.hints).joined(separator: "\n")
            #expect(row.failure != nil, "\(text)")
            for word in row.failure ?? [] where !text.contains(word) { Issue.record("no `\(word)`: \(text)") }
            return
        }
        let told = ProjectRow.told(resolution)
        if ProcessInfo.processInfo.environment["SHOW"] != nil {
            print("== \(row.what)\n" + ProjectRow.whole(resolution).joined(separator: "\n"))
        }
        #expect(row.failure == nil, "\(told)")
        for line in row.expected where !told.contains(line) {
            Issue.record("no `\(line)` in\n\(told.joined(separator: "\n"))")
        }
        if let all = row.all { #expect(resolution.packages.map(ProjectRow.name) == all) }
        if let labels = row.labels { #expect(resolution.labels["hw", default: []].map(\.text) == labels) }
        #expect(Array(ProjectWalk(row, resolution).allFaults.prefix(5)) == [])
        try expectSameAgain(row, resolution)
    }

    /// The result given back as preferences, with its forks, comes out the same.
    private func expectSameAgain(_ row: ProjectRow, _ resolution: Resolution) throws {
        var request = row.request
        guard case .universal(var target) = request.target else { return }
        // As a lock has them.
        target.forks = resolution.forks.map {
            MarkerSet($0.marker.map { try! Marker(parsing: $0.description, inLock: true) })
        }
        request.target = .universal(target)
        for package in resolution.packages {
            request.preferences[package.name, default: []].append(
                VersionPreference(package.version, marker: package.marker))
        }
        let again = try resolve(request, source: row.source)
        #expect(ProjectRow.whole(again) == ProjectRow.whole(resolution))
    }
}
