/// The projects that share a lock: one alone, or those of a workspace.
package struct Workspace: Sendable {
    /// The directory of the lock, absolute.
    package let root: Path
    /// What stands in it, a project or not.
    package let rootProject: Project
    /// By name. The root is one of them when it is a project, or has dependency groups.
    package let members: [Project]
    /// Where the command stands; nil in a root that is no project.
    package let current: Project?
    /// Every file that was read.
    package let files: [Path]
    /// What else could change which projects there are: places where no file was found, directories whose entries were
    /// looked at.
    package let watched: [Path]
    package let lockPath: Path
    /// Where the environment is when that is not for the user to say: that of a script.
    var ownEnvironment: Path?

    /// What the lock calls a root that is no project but has dependency groups.
    package static let rootName = PackageName("virtual-workspace-root")!

    package var settings: ProjectSettings { rootProject.settings }

    /// The directory of the environment: `SWUV_PROJECT_ENVIRONMENT` or `UV_PROJECT_ENVIRONMENT`, which start at the
    /// root when they are relative, else `.venv`.
    package func environmentPath(environment: [String: String]) -> Path {
        if let ownEnvironment { return ownEnvironment }
        for name in ["SWUV_PROJECT_ENVIRONMENT", "UV_PROJECT_ENVIRONMENT"] {
            if let text = environment[name], !text.isEmpty { return Path(text).absolute(in: root) }
        }
        return root / ".venv"
    }

    /// What all members can run on; nil when none of them says anything.
    package var requiresPython: VersionSpecifiers? {
        let all = members.compactMap(\.requirements.requiresPython)
        guard var found = all.first else { return nil }
        for next in all.dropFirst() where !found.ranges.isSubset(of: next.ranges) {
            found = next.ranges.isSubset(of: found.ranges) ? next : found.and(next)
        }
        return found
    }

    package func member(_ name: PackageName) -> Project? { members.first { $0.name == name } }

    /// A member's directory relative to the root, `.` for the root itself.
    package func path(of member: Project) -> String { member.directory.shortest(from: root).text }
}

extension Path {
    /// The way from `base` to here, with `..` where it has to go up. Both are absolute and normalised.
    package func shortest(from base: Path) -> Path {
        let own = components
        let other = base.components
        var common = 0
        while common < own.count, common < other.count, own[common] == other[common] { common += 1 }
        let steps = [Substring](repeating: "..", count: other.count - common) + own[common...]
        return Path(steps.isEmpty ? "." : steps.joined(separator: "/"))
    }
}
