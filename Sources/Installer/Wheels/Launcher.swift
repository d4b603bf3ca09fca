/// The text of the programs in an environment's `bin`.
///
/// It is the text that other installers write, so that environments made by different tools agree.
enum Launcher {
    /// The first line, which names the interpreter. A path that the kernel would not take there (longer
    /// than 127 bytes, or with spaces) goes through `/bin/sh`, for which the next line is a command, while
    /// for Python it is a string.
    static func shebang(_ interpreter: Path) -> String {
        let path = interpreter.text
        if path.utf8.count + 3 <= 127, !path.utf8.contains(where: { $0 == 0x20 || $0 == 0x09 }) {
            return "#!\(path)"
        }
        // Inside the single quotes of the shell; Python sees the end of one string and the next.
        let quoted = path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\"'\"'")
        return "#!/bin/sh\n'''exec' '\(quoted)' \"$0\" \"$@\"\n' '''"
    }

    /// A program that calls the function of an entry point.
    static func text(_ script: ScriptEntry, shebang: String) -> [UInt8] {
        let imported = script.function.split(separator: ".").first.map(String.init) ?? script.function
        let text = """
            \(shebang)
            # -*- coding: utf-8 -*-
            import sys
            from \(script.module) import \(imported)
            if __name__ == "__main__":
                if sys.argv[0].endswith("-script.pyw"):
                    sys.argv[0] = sys.argv[0][:-11]
                elif sys.argv[0].endswith(".exe"):
                    sys.argv[0] = sys.argv[0][:-4]
                sys.exit(\(script.function)())

            """
        return Array(text.utf8)
    }

    /// A script of the wheel whose first line is `#!python` or `#!pythonw`, perhaps with more (the wheel
    /// format, "Recommended installer features"). What follows the word stays if it is arguments.
    static func rewritten(_ script: [UInt8], shebang: String) -> [UInt8] {
        guard script.starts(with: "#!python".utf8) else { return script }
        var end = script.firstIndex(of: 0x0A) ?? script.count
        let rest = script[end...]
        if end > 0, script[end - 1] == 0x0D { end -= 1 }
        return Array(shebang.utf8) + rest
    }
}
