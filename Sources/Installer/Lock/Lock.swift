/// A project's lock, `swuv.lock`: what all its environments come to, on every Python, platform and accelerator, with
/// every extra and group (design §5).
///
/// A value; `LockReader` and `LockWriter` turn it into text and back. Which part of it is installed somewhere is
/// decided by `LockSelection` alone.
package struct Lock: Hashable, Sendable {
    package static let fileName = "swuv.lock"
    /// Of the format. A file with a greater one is refused.
    package static let version = 1

    package var requiresPython: VersionSpecifiers
    /// The parts that were resolved apart, to start from the next time; empty when there was but one.
    package var forks: [Marker]
    /// Hosts, told apart by the variants that they get, for which there was no solution: they are refused.
    package var unsolved: [Marker]
    /// What it was made from.
    package var inputs: LockInputs
    /// What hardware decides where the user does not.
    package var choices: [LockedChoice]
    /// By name, then version, then source.
    package var packages: [LockedPackage]

    package init(
        requiresPython: VersionSpecifiers, forks: [Marker] = [], unsolved: [Marker] = [],
        inputs: LockInputs,
        choices: [LockedChoice] = [], packages: [LockedPackage]
    ) {
        self.requiresPython = requiresPython
        self.forks = forks
        self.unsolved = unsolved
        self.inputs = inputs
        self.choices = choices
        self.packages = packages
    }
}

/// A choice that the hardware of a host makes when its user does not (design §1).
package struct LockedChoice: Hashable, Sendable {
    package var subject: Subject
    /// Namespaces of the properties, the most important first.
    package var namespaces: [String]
    /// Where properties do not decide, the first.
    package var options: [Option]

    package enum Subject: Hashable, Sendable {
        /// One of the extras of a member that exclude each other.
        case extras(of: PackageName)
        /// The label of a variant index; in markers `variant_label[@NAME]`. The packages are those of the map.
        case index(String, packages: [PackageName])
    }

    package struct Option: Hashable, Sendable {
        /// Of `.extras`: the extra. nil for labels of an index.
        package var extra: ExtraName?
        package var option: VariantOption
        /// Extras that the wheels of the label ask for and of which a host takes those for what it has. The lock has
        /// them all: the one that stands for everything and those for each value of the properties.
        package var rewrites: [RequirementRewrite]

        package init(
            extra: ExtraName? = nil, _ option: VariantOption, rewrites: [RequirementRewrite] = []
        ) {
            self.extra = extra
            self.option = option
            self.rewrites = rewrites
        }
    }

    package init(subject: Subject, namespaces: [String], options: [Option]) {
        self.subject = subject
        self.namespaces = namespaces
        self.options = options
    }
}
