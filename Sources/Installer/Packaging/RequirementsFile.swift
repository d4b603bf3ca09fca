/// What a requirements file asks for, the files it includes and their options in it.
///
/// The format is pip's: one requirement or option a line, `#` comments, lines continued with a backslash,
/// `${NAME}` taken from the environment. Paths of `-r`, `-c` and `--find-links` start at the file that names
/// them, paths of requirements at the working directory, as pip has it.
package struct RequirementsFile: Sendable {
    /// Where a requirement was asked for: `-r dev.txt (line 3)`.
    package struct Origin: Hashable, Sendable, CustomStringConvertible {
        /// `-r` or `-c`.
        package let flag: String
        /// As the user named it, or as the including file leads to it.
        package let file: String
        package let line: Int

        package init(flag: String, file: String, line: Int) {
            self.flag = flag
            self.file = file
            self.line = line
        }

        package var description: String { "\(flag) \(file) (line \(line))" }
    }

    package struct Entry: Hashable, Sendable {
        package var subject: RequirementSubject
        /// Any one of them must fit; empty when none was given.
        package var hashes: [Hash]
        package var origin: Origin
    }

    /// The options of the file that hold for the whole command.
    package struct Options: Hashable, Sendable {
        /// The last of several.
        package var indexURL: String?
        package var extraIndexURLs: [String] = []
        /// URLs as written, and absolute paths.
        package var findLinks: [String] = []
        package var noIndex = false
        package var allowsPrereleases = false
        package var requiresHashes = false
        /// Package names, `:all:` and `:none:`, in the order in which they were given.
        package var noBinary: [String] = []
        package var onlyBinary: [String] = []
        package var trustedHosts: [String] = []

        package init() {}
    }

    /// An option that pip knows and that changes nothing here.
    package struct IgnoredOption: Hashable, Sendable {
        package let name: String
        package let origin: Origin
    }

    package var requirements: [Entry] = []
    package var constraints: [Entry] = []
    package var options = Options()
    package var ignored: [IgnoredOption] = []

    package init() {}

    /// Reads the file at `path` (`-` is standard input) and all it includes. Throws every fault of all of them.
    ///
    /// `flag` names how the file was given: the entries of a `-c` file are all constraints.
    package static func read(
        _ path: Path, flag: String = "-r", in directory: Path, environment: [String: String]
    ) throws(RequirementsFileErrors) -> RequirementsFile {
        var reader = RequirementsFileReader(directory: directory, environment: environment)
        reader.readFile(path.text, flag: flag)
        return try reader.finish(root: path.text)
    }

    /// Reads a file that is in memory already.
    package static func parse(
        _ bytes: [UInt8], file: String, flag: String = "-r", in directory: Path,
        environment: [String: String] = [:]
    ) throws(RequirementsFileErrors) -> RequirementsFile {
        var reader = RequirementsFileReader(directory: directory, environment: environment)
        reader.readText(bytes, file: file, flag: flag)
        return try reader.finish(root: file)
    }
}

/// One thing that is wrong in a requirements file.
package struct RequirementsFileFault: Error, Hashable, Sendable {
    package let message: String
    /// Nil when the file given by the user could not be read at all.
    package let snippet: SourceSnippet?
}

/// All that is wrong in a requirements file and those it includes.
package struct RequirementsFileErrors: Error, Hashable, Sendable {
    /// The file that the user named.
    package let file: String
    package let faults: [RequirementsFileFault]
    package let omitted: Int
}

extension RequirementsFileErrors: Diagnosable {
    package var diagnostic: Diagnostic {
        var causes = faults.map { fault in
            guard let snippet = fault.snippet else { return fault.message }
            let place = snippet.file == file ? "" : "`\(snippet.file)`, "
            return
                "\(place)line \(snippet.line), column \(snippet.column): \(fault.message)\n\(snippet.rendered)"
        }
        if omitted > 0 { causes.append("\(omitted) more") }
        return Diagnostic("Failed to read `\(file)`", causes: causes)
    }
}
