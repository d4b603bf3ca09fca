/// There is no set of versions that meets all requirements.
package struct ResolutionFailure: Diagnosable, Equatable {
    /// Why, as a chain of conclusions, a line each.
    package let explanation: String
    package let hints: [String]
    /// Universal: the environments that have no solution, when others have one.
    package let environments: String?

    init(_ derivation: Derivation, environments: MarkerSet?) {
        explanation = Report.text(derivation)
        let members = environments?.subjects.filter { if case .member = $0 { true } else { false } } ?? []
        hints =
            (members.count > 1
                ? [
                    "If these extras or groups are never used together, say so with `conflicts` in "
                        + "`[tool.swuv]`"
                ] : []) + ReportHints(derivation).hints
            + (environments.flatMap { FailedEnvironments($0).hint }.map { [$0] } ?? [])
        self.environments = environments.map { FailedEnvironments($0).text }
    }

    package var diagnostic: Diagnostic {
        let place = environments.map { " for \($0)" } ?? ""
        return Diagnostic(
            "No solution found when resolving dependencies\(place)", causes: [explanation], hints: hints)
    }
}
