/// The metadata of a distribution (core metadata 1.0 to 2.5): the header of `METADATA` or `PKG-INFO`.
///
/// Bytes that are not UTF-8 are replaced, unknown fields ignored, and the description is not read.
/// Name, version and everything that steers installation must be right.
package struct CoreMetadata: Sendable, Hashable {
    package var metadataVersion: String
    package var name: PackageName
    package var version: Version
    package var requiresPython: VersionSpecifiers?
    package var requirements: [Requirement]
    package var providesExtras: [ExtraName]
    /// Names of the fields that a build may change, in lower case (metadata 2.2).
    package var dynamic: [String]
    package var summary: String?
    package var homePage: String?
    package var author: String?
    package var authorEmail: String?
    package var license: String?
    package var licenseExpression: String?
    /// `label, URL` as they were written.
    package var projectURLs: [String]

    package init(
        name: PackageName, version: Version, requiresPython: VersionSpecifiers? = nil,
        requirements: [Requirement] = [], providesExtras: [ExtraName] = [], dynamic: [String] = [],
        metadataVersion: String = "2.1"
    ) {
        self.metadataVersion = metadataVersion
        self.name = name
        self.version = version
        self.requiresPython = requiresPython
        self.requirements = requirements
        self.providesExtras = providesExtras
        self.dynamic = dynamic
        projectURLs = []
    }

    /// - Parameters:
    ///   - bytes: the document; what follows the header is not looked at.
    ///   - tolerant: repair the known mistakes of old metadata (`>=3.6.*`) before refusing a specifier.
    package init(parsing bytes: [UInt8], tolerant: Bool = true) throws(CoreMetadataError) {
        var reading = Reading(tolerant: tolerant)
        var reader = HeaderReader(bytes)
        while let field = reader.next(where: { Self.fields[$0] != nil }) {
            if let handle = Self.fields[Array(field.name.utf8.map { $0 | 0x20 })] { handle(&reading, field) }
        }
        self = try reading.finished()
    }

    /// The requirements that hold whatever extras are asked for, or with those given.
    package func requirements(
        in environment: MarkerEnvironment, extras: Set<ExtraName> = []
    ) -> [Requirement] {
        requirements.filter { $0.marker?.evaluate(environment, extras: extras) ?? true }
    }
}

/// Everything that is wrong with a metadata document.
package struct CoreMetadataError: Diagnosable, Equatable {
    package struct Fault: Equatable, Sendable {
        /// From 1; 0 for a field that is missing.
        package var line: Int
        package var field: String
        package var message: String
    }

    package var faults: [Fault]

    package var diagnostic: Diagnostic {
        Diagnostic(
            "invalid metadata",
            causes: faults.prefix(10).map { fault in
                fault.line == 0 ? fault.message : "line \(fault.line), \(fault.field): \(fault.message)"
            })
    }
}

// MARK: - Fields

extension CoreMetadata {
    /// What has been read so far.
    private struct Reading {
        let tolerant: Bool
        var metadata = CoreMetadata(name: .unnamed, version: Version(release: [0]))
        var hasName = false
        var hasVersion = false
        var faults: [CoreMetadataError.Fault] = []

        init(tolerant: Bool) { self.tolerant = tolerant }

        mutating func fault(_ field: HeaderReader.Field, _ message: String) {
            faults.append(.init(line: field.line, field: field.name, message: message))
        }

        consuming func finished() throws(CoreMetadataError) -> CoreMetadata {
            if !hasName && faults.allSatisfy({ $0.field.lowercased() != "name" }) {
                faults.append(.init(line: 0, field: "Name", message: "the field `Name` is missing"))
            }
            if !hasVersion && faults.allSatisfy({ $0.field.lowercased() != "version" }) {
                faults.append(.init(line: 0, field: "Version", message: "the field `Version` is missing"))
            }
            if !faults.isEmpty { throw CoreMetadataError(faults: faults) }
            return metadata
        }
    }

    private typealias Handler = @Sendable (inout Reading, HeaderReader.Field) -> Void

    /// The fields that are read, by name in lower case.
    private static let fields: [[UInt8]: Handler] = {
        var table: [[UInt8]: Handler] = [:]
        for (name, handler) in handlers { table[Array(name.utf8)] = handler }
        return table
    }()

    private static let handlers: [(String, Handler)] = [
        ("metadata-version", { $0.metadata.metadataVersion = $1.value }),
        ("name", readName),
        ("version", readVersion),
        ("requires-python", readRequiresPython),
        ("requires-dist", readRequirement),
        ("provides-extra", { if let name = ExtraName($1.value) { $0.metadata.providesExtras.append(name) } }),
        ("dynamic", { $0.metadata.dynamic.append($1.value.lowercased()) }),
        ("summary", { $0.metadata.summary = $1.value }),
        ("home-page", { $0.metadata.homePage = $1.value }),
        ("author", { $0.metadata.author = $1.value }),
        ("author-email", { $0.metadata.authorEmail = $1.value }),
        ("license", { $0.metadata.license = $1.value }),
        ("license-expression", { $0.metadata.licenseExpression = $1.value }),
        ("project-url", { $0.metadata.projectURLs.append($1.value) }),
    ]

    private static func readName(_ reading: inout Reading, _ field: HeaderReader.Field) {
        guard !reading.hasName else { return }
        guard let name = PackageName(field.value) else {
            reading.fault(field, "`\(TextExcerpt.shortened(field.value))` is no valid package name")
            return
        }
        reading.metadata.name = name
        reading.hasName = true
    }

    private static func readVersion(_ reading: inout Reading, _ field: HeaderReader.Field) {
        guard !reading.hasVersion else { return }
        guard let version = Version(field.value) else {
            reading.fault(field, "`\(TextExcerpt.shortened(field.value))` is no valid version")
            return
        }
        reading.metadata.version = version
        reading.hasVersion = true
    }

    private static func readRequiresPython(_ reading: inout Reading, _ field: HeaderReader.Field) {
        do {
            reading.metadata.requiresPython = try VersionSpecifiers(parsing: field.value)
        } catch {
            if reading.tolerant, let specifiers = SpecifierRepair.specifiers(field.value) {
                reading.metadata.requiresPython = specifiers
            } else {
                reading.fault(field, error.diagnostic.message + ": " + error.reason)
            }
        }
    }

    private static func readRequirement(_ reading: inout Reading, _ field: HeaderReader.Field) {
        // A folded line is one line with white space in it.
        do {
            reading.metadata.requirements.append(try Requirement(parsing: field.value))
        } catch {
            if reading.tolerant, let requirement = SpecifierRepair.requirement(field.value) {
                reading.metadata.requirements.append(requirement)
            } else {
                reading.fault(field, error.diagnostic.message + ": " + error.message)
            }
        }
    }
}
