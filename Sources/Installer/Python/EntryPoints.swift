/// The objects that a distribution offers by name: its `entry_points.txt`, an INI file of groups
/// (entry points specification).
package struct EntryPoints: Sendable, Hashable {
    package struct Group: Sendable, Hashable {
        package let name: String
        package fileprivate(set) var entries: [EntryPoint]
    }

    /// In the order of the file.
    package let groups: [Group]

    package static let fileName = "entry_points.txt"

    /// What becomes a program.
    package var consoleScripts: [EntryPoint] { entries(in: "console_scripts") }
    /// Programs without a console; on Linux no different.
    package var guiScripts: [EntryPoint] { entries(in: "gui_scripts") }

    package func entries(in group: String) -> [EntryPoint] {
        groups.first { $0.name == group }?.entries ?? []
    }
}

/// One named object: `module:attribute.attribute [extra, …]`.
package struct EntryPoint: Sendable, Hashable {
    package let name: String
    package let module: String
    /// The path from the module to the object; nil when the module itself is meant.
    package let attribute: String?
    package let extras: [String]

    package init(name: String, module: String, attribute: String?, extras: [String] = []) {
        self.name = name
        self.module = module
        self.attribute = attribute
        self.extras = extras
    }
}

/// An entry that names no object.
package struct EntryPointError: Diagnosable, Equatable {
    package let file: String
    package let line: Int
    package let entry: String
    package let reference: String

    package var diagnostic: Diagnostic {
        Diagnostic(
            "Failed to read `\(file)`",
            causes: [
                "line \(line): the entry point `\(entry)` refers to `\(reference)`, which is not `module:object`"
            ])
    }
}

extension EntryPoints {
    /// Reads the whole file. Of entries of one name in one group, the last counts. `file` is for messages.
    /// Throws an `INIError` or an `EntryPointError`.
    package init(parsing bytes: [UInt8], file: String = EntryPoints.fileName) throws {
        let document = try INIDocument(parsing: bytes, file: file)
        groups = try document.sections.map { section in
            var group = Group(name: section.name, entries: [])
            for entry in section.entries {
                guard let point = EntryPoint(name: entry.key, reference: entry.value) else {
                    throw EntryPointError(
                        file: file, line: entry.line, entry: entry.key, reference: entry.value)
                }
                group.entries.removeAll { $0.name == point.name }
                group.entries.append(point)
            }
            return group
        }
    }
}

extension EntryPoint {
    /// Nil when `reference` is not of the form that the specification gives.
    package init?(name: String, reference: String) {
        var object = Self.trimmed(reference.utf8[...])
        var extras: [String] = []
        if let open = object.firstIndex(of: UInt8(ascii: "[")) {
            guard object.last == UInt8(ascii: "]") else { return nil }
            extras = object[object.index(after: open)...].dropLast().split(separator: UInt8(ascii: ","))
                .map { String(Substring(Self.trimmed($0))) }
            object = Self.trimmed(object[..<open])
        }
        let parts = object.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            .map(Self.trimmed)
        guard !name.isEmpty, (1...2).contains(parts.count), parts.allSatisfy(Self.isDotted) else {
            return nil
        }
        self.init(
            name: name, module: String(Substring(parts[0])),
            attribute: parts.count == 2 ? String(Substring(parts[1])) : nil, extras: extras)
    }

    /// Identifiers with dots between them. Bytes beyond ASCII may be part of one.
    private static func isDotted(_ bytes: Substring.UTF8View) -> Bool {
        bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { part in
            guard let first = part.first, !first.isASCIIDigit else { return false }
            return part.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") || $0 >= 0x80 }
        }
    }

    private static func trimmed(_ bytes: Substring.UTF8View) -> Substring.UTF8View {
        var slice = bytes
        while let first = slice.first, first.isASCIISpace { slice.removeFirst() }
        while let last = slice.last, last.isASCIISpace { slice.removeLast() }
        return slice
    }
}
