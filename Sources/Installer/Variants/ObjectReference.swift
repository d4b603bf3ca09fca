/// A Python object by its name: a module, or a module and what is reached from it, `package.module:Class` (V-210).
package struct ObjectReference: Hashable, Sendable {
    /// `package.module`
    package let module: String
    /// `Class.attribute`; nil for the module itself.
    package let object: String?

    /// Nil unless it is dotted identifiers, and perhaps one `:` with white space around it.
    package init?(_ text: String) {
        var module = Substring(text).utf8
        var object: Substring.UTF8View?
        if let colon = module.firstIndex(of: UInt8(ascii: ":")) {
            var behind = module[module.index(after: colon)...]
            module = module[..<colon]
            while let last = module.last, NameRules.isSpace(last) { module.removeLast() }
            while let first = behind.first, NameRules.isSpace(first) { behind.removeFirst() }
            guard Self.isDotted(behind) else { return nil }
            object = behind
        }
        guard Self.isDotted(module) else { return nil }
        self.module = String(Substring(module))
        self.object = object.map { String(Substring($0)) }
    }

    /// Without white space.
    package var text: String { object.map { "\(module):\($0)" } ?? module }

    /// Python allows letters beyond ASCII; those are taken as they come.
    private static func isDotted(_ text: Substring.UTF8View) -> Bool {
        var isStart = true
        for byte in text {
            if byte == UInt8(ascii: ".") {
                if isStart { return false }
                isStart = true
                continue
            }
            guard NameRules.isAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte >= 0x80,
                !isStart || !NameRules.isDigit(byte)
            else { return false }
            isStart = false
        }
        return !isStart
    }
}
