internal import CSystem
internal import Glibc

/// The environment variables of this process and what follows from them. Host reads it once and hands
/// it on; nothing below reads a variable by itself.
package enum ProcessEnvironment {
    /// All variables. Of a name that occurs twice the first counts, as for getenv; bytes that are not
    /// UTF-8 are replaced.
    package static func read() -> [String: String] {
        guard let entries = unsafe swuv_environment() else { return [:] }
        var count = 0
        while unsafe entries[count] != nil { count += 1 }
        var variables: [String: String] = [:]
        variables.reserveCapacity(count)
        // Backwards, so that of two the first one stays.
        for place in (0..<count).reversed() {
            guard let text = unsafe entries[place], let cut = unsafe strchr(text, 0x3D) else { continue }
            let name = unsafe UnsafeRawBufferPointer(start: text, count: cut - UnsafeMutablePointer(text))
            variables[unsafe String(decoding: name, as: UTF8.self)] = unsafe String(cString: cut + 1)
        }
        return variables
    }

    /// The user's directory: `HOME`, else what the user database says; nil when neither helps.
    package static func homeDirectory(_ environment: [String: String]) -> Path? {
        if let home = environment["HOME"], !home.isEmpty { return Path(home) }
        var record = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>?
        return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer -> Path? in
            let code = unsafe getpwuid_r(getuid(), &record, buffer.baseAddress!, buffer.count, &found)
            guard code == 0, unsafe found != nil, let home = unsafe record.pw_dir else { return nil }
            return unsafe Path(String(cString: home))
        }
    }

    /// The program `name` on the `PATH` of `environment`, or `name` itself when it has a slash; nil
    /// when there is none that this user may execute.
    package static func findProgram(_ name: String, _ environment: [String: String]) -> Path? {
        if name.utf8.contains(UInt8(ascii: "/")) {
            return File.isExecutable(Path(name)) ? Path(name) : nil
        }
        return searchPath(environment).lazy.map { $0 / name }.first(where: File.isExecutable)
    }

    /// The directories of `PATH`; an empty one means the working directory.
    package static func searchPath(_ environment: [String: String]) -> [Path] {
        let text = environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        return text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            .map { Path($0.isEmpty ? "." : String(Substring($0))) }
    }

    /// Lets this process (and its children) open as many files as the hard limit allows, up to 65,536: the usual soft
    /// limit of 1,024 is too low for many transfers and threads. And a closed pipe is an error of the write from here
    /// on, not the end of an installation halfway through. `ProcessImage` undoes both.
    package static func adaptProcess() { swuv_adapt_process(65_536) }

    /// All variables as `NAME=value`, in their order; bytes that are not UTF-8 are replaced.
    package static func lines() -> [String] {
        var lines: [String] = []
        guard var entry = unsafe swuv_environment() else { return lines }
        while let text = unsafe entry.pointee {
            unsafe lines.append(String(cString: text))
            unsafe entry += 1
        }
        return lines
    }

    package static var processID: Int32 { getpid() }

    /// The effective user is root.
    package static var isRoot: Bool { geteuid() == 0 }

    /// The effective user.
    package static var userID: UInt32 { geteuid() }

    /// The file that this process runs; nil when the system does not tell.
    package static var executable: Path? {
        (try? Link.target(of: "/proc/self/exe")).map { Path($0) }
    }

    /// The name of this machine in its network; empty when the system does not tell.
    package static var hostName: String {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            unsafe buffer.initialize(repeating: 0)
            guard unsafe gethostname(buffer.baseAddress!, 255) == 0 else { return "" }
            return unsafe String(cString: buffer.baseAddress!)
        }
    }
}
