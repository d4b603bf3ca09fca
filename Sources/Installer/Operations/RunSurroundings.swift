/// What a command that swuv runs finds in its environment beside what was there.
package enum RunSurroundings {
    /// How many runs a run is within, so that a script whose first line is `swuv run` and that is run by its name
    /// does not go on for ever.
    package static let depthVariable = "SWUV_RUN_RECURSION_DEPTH"
    package static let mostDepth = 100

    /// `NAME=value`.
    ///
    /// - Parameters:
    ///   - root: the virtual environment, nil when it is none.
    ///   - scripts: where its programs are.
    package static func variables(root: Path?, scripts: Path, searchPath: String?, depth: Int) -> [String] {
        var variables = ["PATH=" + scripts.text + (searchPath.map { $0.isEmpty ? "" : ":" + $0 } ?? "")]
        if let root { variables.append("VIRTUAL_ENV=" + root.text) }
        variables.append("\(depthVariable)=\(depth + 1)")
        return variables
    }

    /// The variables of a file that are not set yet.
    package static func additions(_ file: EnvironmentFile, besides variables: [String]) -> [String] {
        var additions: [String] = []
        for (index, variable) in file.variables.enumerated() {
            let isLast = !file.variables[(index + 1)...].contains { $0.name == variable.name }
            let start = variable.name + "="
            if isLast, !variables.contains(where: { $0.utf8.starts(with: start.utf8) }) {
                additions.append(start + variable.value)
            }
        }
        return additions
    }
}
