/// What a backend wrote: its last lines, and what they say about the cause.
struct BuildOutput {
    /// Without empty lines at either end.
    let lines: [Substring]

    init(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)[...]
        while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
        while let first = lines.first, first.allSatisfy(\.isWhitespace) { lines.removeFirst() }
        self.lines = lines.filter { !Self.isOurs($0.drop(while: \.isWhitespace)) }
    }

    /// The header of a traceback says nothing, and reads as if swuv had one; its first frame is that of our script.
    private static func isOurs(_ line: Substring) -> Bool {
        line == "Traceback (most recent call last):"
            || line.hasPrefix("File \"<string>\", line ") && line.hasSuffix(", in <module>")
    }

    private static let shownLines = 25

    /// The last lines as one cause; nil when there is nothing to show.
    var cause: String? {
        if lines.isEmpty { return nil }
        let shown = lines.suffix(Self.shownLines).map { String($0.prefix(400)) }.joined(separator: "\n")
        let left = lines.count - Self.shownLines
        return left > 0
            ? "the last \(Self.shownLines) lines of its output (`-v` shows all):\n\(shown)"
            : "its output:\n\(shown)"
    }

    /// What the user can do, for the usual causes.
    func hints(python: String) -> [String] {
        var hints: [String] = []
        for line in lines.suffix(400) {
            guard let hint = Self.hint(line, python: python), !hints.contains(hint) else { continue }
            hints.append(hint)
            if hints.count == 3 { break }
        }
        return hints
    }

    private static func hint(_ line: Substring, python: String) -> String? {
        if let header = between(line, "fatal error: ", ": No such file") {
            if header == "Python.h" {
                return
                    "The headers of Python are missing: install them with `apt install python3-dev` or your system's package manager"
            }
            return
                "The header `\(header)` is missing: install the development package of the library that has it"
        }
        if let module = between(line, "No module named '", "'") {
            let top = module.prefix { $0 != "." }
            if removedModules.contains(String(top)) {
                return
                    "It needs the module `\(top)`, which Python \(python) does not have any more: try a newer version of the package or an older Python (`--python`)"
            }
            return
                "It needs the module `\(top)` to be built and does not say so in `build-system.requires`: install it and use `--no-build-isolation-package`"
        }
        if line.contains("has no attribute 'cython_sources'") {
            return
                "It was written for an older Cython: take a newer version of the package, or one whose wheels fit"
        }
        if removedAttributes.contains(where: { line.contains($0) }) {
            return
                "It uses something that Python \(python) does not have any more: try a newer version of the package or an older Python (`--python`)"
        }
        if compilers.contains(where: { line.contains($0) }) {
            return
                "No compiler was found: install one with `apt install build-essential` or your system's package manager"
        }
        if let program = between(line, "No such file or directory: '", "'"), programs.contains(program) {
            return "The program `\(program)` is missing: install it with your system's package manager"
        }
        return nil
    }

    private static func between(_ line: Substring, _ start: String, _ end: String) -> String? {
        guard let from = line.firstRange(of: start), let to = line[from.upperBound...].firstRange(of: end)
        else {
            return nil
        }
        let found = line[from.upperBound..<to.lowerBound]
        return found.isEmpty || found.utf8.count > 100 ? nil : String(found)
    }

    /// Of the standard library, until 3.12 and 3.13.
    private static let removedModules: Set<String> = [
        "distutils", "imp", "asynchat", "asyncore", "smtpd", "cgi", "pipes", "lib2to3",
    ]
    private static let removedAttributes = [
        "has no attribute 'ImpImporter'", "has no attribute 'SafeConfigParser'",
        "has no attribute 'getargspec'",
        "has no attribute 'get_importer'",
    ]
    private static let compilers = [
        "error: command 'gcc' failed: No such file", "error: command 'cc' failed: No such file",
        "error: command 'g++' failed: No such file", "error: command 'c++' failed: No such file",
        "command 'x86_64-linux-gnu-gcc' failed: No such file", "unable to execute 'gcc'",
        "unable to execute 'cc'",
        "No CMAKE_C_COMPILER could be found", "No CMAKE_CXX_COMPILER could be found", "Unknown compiler(s)",
    ]
    private static let programs: Set<String> = [
        "cmake", "ninja", "cargo", "rustc", "pkg-config", "git", "make", "gfortran", "swig", "nvcc",
        "patchelf",
    ]
}
