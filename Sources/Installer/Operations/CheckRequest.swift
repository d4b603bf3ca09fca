/// What `check` is asked for.
package struct CheckRequest: Sendable {
    package var target: EnvironmentTarget

    package init(target: EnvironmentTarget) {
        self.target = target
    }
}

/// The outcome of `check`. Findings make the command exit with 1; they are no error of the operation.
package struct CheckReport: Sendable {
    package var environment: EnvironmentSummary
    package var checked: StepSummary
    package var findings: [CheckFinding]

    package init(environment: EnvironmentSummary, checked: StepSummary, findings: [CheckFinding]) {
        self.environment = environment
        self.checked = checked
        self.findings = findings
    }
}

/// One thing that is wrong with an environment.
package enum CheckFinding: Sendable, Equatable {
    case missing(PackageName, requirement: String)
    case mismatched(PackageName, requirement: String, installed: Version)
    /// The package's `Requires-Python` does not hold for the environment's Python.
    case wrongPython(PackageName, requires: String, python: Version)
    /// More than one distribution of the same name.
    case duplicate(PackageName, locations: [Path])
    /// The package's metadata cannot be read.
    case unreadable(PackageName, reason: String)

    package var package: PackageName {
        switch self {
        case .missing(let name, _), .mismatched(let name, _, _), .wrongPython(let name, _, _),
            .duplicate(let name, _), .unreadable(let name, _):
            name
        }
    }
}
