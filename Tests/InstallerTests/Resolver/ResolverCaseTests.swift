import Testing

@testable import Installer

@Suite struct ResolverCaseTests {
    @Test(arguments: ResolverCase.all + ResolverCase.others)
    func comesOutAsExpected(_ row: ResolverCase) throws {
        let result = Result { try resolve(row.request, source: World(row)) }
        switch result {
        case .success(let resolution):
            #expect(
                row.expected.satisfiable || row.expected.conflict == [],
                "found \(resolution.packages.map { "\($0.name.text)==\($0.version)" })")
            let found = Set(resolution.packages.map { "\($0.name.text)==\($0.version)" })
            if let packages = row.expected.packages {
                let expected = Set(packages.map { "\($0.key)==\(Version($0.value)!)" })
                if row.mode == "compile" && row.options.universal == true {
                    #expect(expected.isSubset(of: found))
                } else {
                    #expect(found == expected)
                }
            }
            switch row.request.target {
            case .environment(let environment, _):
                #expect(
                    ResolutionCheck(resolverCase: row, resolution: resolution).faults(in: environment) == [])
            case .universal:
                #expect(ResolutionCheck(resolverCase: row, resolution: resolution).allFaults == [])
            }
            try expectSameAgain(row, resolution)
        case .failure(let error):
            let diagnostic = Diagnostic(describing: error)
            let text = ([diagnostic.message] + diagnostic.causes).joined(separator: "\n")
            #expect(!row.expected.satisfiable, "\(text)")
            let conflicts = row.expected.conflict ?? []
            #expect(
                conflicts.isEmpty || conflicts.contains { $0.allSatisfy { text.contains($0) } }, "\(text)")
        }
    }

    /// A universal result given back as preferences, with its forks, comes out the same.
    private func expectSameAgain(_ row: ResolverCase, _ resolution: Resolution) throws {
        var request = row.request
        guard case .universal(var target) = request.target else { return }
        target.forks = resolution.forks
        request.target = .universal(target)
        for package in resolution.packages {
            request.preferences[package.name, default: []].append(
                VersionPreference(package.version, marker: package.marker))
        }
        let again = try resolve(request, source: World(row))
        func lines(_ resolution: Resolution) -> [String] {
            resolution.packages.map { "\($0.name.text)==\($0.version) ; \($0.marker.text)" }
        }
        #expect(lines(again) == lines(resolution))
    }
}
