/// Collects what a stamp is made of while a command works: begun before the first file is read, ended when the environment
/// is what the project wants.
///
/// A file that was changed after the beginning may have been read before or after that change: then there is no stamp this
/// time, unless the command wrote the file itself and it still holds just that.
package struct StampWatch: Sendable {
    private let started: Int64
    private let variables: QuickDigest
    private let machine: HardwareFingerprint

    /// - Parameter hardware: in place of `/`, for tests.
    package init(environment: [String: String], hardware: Path = "/") {
        started = Clock.wall()
        variables = RunVariables.digest(of: environment)
        machine = HardwareFingerprint(root: hardware)
    }

    /// What the command came to.
    package struct Outcome: Sendable {
        /// The directory of the project; absolute.
        package var project: Path
        /// See `RunWords`.
        package var words = ""
        package var root: Path
        package var scripts: Path
        package var interpreter: Path
        /// Where modules are.
        package var siteDirectories: [Path]
        /// What was read, or looked for in vain.
        package var files: [Path] = []
        /// Directories whose `.toml` files were read.
        package var folders: [Path] = []
        /// What the command itself wrote.
        package var written: [Path: [UInt8]] = [:]
        /// The command itself changed what is installed.
        package var changesEnvironment = true
        package var isExact = false
        package var resolved = 0
        package var checked = 0
        package var notes: [String] = []
        /// Something was chosen for this machine.
        package var dependsOnMachine = false
        /// Machines on which the same was chosen before.
        package var earlierMachines: [HardwareFingerprint] = []

        package init(
            project: Path, root: Path, scripts: Path, interpreter: Path, siteDirectories: [Path]
        ) {
            self.project = project
            self.root = root
            self.scripts = scripts
            self.interpreter = interpreter
            self.siteDirectories = siteDirectories
        }
    }

    /// The machine as it was at the beginning.
    package var thisMachine: HardwareFingerprint { machine }

    /// Writes the stamp, if what was collected can be believed. Best effort: without it the next command does the work
    /// again.
    @discardableResult
    package func write(_ outcome: Outcome) -> Bool {
        guard let stamp = stamp(outcome) else { return false }
        let isRoot = outcome.root.parent == outcome.project
        let name = RunStamp.name(project: outcome.project, words: outcome.words, isRoot: isRoot)
        Self.clear(outcome.root, sparing: name)
        stamp.replace(outcome.root / name)
        return true
    }

    package func stamp(_ outcome: Outcome) -> RunStamp? {
        guard let (inputs, absent) = inputs(outcome), let absences = absences(outcome, besides: absent),
            let environment = environment(outcome)
        else { return nil }
        let entries = inputs + absences + environment
        var machines: [HardwareFingerprint] = []
        if outcome.dependsOnMachine {
            guard !machine.boot.isEmpty else { return nil }
            machines = outcome.earlierMachines.filter { $0 != machine }.suffix(RunStamp.mostMachines - 1)
            machines.append(machine)
        }
        return RunStamp(
            program: RunStamp.runningProgram, project: outcome.project, words: outcome.words,
            variables: variables,
            root: outcome.root, scripts: outcome.scripts, isExact: outcome.isExact,
            resolved: outcome.resolved,
            checked: outcome.checked, notes: outcome.notes, machines: machines, entries: entries)
    }

    // MARK: What was read

    /// And the names beside the project that were looked for in vain.
    private func inputs(_ outcome: Outcome) -> (entries: [StampEntry], absent: [String])? {
        var entries: [StampEntry] = []
        var absent: [String] = []
        var files = outcome.files
        for folder in outcome.folders {
            guard let found = try? Directory.entriesIfPresent(folder) else {
                files.append(folder)
                continue
            }
            files.append(folder)
            files += found.map(\.name).filter { $0.hasSuffix(".toml") }.sorted().map { folder / $0 }
        }
        // Absent ones beside the project are among the absences.
        var seen: Set<Path> = []
        for file in files where seen.insert(file).inserted {
            guard let entry = entry(for: file, outcome) else { return nil }
            if entry.stamp.kind != .absent {
                entries.append(entry)
            } else if Self.everywhere.contains(file.name), isAbove(file.parent, outcome) {
                continue
            } else if file.parent == outcome.project {
                absent.append(file.name)
            } else {
                // Of several files in a directory that is not there, one look at that tells all.
                let missing = Self.highestAbsent(file)
                guard missing == file || seen.insert(missing).inserted else { continue }
                guard let entry = self.entry(for: missing, outcome) else { return nil }
                entries.append(entry)
            }
        }
        return (entries, absent)
    }

    /// The file, or the directory above it that is not there and whose own directory is.
    private static func highestAbsent(_ file: Path) -> Path {
        var place = file
        while place.parent != place, FileStamp(of: place.parent).kind == .absent { place = place.parent }
        return place
    }

    private func entry(for file: Path, _ outcome: Outcome) -> StampEntry? {
        if let bytes = outcome.written[file] {
            guard let entry = StampEntry(file, at: Clock.wall()), (try? File.read(file)) == bytes else {
                return nil
            }
            return entry
        }
        guard let entry = StampEntry(file, at: started), entry.content == nil else { return nil }
        return entry
    }

    // MARK: What was not there

    /// Names that count wherever they stand, in the project's directory and those above it.
    private static let everywhere = StampSearch.deciding + ["swuv.local.toml"]

    private func isAbove(_ directory: Path, _ outcome: Outcome) -> Bool {
        directory == outcome.project || outcome.project.relative(to: directory) != nil
    }

    /// - Parameter others: names that count in the directory of the project alone.
    private func absences(_ outcome: Outcome, besides others: [String]) -> [StampEntry]? {
        var entries: [StampEntry] = []
        var directory = outcome.project
        while true {
            var absent = directory == outcome.project ? others : []
            for name in Self.everywhere {
                let path = directory / name
                if FileStamp(of: path).kind == .absent {
                    absent.append(name)
                } else if !outcome.files.contains(path), outcome.written[path] == nil {
                    guard let entry = entry(for: path, outcome) else { return nil }
                    entries.append(entry)
                }
            }
            if !absent.isEmpty {
                guard let entry = StampEntry(noneOf: absent, in: directory, at: started) else { return nil }
                entries.append(entry)
            }
            if directory.parent == directory { return entries }
            directory = directory.parent
        }
    }

    // MARK: The environment

    private func environment(_ outcome: Outcome) -> [StampEntry]? {
        var entries: [StampEntry] = []
        let places =
            [outcome.root / VirtualEnvironmentConfiguration.fileName, outcome.interpreter]
            + outcome.siteDirectories
        var seen: Set<UInt64> = []
        let now = Clock.wall()
        for place in places {
            guard let entry = StampEntry(place, at: outcome.changesEnvironment ? now : started),
                entry.stamp.kind != .absent, outcome.changesEnvironment || entry.content == nil
            else { return nil }
            // Two names of one directory.
            if seen.insert(entry.stamp.inode).inserted { entries.append(entry) }
        }
        return entries
    }

    /// A stamp for each set of options that anybody tried would fill the directory.
    private static func clear(_ root: Path, sparing name: String) {
        let others = ((try? Directory.entries(root)) ?? [])
            .filter { $0.name.hasPrefix(RunStamp.baseName + "-") && $0.name != name }
        guard others.count >= 32 else { return }
        for other in others { _ = try? File.remove(root / other.name) }
    }
}
