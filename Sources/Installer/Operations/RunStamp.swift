/// What `swuv run` finds in an environment that holds just what its project wants: everything that this rests on, so that
/// looking at that is all there is to do (design §5).
///
/// `sync` and `run` write it after they succeeded, never before; that it is gone, torn or false costs the work that it
/// would have saved. It is no record of what is installed.
package struct RunStamp: Hashable, Sendable {
    /// The program that wrote it.
    var program: FileStamp
    /// The directory of the project that it is about; absolute.
    package var project: Path
    /// The words of the command line that bear on what is installed, see `RunWords`.
    package var words: String
    /// Of `RunVariables`.
    var variables: QuickDigest
    /// The environment; absolute.
    package var root: Path
    /// Where its programs are.
    package var scripts: Path
    /// Nothing is installed but what the project wants, so that `sync` would find nothing to remove.
    package var isExact: Bool
    /// Packages in the lock, and in the environment, as `sync` counts them.
    package var resolved: Int
    package var checked: Int
    /// What was said about the selection, a line each.
    package var notes: [String]
    /// Machines on which the same was chosen, the latest last. Empty: the machine does not matter.
    package var machines: [HardwareFingerprint]
    package var entries: [StampEntry]

    static let mostMachines = 8

    // MARK: Where it is

    /// Its name in the environment: projects of one workspace, and commands with different options, have their own.
    package static func name(project: Path, words: String, isRoot: Bool) -> String {
        if isRoot && words.isEmpty { return baseName }
        return baseName + "-" + QuickDigest(of: project.text + "\n" + words).hex
    }

    static let baseName = "swuv-stamp"

    // MARK: The file

    private static let magic = Array("swuvrun1".utf8)
    private static let sizeLimit = 1 << 20

    /// The stamp in the file; nil when there is none, or it is no stamp.
    package init?(at path: Path) {
        guard var bytes = File.beginning(of: path, limit: 48 << 10) else { return nil }
        if bytes.count == 48 << 10 {
            guard let whole = try? File.read(path, limit: Self.sizeLimit) else { return nil }
            bytes = whole
        }
        self.init(parsing: bytes)
    }

    package init?(parsing bytes: [UInt8]) {
        let head = Self.magic.count
        guard bytes.count >= head + 16, bytes.count <= Self.sizeLimit, bytes.starts(with: Self.magic) else {
            return nil
        }
        var tail = StampReader(bytes, from: bytes.count - 16, to: bytes.count)
        guard tail.digest() == QuickDigest(of: Array(bytes[..<(bytes.count - 16)])) else { return nil }
        var reader = StampReader(bytes, from: head, to: bytes.count - 16)
        guard let program = reader.stamp(), let project = reader.text(), let words = reader.text(),
            let variables = reader.digest(), let root = reader.text(), let scripts = reader.text(),
            let isExact: UInt8 = reader.number(), isExact < 2, let resolved: UInt32 = reader.number(),
            let checked: UInt32 = reader.number(), let notes = reader.texts(),
            let machineCount: UInt8 = reader.number(), machineCount <= Self.mostMachines
        else { return nil }
        for path in [project, root, scripts] where path.utf8.first != UInt8(ascii: "/") { return nil }
        self.program = program
        self.project = Path(project)
        self.words = words
        self.variables = variables
        self.root = Path(root)
        self.scripts = Path(scripts)
        self.isExact = isExact == 1
        self.resolved = Int(resolved)
        self.checked = Int(checked)
        self.notes = notes
        machines = []
        for _ in 0..<machineCount {
            guard let machine = HardwareFingerprint(reading: &reader) else { return nil }
            machines.append(machine)
        }
        guard let entryCount = reader.count() else { return nil }
        entries = []
        for _ in 0..<entryCount {
            guard let entry = StampEntry(reading: &reader) else { return nil }
            entries.append(entry)
        }
        guard reader.isAtEnd else { return nil }
    }

    package var bytes: [UInt8] {
        var writer = StampWriter()
        for byte in Self.magic { writer.put(byte) }
        writer.put(program)
        writer.put(project.text)
        writer.put(words)
        writer.put(variables)
        writer.put(root.text)
        writer.put(scripts.text)
        writer.put(UInt8(isExact ? 1 : 0))
        writer.put(UInt32(clamping: resolved))
        writer.put(UInt32(clamping: checked))
        writer.put(notes)
        writer.put(UInt8(machines.count))
        for machine in machines { machine.write(to: &writer) }
        writer.put(UInt32(clamping: entries.count))
        for entry in entries { entry.write(to: &writer) }
        writer.put(QuickDigest(of: writer.bytes))
        return writer.bytes
    }

    init(
        program: FileStamp, project: Path, words: String, variables: QuickDigest, root: Path, scripts: Path,
        isExact: Bool, resolved: Int, checked: Int, notes: [String], machines: [HardwareFingerprint],
        entries: [StampEntry]
    ) {
        self.program = program
        self.project = project
        self.words = words
        self.variables = variables
        self.root = root
        self.scripts = scripts
        self.isExact = isExact
        self.resolved = resolved
        self.checked = checked
        self.notes = notes
        self.machines = machines
        self.entries = entries
    }
}
