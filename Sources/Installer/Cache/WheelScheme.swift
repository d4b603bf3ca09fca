/// The places into which the files of a wheel go (binary distribution format, "The .data directory").
/// The raw value is what manifests and journals keep.
package enum WheelScheme: UInt8, Sendable, Hashable, CaseIterable {
    case purelib, platlib, scripts, data, headers

    /// The name of its directory inside `.data`.
    package init?(directory: Substring) {
        switch directory {
        case "purelib": self = .purelib
        case "platlib": self = .platlib
        case "scripts": self = .scripts
        case "data": self = .data
        case "headers": self = .headers
        default: return nil
        }
    }
}

/// Which programs a package may not bring, because they are the environment itself.
package enum ProtectedProgram {
    /// `python`, `python3`, `pythonw3.12t` and the activation scripts, in any case.
    package static func contains(_ name: some StringProtocol) -> Bool {
        let name = name.lowercased()
        let stem = name.hasSuffix(".exe") ? String(name.dropLast(4)) : name
        if stem.hasPrefix("python") {
            var rest = stem.utf8.dropFirst(6)
            if rest.first == UInt8(ascii: "w") { rest = rest.dropFirst() }
            if rest.last == UInt8(ascii: "t") || rest.last == UInt8(ascii: "d") { rest = rest.dropLast() }
            return rest.allSatisfy { $0.isASCIIDigit || $0 == UInt8(ascii: ".") }
        }
        return activators.contains(name)
    }

    private static let activators: Set<String> = [
        "activate", "activate.sh", "activate.csh", "activate.fish", "activate.nu", "activate.ps1",
        "activate.bat", "activate.xsh", "activate_this.py", "deactivate", "deactivate.bat",
    ]
}
