extension RunStamp {
    /// Why a stamp does not hold.
    package enum Mismatch: Hashable, Sendable {
        /// Another program wrote it.
        case program
        /// It is about another project or another command line.
        case subject
        case variables
        /// This place looks different.
        case file(Path)
        /// Another machine, driver or device than those for which it was chosen.
        case machine
    }

    /// What a command line asks for, to be held against a stamp.
    package struct Question: Sendable {
        package var project: Path
        package var words: String
        /// `NAME=value`.
        package var variables: [String]

        package init(project: Path, words: String, variables: [String]) {
            self.project = project
            self.words = words
            self.variables = variables
        }
    }

    /// What no longer holds; nil when all does.
    ///
    /// - Parameter hardware: in place of `/`, for tests.
    package func mismatch(_ question: Question, hardware: Path = "/") -> Mismatch? {
        guard project == question.project, words == question.words else { return .subject }
        guard variables == RunVariables.digest(of: question.variables) else { return .variables }
        guard program == Self.runningProgram else { return .program }
        for entry in entries where !entry.holds { return .file(entry.path) }
        guard machines.isEmpty || machines.reversed().contains(where: { $0.holds(root: hardware) }) else {
            return .machine
        }
        return nil
    }

    /// The file that this process runs.
    static var runningProgram: FileStamp { FileStamp(ofText: "/proc/self/exe") }

    /// After all of it was found to hold: writes it again where that makes the next look cheaper, since files that had
    /// been written just before it are old by now.
    package func settle(in file: Path, hardware: Path = "/") {
        guard entries.contains(where: { !$0.isSettled }) else { return }
        let now = Clock.wall()
        var settled = self
        for index in entries.indices where !entries[index].isSettled {
            let old = entries[index]
            // Settled entries are only those that still look as they did when the content was compared.
            let fresh =
                old.absent.isEmpty
                ? StampEntry(old.path, at: now) : StampEntry(noneOf: old.absent, in: old.path, at: now)
            guard let fresh, fresh.isSettled, !old.absent.isEmpty || fresh.stamp == old.stamp else {
                continue
            }
            settled.entries[index] = fresh
        }
        guard settled != self else { return }
        settled.replace(file)
    }

    /// Writes the file. That it cannot be written costs only time.
    func replace(_ file: Path) {
        try? File.writeAtomically(bytes, to: file)
    }
}
