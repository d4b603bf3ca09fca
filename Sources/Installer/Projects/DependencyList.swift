/// A list of dependencies of a `pyproject.toml`.
package enum DependencyList: Hashable, Sendable {
    /// `project.dependencies`
    case project
    /// `project.optional-dependencies.NAME`
    case extra(ExtraName)
    /// `dependency-groups.NAME` (PEP 735)
    case group(ExtraName)
    /// `tool.TOOL.dev-dependencies`, which groups have replaced.
    case development(tool: String)
    /// `dependencies` of the metadata of a script (PEP 723)
    case script

    package static let dev = DependencyList.group(ExtraName("dev")!)

    /// The option of `swuv remove` that names it; nil for the list that is meant without any.
    package var option: String? {
        switch self {
        case .project, .script: nil
        case .extra(let name): "--optional \(name)"
        case .group(let name): "--group \(name)"
        case .development: "--dev"
        }
    }

    /// What a dependency in it is called: `idna` is …
    package var role: String {
        switch self {
        case .project: "a dependency of the project"
        case .script: "a dependency of the script"
        case .extra: "an optional dependency"
        case .group(let name): "in the group `\(name)`"
        case .development: "a development dependency"
        }
    }

    /// The table that holds the lists of its kind.
    var table: [String] {
        switch self {
        case .project: ["project"]
        case .extra: ["project", "optional-dependencies"]
        case .group: ["dependency-groups"]
        case .development(let tool): ["tool", tool]
        case .script: []
        }
    }

    /// Its key in that table, where the document has none yet.
    var key: String {
        switch self {
        case .project, .script: "dependencies"
        case .extra(let name), .group(let name): name.text
        case .development: "dev-dependencies"
        }
    }
}

extension DependencyList: CustomStringConvertible {
    package var description: String { TOMLSpelling.key(table + [key]) }
}
