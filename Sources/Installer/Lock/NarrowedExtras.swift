internal import VariantProviders

/// An extra that stands for the devices of all hosts, and those that are asked for in its place on one:
/// `rocm[device-gfx942]` for `rocm[device-all]`.
package struct NarrowedExtras: Hashable, Sendable {
    package let package: PackageName
    /// The one that stands for everything.
    package let extra: ExtraName
    package let kept: [ExtraName]
    /// All that a lock has beside it in the same requirement.
    let known: [ExtraName]

    init(_ rewrite: RequirementRewrite, kept: [ExtraName], known: [ExtraName] = []) {
        package = rewrite.package
        extra = rewrite.extra
        self.kept = kept
        self.known = known
    }

    /// Of a lock, for a host: the extra itself where the host says nothing that helps, and where requirements are to
    /// stay as they are.
    init(
        _ rewrite: RequirementRewrite, of option: VariantOption, on supported: SupportedProperties,
        keepsRequirements: Bool
    ) {
        let known = rewrite.extras(of: option.properties)
        let here = keepsRequirements ? [] : rewrite.extras(on: supported).filter(known.contains)
        self.init(rewrite, kept: here, known: known)
    }

    /// One line that says so.
    package var text: String {
        "Requiring `\(package)[\(kept.map(\.text).joined(separator: ","))]` in place of `\(package)[\(extra)]` "
            + "for the devices of this computer (`--no-variant-rewrites` to change)"
    }

    /// What is left of a requirement's extras. Those that a user names by themselves stay.
    func applied(to extras: [ExtraName], knownToPackage: (ExtraName) -> Bool) -> [ExtraName] {
        guard extras.contains(extra), known.contains(where: extras.contains) else { return extras }
        let there = kept.filter { extras.contains($0) && knownToPackage($0) }
        let dropped = Set(known + [extra]).subtracting(there.isEmpty ? [extra] : there)
        return extras.filter { !dropped.contains($0) }
    }
}

extension Lock {
    /// The lock as a host sees it for which extras were narrowed.
    package func narrowed(by narrowings: [NarrowedExtras]) -> Lock {
        if narrowings.isEmpty { return self }
        var copy = self
        for narrowing in narrowings {
            let targets = packages.filter { $0.name == narrowing.package }
            for place in copy.packages.indices {
                for number in copy.packages[place].dependencies.indices
                where copy.packages[place].dependencies[number].name == narrowing.package {
                    copy.packages[place].dependencies[number].extras = narrowing.applied(
                        to: copy.packages[place].dependencies[number].extras
                    ) { extra in targets.contains { $0.extras[extra] != nil } }
                }
            }
        }
        return copy
    }
}
