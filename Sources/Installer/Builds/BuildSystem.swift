/// Who builds a project: the table `[build-system]` of its `pyproject.toml` (PEP 518, 517), or what stands for it where
/// there is none.
package struct BuildSystem: Sendable, Hashable {
    package var requires: [Requirement]
    /// An importable module, perhaps with `:` and the path of an object in it.
    package var backend: String
    /// Directories of the project from which the backend is loaded, relative to it.
    package var backendPath: [String]

    package init(requires: [Requirement], backend: String, backendPath: [String] = []) {
        self.requires = requires
        self.backend = backend
        self.backendPath = backendPath
    }

    /// setuptools as it behaved before there was a `pyproject.toml`: it runs `setup.py` in the project's directory.
    static let legacyBackend = "setuptools.build_meta:__legacy__"

    static var legacy: BuildSystem {
        let setuptools = try? Requirement(parsing: "setuptools>=40.8.0")
        return BuildSystem(requires: setuptools.map { [$0] } ?? [], backend: legacyBackend)
    }

    /// Reads the table, and throws everything that is wrong with it.
    init(_ document: TOMLDocument) throws(TOMLErrors) {
        guard let item = document["build-system"] else {
            self = .legacy
            return
        }
        var faults: [TOMLFault] = []
        func refuse(_ item: TOMLItem, _ name: String, _ expected: String) {
            faults.append(document.fault("`\(name)` must be \(expected), not \(item.kindName)", at: item))
        }
        guard let table = item.table else {
            refuse(item, "build-system", "a table")
            throw document.errors(faults)
        }
        requires = []
        backend = Self.legacyBackend
        backendPath = []
        if let item = table["requires"] {
            if item.array == nil { refuse(item, "build-system.requires", "an array") }
            for element in item.array ?? [] {
                guard let text = element.string else {
                    refuse(element, "an element of build-system.requires", "a string")
                    continue
                }
                do {
                    requires.append(try Requirement(parsing: text))
                } catch {
                    faults.append(document.fault(error.message, at: element))
                }
            }
        } else {
            faults.append(document.fault("`build-system` has no `requires`", at: item))
        }
        if let item = table["build-backend"] {
            if let text = item.string {
                backend = text
                if !Self.isObjectReference(text) {
                    faults.append(
                        document.fault(
                            "`build-backend` must name a module, or a module and an object in it", at: item))
                }
            } else {
                refuse(item, "build-system.build-backend", "a string")
            }
        }
        if let item = table["backend-path"] {
            if item.array == nil { refuse(item, "build-system.backend-path", "an array") }
            for element in item.array ?? [] {
                guard let text = element.string else {
                    refuse(element, "an element of build-system.backend-path", "a string")
                    continue
                }
                if Path(text).isAbsolute || Self.leaves(text) {
                    faults.append(
                        document.fault("`backend-path` must lie in the project's directory", at: element))
                }
                backendPath.append(text)
            }
        }
        guard faults.isEmpty else { throw document.errors(faults) }
    }

    /// Whether a relative path leads above where it starts.
    private static func leaves(_ path: String) -> Bool {
        var depth = 0
        for component in path.split(separator: "/") {
            switch component {
            case ".": continue
            case "..":
                depth -= 1
                if depth < 0 { return true }
            default: depth += 1
            }
        }
        return false
    }

    /// `module.sub:object.member`, in identifiers of Python.
    private static func isObjectReference(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { return false }
        return parts.allSatisfy { part in
            part.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { word in
                guard let first = word.utf8.first, !first.isASCIIDigit else { return false }
                return word.utf8.allSatisfy {
                    $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") || $0 >= 0x80
                }
            }
        }
    }
}
