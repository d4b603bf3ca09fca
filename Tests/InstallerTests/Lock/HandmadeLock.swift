import VariantProviders

@testable import Installer

/// A lock as tests write it by hand.
struct HandmadeLock {
    var packages: [LockedPackage] = []
    var conflicts: [ConflictSet] = []
    var choices: [LockedChoice] = []
    var environments: [Marker] = []
    var requiresPython = ">=3.9"

    var lock: Lock {
        Lock(
            requiresPython: try! VersionSpecifiers(parsing: requiresPython),
            inputs: LockInputs(
                requiresPython: try! VersionSpecifiers(parsing: requiresPython),
                members: packages.compactMap { package in
                    guard case .member(let path, let isVirtual) = package.source else { return nil }
                    return LockInputs.Member(
                        name: package.name, version: package.version, path: path, isVirtual: isVirtual,
                        extras: package.extras.mapValues { _ in [] },
                        groups: package.groups.mapValues { _ in [] })
                }, environments: environments, conflicts: conflicts), choices: choices, packages: packages)
    }

    /// - Parameters:
    ///   - title: `alpha 1.0`; `alpha 1.0 @cu126` comes from the index `https://x/cu126`.
    ///   - needs: `base[x] 2.0 @cu126; MARKER`, all but the name optional.
    ///   - wheels: what stands in file names behind the version.
    mutating func add(
        _ title: String, _ needs: [String] = [], extras: [String: [String]] = [:],
        wheels: [String] = ["py3-none-any"], sdist: Bool = false, variants: VariantMetadata? = nil
    ) {
        let target = Self.dependency(title)
        let stem = "\(target.name)-\(target.version!)"
        packages.append(
            LockedPackage(
                name: target.name, version: target.version,
                source: target.source ?? .index("https://x/simple"),
                dependencies: needs.map(Self.dependency), extras: Self.parts(extras),
                wheels: wheels.map { Self.file("\(stem)-\($0).whl") },
                sdist: sdist ? Self.file("\(stem).tar.gz") : nil, variants: variants))
    }

    mutating func member(
        _ name: String, _ needs: [String] = [], extras: [String: [String]] = [:],
        groups: [String: [String]] = [:], isVirtual: Bool = false
    ) {
        packages.append(
            LockedPackage(
                name: PackageName(name)!, version: Version("0.1"),
                source: .member(path: name, isVirtual: isVirtual), dependencies: needs.map(Self.dependency),
                extras: Self.parts(extras), groups: Self.parts(groups)))
    }

    /// `demo[cpu]`, `demo:dev`
    mutating func conflict(_ items: String...) {
        conflicts.append(
            ConflictSet(
                items: items.map { text in
                    if text.hasSuffix("]") {
                        let parts = text.dropLast().split(separator: "[")
                        return ConflictSet.Item(
                            member: PackageName(String(parts[0]))!,
                            kind: .extra(ExtraName(String(parts[1]))!))
                    }
                    let parts = text.split(separator: ":")
                    return ConflictSet.Item(
                        member: PackageName(String(parts[0]))!, kind: .group(ExtraName(String(parts[1]))!))
                }))
    }

    private static func parts(_ parts: [String: [String]]) -> [ExtraName: [LockedDependency]] {
        Dictionary(
            uniqueKeysWithValues: parts.map { (ExtraName($0)!, $1.map(dependency)) })
    }

    static func dependency(_ text: String) -> LockedDependency {
        let halves = text.split(separator: ";", maxSplits: 1).map(String.init)
        var dependency = LockedDependency(
            name: PackageName("x")!,
            marker: halves.count > 1 ? try! Marker(parsing: trimmed(halves[1]), inLock: true) : nil)
        for (number, word) in halves[0].split(separator: " ").enumerated() {
            if word.hasPrefix("@") {
                dependency.source = .index("https://x/\(word.dropFirst())")
            } else if number == 0 {
                let parts = word.split(whereSeparator: { "[],".contains($0) }).map(String.init)
                dependency.name = PackageName(parts[0])!
                dependency.extras = parts.dropFirst().map { ExtraName($0)! }
            } else {
                dependency.version = Version(String(word))
            }
        }
        return dependency
    }

    private static func trimmed(_ text: String) -> String { String(text.drop { $0 == " " }) }

    static func file(_ name: String) -> LockedFile {
        LockedFile(
            filename: try! DistributionFilename.parse(name), basename: name,
            location: .url("https://x/files/\(name)"), hashes: [])
    }

    /// Labels with the values of `gpu :: cuda` that they need; the null variant with none.
    static func variants(_ labels: [String: [String]], namespace: String = "gpu", feature: String = "cuda")
        -> VariantMetadata
    {
        VariantMetadata(
            schema: VariantMetadata.schema850, namespaces: [namespace],
            variants: Dictionary(
                uniqueKeysWithValues: labels.map {
                    (
                        VariantLabel($0)!,
                        VariantProperties($1.isEmpty ? [:] : [namespace: [feature: $1]])
                    )
                }))
    }
}

extension LockSelection {
    /// `alpha 1.0, base 2.0`, of what would be installed; a variant with its label, what has no file with `!`, what is
    /// to be built with `*`.
    var summary: String {
        items.filter(\.isInstalled).map { item in
            let mark =
                switch item.pick {
                case .wheel(_, let variant): variant.map { "(\($0.label))" } ?? ""
                case .build: "*"
                case .tree: ""
                case .nothing: "!"
                }
            return item.package.title + mark
        }.joined(separator: ", ")
    }
}
