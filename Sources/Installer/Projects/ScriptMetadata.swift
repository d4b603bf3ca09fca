/// The metadata that a single-file script carries in a comment (PEP 723):
///
///     # /// script
///     # requires-python = ">=3.12"
///     # dependencies = ["requests<3"]
///     # ///
package struct ScriptMetadata: Sendable {
    package var requiresPython: VersionSpecifiers?
    let entries: [ProjectRequirements.Entry]
    let settings: ProjectSettings
    /// The TOML of the block, each line where it stands in the script.
    package let document: TOMLDocument

    package var dependencies: [Requirement] { entries.map(\.requirement) }

    /// Whether there may be a block: a line starts as one would.
    package static func isMentioned(in bytes: [UInt8]) -> Bool { ScriptText.mentionsMetadata(bytes) }

    /// Reads the block of a script; nil when it has none. Throws all faults of the block, in the lines of the script.
    package init?(script bytes: [UInt8], file: String) throws {
        guard let text = try ScriptText(parsing: bytes, file: file).metadataInPlace else { return nil }
        try self.init(TOMLDocument(parsing: text, file: file))
    }

    /// Of a script that says nothing.
    static func none(file: String) throws -> ScriptMetadata {
        try .init(TOMLDocument(parsing: [], file: file))
    }

    private init(_ document: TOMLDocument) throws {
        var fields = TOMLFields(document)
        requiresPython = nil
        if let item = document["requires-python"], let text = fields.string(item, "requires-python") {
            do {
                requiresPython = try VersionSpecifiers(parsing: text)
            } catch {
                fields.report(error.reason, fields.span(of: error.columns, in: item, text))
            }
        }
        entries = document["dependencies"].map { fields.requirements($0, "dependencies") } ?? []
        var reader = ProjectSettingsReader(document)
        reader.read()
        settings = reader.settings
        let faults = fields.faults + reader.fields.faults
        guard faults.isEmpty else { throw document.errors(faults) }
        self.document = document
    }
}
