internal import Installer

/// The settings of one configuration file: `swuv.toml`, `swuv.local.toml`, or the table `[tool.swuv]` or `[tool.uv]` of
/// a `pyproject.toml`.
///
/// Keys are the long names of options. `[[index]]` tables name indexes, `[sources]` pins packages to them,
/// `[variants]` says what is preferred among variant wheels, `default-extras` and `default-groups` what of a project
/// is in force.
struct ConfigurationFile: Sendable {
    var path: Path
    let kind: Kind
    /// It belongs to a project, and whoever wrote that may not be the user.
    var isOfProject = false
    var values: [String: [SettingValue]] = [:]
    var indexes: [ConfiguredIndex] = []
    /// The index a package comes from, by the index's name.
    var pins: [PackageName: String] = [:]
    /// What of a project is in force by default; of a file that is no `pyproject.toml`.
    var defaults = SelectionDefaults.none
    /// Keys that mean nothing here; told once.
    var warnings: [Diagnostic] = []

    /// Whose words they are, and so which keys there are.
    enum Kind: Sendable {
        /// A file of our own.
        case file
        /// `[tool.swuv]`; what it says about the project is the project's reader to judge.
        case project
        /// `[tool.uv]`: what we know of it counts, anything else is passed over.
        case uv
    }

    /// One `[[index]]` table.
    struct ConfiguredIndex: Sendable, Equatable {
        var name: String?
        var url: SettingValue
        var isDefault: Bool
        var isExplicit: Bool
        /// A page or directory of archives, as `find-links` takes it (`format = "flat"`).
        var isFlat = false
    }

    init(reading table: TOMLItem, of document: TOMLDocument, in directory: Path, as kind: Kind = .file) throws
    {
        path = Path(document.file)
        self.kind = kind
        var reader = ConfigurationReader(document: document, directory: directory, kind: kind)
        reader.read(table)
        if !reader.faults.isEmpty {
            if kind == .file { throw document.errors(reader.faults).diagnostic.asUsage }
            // All that is wrong with the document is told at once, each place once.
            let places = Set(reader.faults.map(\.snippet.position))
            let others = Project.faults(of: document, in: directory)
                .filter { !places.contains($0.snippet.position) }
            throw document.errors(reader.faults + others).diagnostic
        }
        defaults = reader.defaults
        values = reader.values
        indexes = reader.indexes
        pins = reader.pins
        warnings = reader.warnings
    }
}

extension Diagnostic {
    /// The same, with the exit status of a wrong call.
    var asUsage: Diagnostic {
        var copy = self
        copy.exitCode = .usage
        return copy
    }
}
