/// A program that a wheel wants to have made for a function (entry points specification).
package struct ScriptEntry: Sendable, Hashable {
    package let name: String
    package let module: String
    /// Attributes from the module to the function, with dots.
    package let function: String
    /// From `gui_scripts`; on Linux it makes no difference.
    package let isGraphical: Bool
}

extension ScriptEntry {
    /// The console and gui scripts of an `entry_points.txt`, sorted by name.
    ///
    /// Other groups are not looked at: what they hold is between packages. A script's name must be a plain
    /// file name that is no part of the environment, its reference `module:function` and nothing more,
    /// since both are written into a program.
    package static func scripts(in bytes: [UInt8], wheel: String) throws(WheelError) -> [ScriptEntry] {
        var found: [String: ScriptEntry] = [:]
        var section = ""
        var number = 0
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            let text = trimmed(line)
            guard let first = text.first, first != UInt8(ascii: "#"), first != UInt8(ascii: ";") else {
                continue
            }
            if first == UInt8(ascii: "["), text.last == UInt8(ascii: "]") {
                section = String(decoding: trimmed(text.dropFirst().dropLast()), as: UTF8.self)
                continue
            }
            guard section == "console_scripts" || section == "gui_scripts" else { continue }
            let entry = try parse(text, line: number, isGraphical: section == "gui_scripts", wheel)
            if let other = found[entry.name], other.module != entry.module || other.function != entry.function
            {
                throw WheelError(
                    wheel: wheel,
                    "`entry_points.txt` line \(number): the script `\(entry.name)` is defined twice")
            }
            found[entry.name] = entry
        }
        return found.values.sorted { $0.name < $1.name }
    }

    private static func parse(
        _ line: ArraySlice<UInt8>, line number: Int, isGraphical: Bool, _ wheel: String
    ) throws(WheelError) -> ScriptEntry {
        func fail(_ what: String) -> WheelError {
            WheelError(wheel: wheel, "`entry_points.txt` line \(number): \(what)")
        }
        guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else { throw fail("`=` is missing") }
        let name = String(decoding: trimmed(line[..<equals]), as: UTF8.self)
        let shown = ZipError.escaped(name)
        guard !name.contains("/"), name.utf8.count <= 255, ZipName.fault(name) == nil else {
            throw fail("`\(shown)` is not a name for a script")
        }
        guard !ProtectedProgram.contains(name) else {
            throw fail("the script `\(shown)` would replace a program of the environment")
        }
        var value = trimmed(line[(equals + 1)...])
        // Extras are of no meaning any more, and other tools ignore them too.
        if let open = value.firstIndex(of: UInt8(ascii: "[")), value.last == UInt8(ascii: "]") {
            value = trimmed(value[..<open])
        }
        let reference = ZipError.escaped(String(decoding: value, as: UTF8.self))
        let parts = value.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map(trimmed)
        guard parts.count == 2, parts.allSatisfy(isDotted) else {
            throw fail("the script `\(shown)` refers to `\(reference)`, which is not `module:function`")
        }
        return ScriptEntry(
            name: name, module: String(decoding: parts[0], as: UTF8.self),
            function: String(decoding: parts[1], as: UTF8.self), isGraphical: isGraphical)
    }

    /// Identifiers with dots between them. Bytes beyond ASCII may be part of one.
    private static func isDotted(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { part in
            guard let first = part.first, !first.isASCIIDigit else { return false }
            return part.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") || $0 >= 0x80 }
        }
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let start = bytes.firstIndex { !$0.isASCIISpace } ?? bytes.endIndex
        let end = bytes.lastIndex { !$0.isASCIISpace } ?? bytes.startIndex
        return start < bytes.endIndex ? bytes[start...end] : []
    }
}
