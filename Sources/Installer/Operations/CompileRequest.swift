/// What `compile` is asked to do.
package struct CompileRequest: Sendable {
    package var sources: RequirementSources
    package var access: IndexAccess
    package var resolution: ResolutionOptions
    /// The interpreter to resolve with (`--python`); `system` and the rest as everywhere.
    package var target: EnvironmentTarget
    package var pythonVersion: Version?
    package var pythonPlatform: TargetPlatform?
    /// One result for every platform and Python (`--universal`).
    package var universal: Bool
    /// Where to write (`-o`); its pins are preferences when it is there.
    package var output: Path?
    package var upgrade: PackageSelection
    package var style: CompileStyle
    package var variants: VariantRequest

    package init(
        sources: RequirementSources, access: IndexAccess, resolution: ResolutionOptions,
        target: EnvironmentTarget, pythonVersion: Version? = nil, pythonPlatform: TargetPlatform? = nil,
        universal: Bool = false, output: Path? = nil, upgrade: PackageSelection = .none,
        style: CompileStyle = CompileStyle(), variants: VariantRequest = VariantRequest()
    ) {
        self.sources = sources
        self.access = access
        self.resolution = resolution
        self.target = target
        self.pythonVersion = pythonVersion
        self.pythonPlatform = pythonPlatform
        self.universal = universal
        self.output = output
        self.upgrade = upgrade
        self.style = style
        self.variants = variants
    }
}

/// How the text of `compile` looks.
package struct CompileStyle: Sendable, Equatable {
    /// The command to name in the header; nil for no header.
    package var headerCommand: String?
    package var annotation: Annotation
    package var hashes: Bool
    package var markers: Bool
    package var extras: Bool
    package var emitIndexURL: Bool
    package var emitFindLinks: Bool
    /// Packages to leave out of the text although they were resolved.
    package var omitting: Set<PackageName>

    package enum Annotation: Sendable, Equatable {
        case none
        /// `# via` behind the pin.
        case line
        /// `# via` below the pin, one requirer a line.
        case split
    }

    package init(
        headerCommand: String? = nil, annotation: Annotation = .split, hashes: Bool = false,
        markers: Bool = false, extras: Bool = false, emitIndexURL: Bool = false, emitFindLinks: Bool = false,
        omitting: Set<PackageName> = []
    ) {
        self.headerCommand = headerCommand
        self.annotation = annotation
        self.hashes = hashes
        self.markers = markers
        self.extras = extras
        self.emitIndexURL = emitIndexURL
        self.emitFindLinks = emitFindLinks
        self.omitting = omitting
    }
}

/// What `compile` made. The operation writes `output`; Host prints `text`.
package struct CompileReport: Sendable {
    package var text: String
    package var steps: [StepSummary]
    /// One a pin, by name; a name may stand more than once in a universal result.
    package var packages: [CompiledPackage]
    /// The file written, absolute.
    package var output: Path?

    package init(text: String, steps: [StepSummary], packages: [CompiledPackage], output: Path? = nil) {
        self.text = text
        self.steps = steps
        self.packages = packages
        self.output = output
    }
}

package struct CompiledPackage: Sendable, Equatable {
    package var name: PackageName
    package var version: Version
    /// nil when the pin holds everywhere.
    package var marker: String?
    /// Who asked for it: a package name, or `-r requirements.in`.
    package var via: [String]

    package init(name: PackageName, version: Version, marker: String? = nil, via: [String] = []) {
        self.name = name
        self.version = version
        self.marker = marker
        self.via = via
    }
}
