import Foundation

@testable import Installer

/// A directory for one test, removed with it, and what tests of this room put there.
final class PythonScratch {
    let root: Path

    init() throws {
        let made = try Directory.temporary(in: Path(NSTemporaryDirectory()), prefix: "swuv-python-")
        root = try File.resolved(made)
    }

    deinit { _ = try? Directory.removeTree(root) }

    @discardableResult
    func file(_ path: String, _ text: String = "", mode: UInt32 = 0o644) throws -> Path {
        try file(path, bytes: Array(text.utf8), mode: mode)
    }

    @discardableResult
    func file(_ path: String, bytes: [UInt8], mode: UInt32 = 0o644) throws -> Path {
        let path = root / path
        try Directory.create(path.parent)
        try File.writeAtomically(bytes, to: path, mode: mode)
        return path
    }

    @discardableResult
    func directory(_ path: String) throws -> Path {
        try Directory.create(root / path)
        return root / path
    }

    @discardableResult
    func link(_ path: String, to target: String) throws -> Path {
        try Directory.create((root / path).parent)
        try Link.symbolic(target: target, at: root / path)
        return root / path
    }

    /// A program that answers the query as an interpreter of this version would. Each run adds a line to `log`.
    @discardableResult
    func interpreter(
        _ path: String, version: String = "3.12.1", implementation: String = "cpython",
        freeThreaded: Bool = false,
        log: String = "runs"
    ) throws -> Path {
        let executable = root / path
        let prefix = executable.parent.parent
        let short = version.split(separator: ".").prefix(2).joined(separator: ".")
        let numbers = version.split(separator: ".").prefix(3).joined(separator: ",")
        let scheme = { (root: String) in
            """
            {"purelib":"\(root)lib/python\(short)/site-packages","platlib":"\(root)lib/python\(short)/site-packages",\
            "scripts":"\(root)bin","data":"\(root)","include":"\(root)include"}
            """
        }
        let title = ["cpython": "CPython", "pypy": "PyPy"][implementation] ?? implementation
        let facts = """
            {"version":[\(numbers)],"implementation":"\(implementation)","executable":"\(executable)",\
            "base_executable":"\(executable)","prefix":"\(prefix)","base_prefix":"\(prefix)",\
            "stdlib":"\(prefix)/lib/python\(short)","scheme":\(scheme("\(prefix)/")),"venv_scheme":\(scheme("")),\
            "site_packages":[],"markers":{"os_name":"posix","sys_platform":"linux","platform_machine":"x86_64",\
            "platform_python_implementation":"\(title)","platform_release":"6","platform_system":"Linux",\
            "platform_version":"1","python_version":"\(short)","python_full_version":"\(version)",\
            "implementation_name":"\(implementation)","implementation_version":"\(version)"},\
            "platform":"linux-x86_64","libc":["glibc","2.36"],"pointer_bits":64,"soabi":"\(implementation)-x",\
            "free_threaded":\(freeThreaded),"debug":false}
            """
        return try file(
            path,
            """
            #!/bin/sh
            echo "$0" >> '\(root / log)'
            cat <<'END'
            <swuv-facts>\(facts)</swuv-facts>
            END
            """, mode: 0o755)
    }

    /// How many interpreters of `interpreter(_:)` ran.
    func runs(_ log: String = "runs") -> Int {
        guard let bytes = try? File.readIfPresent(root / log) else { return 0 }
        return bytes.filter { $0 == 0x0A }.count
    }

    func query(cached: Bool = true, timeoutSeconds: Int = 10) -> InterpreterQuery {
        InterpreterQuery(
            cache: cached ? root / "cache" : nil, environment: ProcessInfo.processInfo.environment,
            timeoutSeconds: timeoutSeconds)
    }
}

/// Interpreters of this machine, for tests of what only a real one can show: `/usr/bin/python3` and pyenv's, each
/// minor version once.
enum RealPythons {
    static let all: [Path] = {
        var found: [Path] = []
        if File.isExecutable("/usr/bin/python3") { found.append("/usr/bin/python3") }
        if let pyenv = Pyenv(environment: ProcessInfo.processInfo.environment) {
            for version in pyenv.versions() where !version.numbers.lexicographicallyPrecedes([3, 8]) {
                found.append(version.directory / "bin/python3")
            }
        }
        return found.filter(File.isExecutable)
    }()
}

/// Runs a program to its end; its output and its exit status.
func output(
    of arguments: [String], environment: [String: String]? = nil
) throws -> (text: String, status: Int32) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    if let environment { process.environment = environment }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: data, as: UTF8.self), process.terminationStatus)
}
