import Testing

@testable import Installer

/// Random projects: a resolution has to hold in every environment, for every choice of extras and labels.
@Suite struct RandomProjectTests {
    static func row(_ seed: Int) -> ProjectRow {
        var random = SplitMix(state: UInt64(seed) &* 7_919)
        let count = 5
        let markers = [
            "sys_platform == 'linux'", "sys_platform != 'linux'", "sys_platform == 'win32'",
            "python_version >= '3.12'", "python_version < '3.12'",
        ]
        func requirement() -> String {
            let specifier = ["", "", ">=2", "<2", "==1", "!=2", "<3"][random.next(7)]
            let marker = random.next(5) < 2 ? "; \(markers[random.next(markers.count)])" : ""
            return "p\(random.next(count))\(specifier)\(marker)"
        }
        var world: [String] = []
        for number in 0..<count {
            for version in 1...(1 + random.next(3)) {
                var line = "p\(number) \(version)"
                if random.next(6) == 0 { line += " {python >=3.12}" }
                line += ": " + (0..<random.next(3)).map { _ in requirement() }.joined(separator: " | ")
                world.append(line)
                if number == 0 {
                    for index in ["x", "y"] where random.next(3) > 0 {
                        world.append("\(line) {only \(index)}")
                    }
                }
                if number == 1 {
                    for index in ["la", "lb", "lc"] where random.next(3) > 0 {
                        world.append("\(line) {only \(index)}")
                    }
                }
            }
        }
        var roots = (0..<(1 + random.next(3))).map { _ in requirement() }
        for extra in ["a", "b"] where random.next(3) > 0 {
            roots.append("\(requirement()) | when 'demo:\(extra)' in extras")
        }
        var excluded: [String] = []
        if random.next(2) == 0 {
            excluded = ["'demo:a' in extras and 'demo:b' in extras"]
            roots.append("p0 | when 'demo:a' in extras | from x")
            roots.append("p0 | when 'demo:b' in extras | from y")
        }
        var map: [String] = []
        if random.next(2) == 0 {
            map = ["la = nvidia.cuda:13 ; sys_platform == 'linux'", "lb = nvidia.cuda:12"]
            if random.next(2) == 0 { map.append("lc = ; sys_platform == 'linux'") }
        }
        return ProjectRow(
            what: "seed \(seed)", world: world, roots: roots, excluded: excluded, map: map, packages: ["p1"])
    }

    @Test(arguments: 0..<24) func holdsEverywhere(_ seed: Int) throws {
        let row = Self.row(seed)
        let resolution: Resolution
        do { resolution = try resolve(row.request, source: row.source) } catch is ResolutionFailure { return }
        let faults = ProjectWalk(row, resolution).allFaults.prefix(3)
        if !faults.isEmpty {
            Issue.record(
                "\(Array(faults))\n\(row.roots)\n\(row.excluded) \(row.map)\n\(row.world.joined(separator: "\n"))\n\(ProjectRow.whole(resolution).joined(separator: "\n"))"
            )
        }
    }
}
