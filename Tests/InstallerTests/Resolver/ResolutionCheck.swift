@testable import Installer

/// Checks a resolution against the universe it was found in, without any of the resolver's code.
struct ResolutionCheck {
    let resolverCase: ResolverCase
    let resolution: Resolution

    /// What is wrong with the packages whose markers hold in the environment: empty when they are
    /// exactly a solution.
    func faults(in environment: MarkerEnvironment) -> [String] {
        var faults: [String] = []
        var here: [String: ResolvedPackage] = [:]
        for package in resolution.packages {
            guard package.marker.isTrue || package.marker.marker?.evaluate(environment) == true else {
                continue
            }
            if let other = here[package.name.text] {
                faults.append("two versions of \(package.name.text): \(other.version), \(package.version)")
            }
            here[package.name.text] = package
        }
        var needed: Set<String> = []
        var seen: Set<String> = []
        var todo = resolverCase.root.requires.map { (try! Requirement(parsing: $0), Set<ExtraName>()) }
        while let (requirement, extras) = todo.popLast() {
            guard requirement.marker?.evaluate(environment, extras: extras) ?? true else { continue }
            let name = requirement.name.text
            guard let package = here[name] else {
                faults.append("\(requirement) has no package")
                continue
            }
            if !requirement.specifiers.contains(package.version) {
                faults.append("\(requirement) is not met by \(package.version)")
            }
            needed.insert(name)
            let release = resolverCase.packages.first {
                PackageName($0.name) == package.name && Version($0.version) == package.version
            }!
            if seen.insert(name).inserted {
                todo += release.requires.map { (try! Requirement(parsing: $0), []) }
            }
            for extra in requirement.extras where seen.insert("\(name)[\(extra.text)]").inserted {
                for text in release.extras[extra.text] ?? [] {
                    todo.append((try! Requirement(parsing: text), []))
                }
            }
        }
        for name in here.keys where !needed.contains(name) { faults.append("\(name) is not needed") }
        return faults
    }

    /// Environments that the markers of these cases tell apart.
    static let environments: [MarkerEnvironment] = makeEnvironments()

    private static func makeEnvironments() -> [MarkerEnvironment] {
        var all: [MarkerEnvironment] = []
        for python in ["3.8", "3.9", "3.10", "3.11", "3.12", "3.12.4", "3.13", "3.13.1", "3.14", "3.15"] {
            for platform in ["linux", "darwin", "win32", "other"] {
                for implementation in ["cpython", "pypy", "iron"] {
                    for machine in ["x86_64", "arm64"] {
                        all.append(
                            World.environment(
                                python: Version(python)!, sysPlatform: platform, machine: machine,
                                implementation: implementation))
                    }
                }
            }
        }
        return all
    }

    /// Faults in all environments of the target's Pythons, and packages that no environment uses.
    var allFaults: [String] {
        guard case .universal(let target) = resolverCase.request.target else { return [] }
        var faults: [String] = []
        var used: Set<String> = []
        for environment in Self.environments {
            guard target.requiresPython.contains(Version(environment.pythonFullVersion)!) else { continue }
            let context =
                "\(environment.sysPlatform) \(environment.pythonFullVersion) \(environment.implementationName)"
            faults += self.faults(in: environment).map { "\(context): \($0)" }
            for package in resolution.packages
            where package.marker.isTrue || package.marker.marker?.evaluate(environment) == true {
                used.insert("\(package.name.text) \(package.version)")
            }
        }
        for package in resolution.packages where !used.contains("\(package.name.text) \(package.version)") {
            faults.append("\(package.name.text) \(package.version) is used nowhere")
        }
        return faults
    }
}
