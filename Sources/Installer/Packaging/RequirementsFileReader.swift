/// Reads a requirements file and those that it includes, and gathers what is wrong in any of them.
struct RequirementsFileReader {
    private let directory: Path
    private let environment: [String: String]
    private var result = RequirementsFile()
    private var faults: [RequirementsFileFault] = []
    private var omitted = 0
    /// The files being read, outermost first: one of them again is a cycle.
    private var open: [Path] = []
    private var included = 0

    private static let maxFaults = 32
    /// Files that include each other twice at every step would be read for ever without being a cycle.
    private static let maxIncluded = 1000
    private static let maxNesting = 64

    init(directory: Path, environment: [String: String]) {
        self.directory = directory
        self.environment = environment
    }

    mutating func finish(root: String) throws(RequirementsFileErrors) -> RequirementsFile {
        guard faults.isEmpty else {
            throw RequirementsFileErrors(file: root, faults: faults, omitted: omitted)
        }
        return result
    }

    /// The file that the user named.
    mutating func readFile(_ name: String, flag: String) {
        do throws(FileRefusal) {
            let bytes = try contents(of: name, isIncluded: false)
            open = [Path(name).absolute(in: directory)]
            readText(bytes, file: name == "-" ? "<stdin>" : name, flag: flag)
        } catch {
            report(RequirementsFileFault(message: error.message, snippet: nil))
        }
    }

    mutating func readText(_ bytes: [UInt8], file: String, flag: String) {
        do throws(RequirementsText.Fault) {
            var text = try RequirementsText(bytes, environment: environment)
            let source = text.source
            while let line = text.nextLine() {
                let place = Place(line: line, source: source, file: file, flag: flag)
                read(place)
            }
        } catch {
            report(
                RequirementsFileFault(
                    message: error.message,
                    snippet: SourceSnippet(file: file, source: error.text, offset: error.offset)))
        }
    }

    private mutating func report(_ fault: RequirementsFileFault) {
        if faults.count < Self.maxFaults { faults.append(fault) } else { omitted += 1 }
    }

    private mutating func report(_ message: String, _ range: Range<Int>, _ place: Place) {
        report(place.fault(message, range))
    }
}

// MARK: - Lines

extension RequirementsFileReader {
    /// A logical line and where it stands.
    private struct Place {
        let line: RequirementsText.Line
        let source: [UInt8]
        let file: String
        let flag: String

        var origin: RequirementsFile.Origin {
            RequirementsFile.Origin(flag: flag, file: file, line: line.number)
        }

        /// The fault with its line, user information in URLs masked, since it may be a password.
        func fault(_ message: String, _ range: Range<Int>) -> RequirementsFileFault {
            RequirementsFileFault(
                message: message,
                snippet: SourceSnippet(file: file, source: source, range: line.source(range))
                    .maskingUserInformation)
        }

        /// The range in `bytes` of columns (in scalars) of the text that starts at byte `start`.
        func bytes(of columns: Range<Int>, in text: String, from start: Int) -> Range<Int> {
            let scalars = text.unicodeScalars
            func offset(_ column: Int) -> Int {
                let index = scalars.index(scalars.startIndex, offsetBy: min(column, scalars.count))
                return start + text.utf8.distance(from: text.utf8.startIndex, to: index)
            }
            return offset(columns.lowerBound)..<offset(max(columns.lowerBound, columns.upperBound))
        }
    }

    private mutating func read(_ place: Place) {
        if place.line.bytes[0] == UInt8(ascii: "-") {
            readOptions(place)
            return
        }
        let optionsStart = place.line.startOfOptions
        var end = optionsStart
        while end > 0, place.line.bytes[end - 1].isASCIISpace { end -= 1 }
        let hashes = readHashes(place, from: optionsStart)
        let text = String(decoding: place.line.bytes[..<end], as: UTF8.self)
        do {
            add(try RequirementSubject(parsing: text, in: directory), hashes, place)
        } catch {
            report(error.message, place.bytes(of: error.columns, in: text, from: 0), place)
        }
    }

    private mutating func add(_ subject: RequirementSubject, _ hashes: [Hash], _ place: Place) {
        let entry = RequirementsFile.Entry(subject: subject, hashes: hashes, origin: place.origin)
        if place.flag == "-c" { result.constraints.append(entry) } else { result.requirements.append(entry) }
    }

    /// The options after a requirement: only `--hash`.
    private mutating func readHashes(_ place: Place, from start: Int) -> [Hash] {
        var hashes: [Hash] = []
        let words = place.line.words(from: start)
        var index = 0
        while index < words.count {
            let option = Option(words[index].text)
            var value = option.value
            var range = words[index].range
            index += 1
            guard option.name == "--hash" else {
                report(
                    option.name.hasPrefix("-")
                        ? "`\(TextExcerpt.shortened(option.name))` is no option of a requirement; only `--hash` is"
                        : "expected `--hash`", range, place)
                return hashes
            }
            if value == nil, index < words.count {
                value = words[index].text
                range = words[index].range
                index += 1
            } else if value != nil {
                range = range.lowerBound + "--hash=".utf8.count..<range.upperBound
            }
            switch Self.checkedHash(value ?? "") {
            case .success(let hash): hashes.append(hash)
            case .failure(let refusal): report(refusal.message, range, place)
            }
        }
        return hashes
    }

    private static func checkedHash(_ text: String) -> Result<Hash, FileRefusal> {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let algorithm = Digest.Algorithm(rawValue: parts[0].lowercased()) else {
            return .failure(FileRefusal("expected a hash such as `sha256:` and 64 hexadecimal digits"))
        }
        guard algorithm.isSecure else {
            return .failure(FileRefusal("a hash by \(algorithm.rawValue) proves nothing; use sha256"))
        }
        guard let hash = Hash(algorithm, hex: parts[1]) else {
            return .failure(
                FileRefusal(
                    "a hash by \(algorithm.rawValue) has \(algorithm.byteCount * 2) hexadecimal digits"))
        }
        return .success(hash)
    }
}

// MARK: - Options

/// An option as a file spells it: `--name=value`, `--name value`, `-n value` or `-nvalue`.
private struct Option {
    let name: String
    /// Nil when it is not in the same word.
    let value: String?

    init(_ word: String) {
        if word.hasPrefix("--") {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            name = String(parts[0])
            value = parts.count > 1 ? String(parts[1]) : nil
        } else {
            name = String(word.prefix(2))
            let rest = word.dropFirst(2)
            value = rest.isEmpty ? nil : String(rest.first == "=" ? rest.dropFirst() : rest)
        }
    }
}

/// Why something is not read, in one phrase.
struct FileRefusal: Error {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}

extension RequirementsFileReader {
    private static let flags: Set<String> = [
        "--no-index", "--pre", "--require-hashes", "--prefer-binary",
    ]
    private static let valued: Set<String> = [
        "-r", "--requirement", "-c", "--constraint", "-e", "--editable", "-i", "--index-url", "--pypi-url",
        "--extra-index-url", "-f", "--find-links", "--no-binary", "--only-binary", "--trusted-host",
        "--use-feature",
    ]

    private mutating func readOptions(_ place: Place) {
        let words = place.line.words(from: 0)
        var index = 0
        while index < words.count {
            let word = words[index]
            index += 1
            let option = Option(word.text)
            if Self.flags.contains(option.name) {
                if option.value == nil {
                    apply(flag: option.name, place)
                } else {
                    report("`\(option.name)` takes no value", word.range, place)
                }
                continue
            }
            guard Self.valued.contains(option.name) else {
                if option.name.hasPrefix("-") {
                    report("unknown option `\(TextExcerpt.shortened(option.name))`", word.range, place)
                } else {
                    report("expected an option", word.range, place)
                }
                // What follows may be its value or not: nothing sure can be said about the rest of the line.
                return
            }
            var value = option.value
            var range = word.range
            if option.name == "-e" || option.name == "--editable" {
                // A path and its marker may hold spaces: the rest of the line is the value.
                readEditable(option, word.range, place)
                return
            }
            if value == nil, index < words.count {
                value = words[index].text
                range = words[index].range
                index += 1
            }
            guard let value, !value.isEmpty else {
                report("`\(option.name)` without its value", word.range, place)
                continue
            }
            apply(option.name, value, range, place)
        }
    }

    private mutating func apply(flag: String, _ place: Place) {
        switch flag {
        case "--no-index": result.options.noIndex = true
        case "--pre": result.options.allowsPrereleases = true
        case "--require-hashes": result.options.requiresHashes = true
        default: result.ignored.append(RequirementsFile.IgnoredOption(name: flag, origin: place.origin))
        }
    }

    private mutating func apply(_ name: String, _ value: String, _ range: Range<Int>, _ place: Place) {
        switch name {
        case "-r", "--requirement":
            include(value, flag: place.flag, range, place)
        case "-c", "--constraint":
            include(value, flag: "-c", range, place)
        case "-i", "--index-url", "--pypi-url":
            result.options.indexURL = value
        case "--extra-index-url":
            result.options.extraIndexURLs.append(value)
        case "-f", "--find-links":
            result.options.findLinks.append(located(value, from: place.file))
        case "--no-binary":
            result.options.noBinary += names(value, range, place)
        case "--only-binary":
            result.options.onlyBinary += names(value, range, place)
        case "--trusted-host":
            result.options.trustedHosts.append(value)
        default:
            result.ignored.append(RequirementsFile.IgnoredOption(name: name, origin: place.origin))
        }
    }

    private mutating func readEditable(_ option: Option, _ word: Range<Int>, _ place: Place) {
        var start = option.value == nil ? word.upperBound : word.lowerBound + option.name.utf8.count
        if option.value != nil, place.line.bytes[start] == UInt8(ascii: "=") { start += 1 }
        while start < place.line.bytes.count, place.line.bytes[start].isASCIISpace { start += 1 }
        let text = String(decoding: place.line.bytes[start...], as: UTF8.self)
        guard !text.isEmpty else {
            report("`\(option.name)` without its value", word, place)
            return
        }
        do {
            add(try RequirementSubject(parsingEditable: text, in: directory), [], place)
        } catch {
            report(error.message, place.bytes(of: error.columns, in: text, from: start), place)
        }
    }

    /// The names of `--no-binary a,b`, `:all:` and `:none:` among them.
    private mutating func names(_ value: String, _ range: Range<Int>, _ place: Place) -> [String] {
        value.split(separator: ",").compactMap { part in
            let text = HTMLAnchors.trimmed(String(part))
            if text == ":all:" || text == ":none:" { return text }
            if let name = PackageName(text) { return name.text }
            report("`\(TextExcerpt.shortened(text))` is no package name, `:all:` or `:none:`", range, place)
            return nil
        }
    }

    /// A find-links location: a URL as it is; a path beside the file that names it when it is there, else below the
    /// working directory.
    private func located(_ value: String, from file: String) -> String {
        if value.utf8.starts(with: "file:".utf8) || value.contains("://") { return value }
        let beside = (Path(file).parent / Path(value)).absolute(in: directory)
        return File.exists(beside) ? beside.text : Path(value).absolute(in: directory).text
    }
}

// MARK: - Included files

extension RequirementsFileReader {
    private mutating func include(_ value: String, flag: String, _ range: Range<Int>, _ place: Place) {
        included += 1
        guard included <= Self.maxIncluded, open.count < Self.maxNesting else {
            if included <= Self.maxIncluded + 1 {
                report("more files included than make sense", range, place)
            }
            return
        }
        let isRooted =
            Path(value).isAbsolute || value == "-" || value.contains("://") || place.file == "<stdin>"
        let name = isRooted ? value : Self.joined(Path(place.file).parent, value)
        let path = Path(name).absolute(in: directory)
        if open.contains(path) {
            let chain = (open.drop { $0 != path } + [path]).map { "`\($0)`" }.joined(separator: " includes ")
            report("the file includes itself: \(chain)", range, place)
            return
        }
        do throws(FileRefusal) {
            let bytes = try contents(of: name, isIncluded: true)
            open.append(path)
            readText(bytes, file: name, flag: flag)
            open.removeLast()
        } catch {
            report(error.message, range, place)
        }
    }

    /// `value` beside a file in `parent`, spelled as short as it can be.
    private static func joined(_ parent: Path, _ value: String) -> String {
        parent == "." ? value : (parent / Path(value)).normalised.text
    }

    private func contents(of name: String, isIncluded: Bool) throws(FileRefusal) -> [UInt8] {
        if name.contains("://") {
            throw FileRefusal(
                "`\(Self.redacted(name))` is remote: reading requirements over the network is not supported, "
                    + "download the file first")
        }
        if name.hasSuffix(".toml") {
            throw FileRefusal(
                "`\(name)` is no requirements file: reading dependencies from TOML is not supported")
        }
        do throws(SystemError) {
            if name == "-" { return try File.readStandardInput(limit: 1 << 26) }
            let path = Path(name).absolute(in: directory)
            return isIncluded
                ? try File.read(path, limit: 1 << 26) : try File.readStream(path, limit: 1 << 26)
        } catch {
            throw FileRefusal("cannot read `\(name)`: \(error.reasonText)")
        }
    }

    private static func redacted(_ url: String) -> String {
        guard let at = url.lastIndex(of: "@"), let start = url.firstRange(of: "://")?.upperBound, start < at
        else {
            return url
        }
        return url[..<start] + "****" + url[at...]
    }
}
