/// The values of environment markers (PEP 508) for one interpreter on one platform.
package struct MarkerEnvironment: Sendable, Hashable {
    package var osName: String
    package var sysPlatform: String
    package var platformMachine: String
    package var platformPythonImplementation: String
    package var platformRelease: String
    package var platformSystem: String
    package var platformVersion: String
    /// `3.12`
    package var pythonVersion: String
    /// `3.12.4`
    package var pythonFullVersion: String
    package var implementationName: String
    package var implementationVersion: String

    package init(
        osName: String, sysPlatform: String, platformMachine: String, platformPythonImplementation: String,
        platformRelease: String, platformSystem: String, platformVersion: String, pythonVersion: String,
        pythonFullVersion: String, implementationName: String, implementationVersion: String
    ) {
        self.osName = osName
        self.sysPlatform = sysPlatform
        self.platformMachine = platformMachine
        self.platformPythonImplementation = platformPythonImplementation
        self.platformRelease = platformRelease
        self.platformSystem = platformSystem
        self.platformVersion = platformVersion
        self.pythonVersion = pythonVersion
        self.pythonFullVersion = pythonFullVersion
        self.implementationName = implementationName
        self.implementationVersion = implementationVersion
    }

    package subscript(variable: MarkerVariable) -> String {
        switch variable {
        case .osName: osName
        case .sysPlatform: sysPlatform
        case .platformMachine: platformMachine
        case .platformPythonImplementation: platformPythonImplementation
        case .platformRelease: platformRelease
        case .platformSystem: platformSystem
        case .platformVersion: platformVersion
        case .pythonVersion: pythonVersion
        case .pythonFullVersion:
            // A Python built from a checkout says `3.13.0+`, which is no version.
            pythonFullVersion.hasSuffix("+") ? pythonFullVersion + "local" : pythonFullVersion
        case .implementationName: implementationName
        case .implementationVersion: implementationVersion
        }
    }

    /// The same environment for another Python version: `3.12` means `3.12.0`.
    package func with(python version: Version) -> MarkerEnvironment {
        var copy = self
        let full = Version(
            release: [version.major, version.minor, version.patch], pre: version.pre, dev: version.dev)
        copy.pythonVersion = "\(version.major).\(version.minor)"
        copy.pythonFullVersion = full.description
        if copy.implementationName == "cpython" { copy.implementationVersion = full.description }
        return copy
    }
}

/// The marker variables that an environment has a text for.
package enum MarkerVariable: String, Sendable, CaseIterable {
    case osName = "os_name"
    case sysPlatform = "sys_platform"
    case platformMachine = "platform_machine"
    case platformPythonImplementation = "platform_python_implementation"
    case platformRelease = "platform_release"
    case platformSystem = "platform_system"
    case platformVersion = "platform_version"
    case pythonVersion = "python_version"
    case pythonFullVersion = "python_full_version"
    case implementationName = "implementation_name"
    case implementationVersion = "implementation_version"

    /// Whether values are compared as versions where they are versions.
    var isVersion: Bool {
        switch self {
        case .pythonVersion, .pythonFullVersion, .implementationVersion, .platformRelease: true
        default: false
        }
    }

    /// The names of PEP 345 and earlier, still found in metadata.
    static let oldNames: [String: MarkerVariable] = [
        "os.name": .osName, "sys.platform": .sysPlatform, "platform.version": .platformVersion,
        "platform.machine": .platformMachine,
        "platform.python_implementation": .platformPythonImplementation,
        "python_implementation": .platformPythonImplementation,
    ]
}

/// The variant markers' values for the wheel a dependency was read from (PEP 825; V-130).
package struct VariantValues: Sendable, Hashable {
    package var label: String
    /// `namespace :: feature :: value`, with one space around `::`.
    package var properties: Set<String>
    package var features: Set<String>
    package var namespaces: Set<String>

    package init(label: String, properties: Set<String>, features: Set<String>, namespaces: Set<String>) {
        self.label = label
        self.properties = properties
        self.features = features
        self.namespaces = namespaces
    }

    /// What an ordinary wheel or a source distribution has (V-121).
    package static let ordinary = VariantValues(label: "", properties: [], features: [], namespaces: [])
}
