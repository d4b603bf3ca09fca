import Foundation

@testable import Installer

/// One file of `Tests/Fixtures/resolver-cases`, as its README describes it.
struct ResolverCase: Decodable, Sendable, CustomStringConvertible {
    struct Root: Decodable, Sendable {
        var requires: [String]
        var requiresPython: String?
    }
    struct Options: Decodable, Sendable {
        var resolution: String?
        var prerelease: String?
        var pythonVersion: String?
        var pythonPlatform: String?
        var universal: Bool?
        var noBuild: [String]?
        var noBinary: [String]?
        var requiredEnvironments: [String]?
    }
    struct Package: Decodable, Sendable {
        var name: String
        var version: String
        var requiresPython: String?
        var requires: [String]
        var extras: [String: [String]]
        var wheels: [String]
        var sdist: Bool
        var yanked: Bool
    }
    struct Expected: Decodable, Sendable {
        var satisfiable: Bool
        var packages: [String: String]?
        var conflict: [[String]]?
    }

    var id: String
    var mode: String
    var python: String
    var root: Root
    var options: Options
    var packages: [Package]
    var expected: Expected

    var description: String { id }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Fixtures/resolver-cases").standardized

    static let all = cases(in: folder)

    /// More of them, in the folder that `RESOLVER_CASES` names.
    static let others: [ResolverCase] =
        ProcessInfo.processInfo.environment["RESOLVER_CASES"].map { cases(in: URL(fileURLWithPath: $0)) }
        ?? []

    private static func cases(in folder: URL) -> [ResolverCase] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let files = try! FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return files.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }.map {
            try! decoder.decode(ResolverCase.self, from: Data(contentsOf: $0))
        }
    }

    /// The request that the case makes of the resolver. Source distributions count as buildable, as the
    /// case has them.
    var request: ResolutionRequest {
        func selection(_ names: [String]?) -> PackageSelection {
            names.map { .packages(Set($0.map { PackageName($0)! })) } ?? .none
        }
        let options = ResolutionOptions(
            mode: options.resolution.map { .init(rawValue: $0)! } ?? .highest,
            prerelease: options.prerelease.map { .init(rawValue: $0)! } ?? .ifNecessaryOrExplicit,
            noBuild: selection(options.noBuild), noBinary: selection(options.noBinary), buildsSources: true)
        return ResolutionRequest(
            requirements: root.requires.map { RootRequirement(try! Requirement(parsing: $0)) },
            options: options, target: target)
    }

    private var target: ResolutionTarget {
        let wanted = Version(options.pythonVersion ?? python)!
        if mode == "lock" || options.universal == true {
            let text = mode == "lock" ? root.requiresPython ?? ">=\(wanted)" : ">=\(wanted)"
            let specifiers = try! VersionSpecifiers(parsing: text)
            return .universal(
                UniversalTarget(
                    requiresPython: specifiers.ranges,
                    requiredEnvironments: (options.requiredEnvironments ?? []).map {
                        MarkerSet(try! Marker(parsing: $0))
                    }))
        }
        let platform = options.pythonPlatform.map { TargetPlatform(named: $0)! } ?? .linux
        return World.target(python: wanted, platform: platform)
    }
}

extension TargetPlatform {
    static let linux = TargetPlatform.linux(machine: "x86_64", libc: .glibc(major: 2, minor: 36))
}
