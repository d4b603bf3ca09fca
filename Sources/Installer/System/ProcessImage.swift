internal import CSystem
internal import Glibc

/// The program that this process runs, and how another takes its place.
package enum ProcessImage {
    /// What the process was started with, the program's name first; bytes that are not UTF-8 are replaced.
    package static var arguments: [String] {
        guard var argument = unsafe swuv_arguments() else { return CommandLine.arguments }
        var arguments: [String] = []
        while let text = unsafe argument.pointee {
            unsafe arguments.append(String(cString: text))
            unsafe argument += 1
        }
        return arguments
    }

    /// What another program is to be given.
    package struct Replacement: Sendable, Hashable {
        /// Tried in this order until one can be executed.
        package var candidates: [Path]
        /// The first arguments, the program's own name first.
        package var leading: [String]
        /// From this place on, the arguments of this process follow, byte for byte. The program's name has the place 0.
        package var keepsArgumentsFrom: Int
        /// `NAME=value` of variables that are set; all others stay as they are, byte for byte.
        package var variables: [String]
        /// The working directory; nil: as it is.
        package var directory: Path?
        /// What it reads from its standard input; nil: as it is.
        package var input: [UInt8]?

        package init(
            candidates: [Path], leading: [String] = [], keepsArgumentsFrom: Int, variables: [String] = [],
            directory: Path? = nil, input: [UInt8]? = nil
        ) {
            self.candidates = candidates
            self.leading = leading
            self.keepsArgumentsFrom = keepsArgumentsFrom
            self.variables = variables
            self.directory = directory
            self.input = input
        }
    }

    /// Puts the program in this one's place: the same process, so that its exit status and the signals that end it
    /// are what whoever started swuv sees. Returns only when that failed, with the errno.
    package static func replace(with new: Replacement) -> Int32 {
        if let directory = new.directory, unsafe chdir(directory.text) != 0 { return errno }
        if let input = new.input {
            let file = unsafe input.withUnsafeBytes { bytes in
                unsafe swuv_memory_file(bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)!, bytes.count)
            }
            guard file >= 0, dup2(file, 0) == 0 else { return errno }
        }
        var arguments = unsafe new.leading.map { unsafe strdup($0) }
        if var given = unsafe swuv_arguments() {
            var place = 0
            while let argument = unsafe given.pointee {
                if place >= new.keepsArgumentsFrom { unsafe arguments.append(argument) }
                place += 1
                unsafe given += 1
            }
        } else {
            for argument in CommandLine.arguments.dropFirst(new.keepsArgumentsFrom) {
                unsafe arguments.append(strdup(argument))
            }
        }
        unsafe arguments.append(nil)
        var environment = unsafe new.variables.map { unsafe strdup($0) }
        if var entry = unsafe swuv_environment() {
            while let line = unsafe entry.pointee {
                if !new.variables.contains(where: { unsafe sets($0, theNameOf: line) }) {
                    unsafe environment.append(line)
                }
                unsafe entry += 1
            }
        }
        unsafe environment.append(nil)
        swuv_restore_process()
        return unsafe execute(new.candidates, arguments, environment)
    }

    /// As execvp(3) chooses: the first that can be executed; one that may not be counts only if there is no other.
    private static func execute(
        _ candidates: [Path], _ arguments: [UnsafeMutablePointer<CChar>?],
        _ environment: [UnsafeMutablePointer<CChar>?]
    ) -> Int32 {
        var code = ENOENT
        for candidate in candidates {
            let outcome = unsafe swuv_execute(candidate.text, arguments, environment)
            switch outcome {
            case ENOENT, ENOTDIR: continue
            case EACCES: code = EACCES
            default: return outcome
            }
        }
        return code
    }

    /// Whether `NAME=value` is about the variable of `line`.
    private static func sets(_ variable: String, theNameOf line: UnsafePointer<CChar>) -> Bool {
        var at = 0
        for byte in variable.utf8 {
            if unsafe line[at] != CChar(bitPattern: byte) { return false }
            if byte == UInt8(ascii: "=") { return true }
            at += 1
        }
        return false
    }
}
