internal import Glibc

/// The change of an environment that cannot be half done.
///
/// New files are prepared in `<site-packages>/.swuv/<id>`, where nothing imports them. Then the steps that
/// bring them in are written to `<site-packages>/.swuv/journal`, by a rename: before that moment nothing
/// has changed, after it everything will. Steps are renames, so each package is made of whole directories;
/// if the process dies, whoever comes next makes all steps again (made ones do nothing) and the change is
/// complete. Without a journal, what was prepared is thrown away.
struct Transaction {
    let roots: EnvironmentRoots
    /// `<site-packages>/.swuv`
    let place: Path
    /// Called before each step with its number, and once more before cleaning up; tests stop the
    /// transaction here by throwing.
    var onStep: (Int) throws -> Void = { _ in }

    init(_ roots: EnvironmentRoots) {
        self.roots = roots
        place = roots.site / Path(WheelArchive.reservedDirectory)
    }

    /// Finishes or undoes what another process left unfinished. Costs one system call when there is nothing;
    /// otherwise waits for the lock first, since the other process may be at work.
    package static func recover(
        _ environment: Environment, reporter: any Reporter = SilentReporter()
    ) throws {
        let place = environment.sitePackages / Path(WheelArchive.reservedDirectory)
        guard File.exists(place) else { return }
        let lock = try EnvironmentLock.acquire(environment, reporter)
        try withExtendedLifetime(lock) {
            try lock.requireWritable()
            try Transaction(EnvironmentRoots(environment)).recover(reporter)
        }
    }

    /// The same, for the holder of the lock.
    func recover(_ reporter: any Reporter) throws {
        guard File.exists(place) else { return }
        if let bytes = try File.readIfPresent(place / Path(Journal.fileName)) {
            guard let journal = Journal(bytes) else {
                throw Diagnostic(
                    "The journal `\(place)/\(Journal.fileName)` cannot be read",
                    causes: ["It was left by an interrupted installation of a newer version of swuv"],
                    hints: ["Run that version once, or make the environment anew"])
            }
            reporter.note("Finishing an interrupted installation")
            try make(journal)
        }
        try clean()
    }

    /// Makes the change irrevocable, then makes it.
    func commit(_ journal: Journal) throws {
        try File.writeAtomically(journal.bytes, to: place / Path(Journal.fileName))
        try make(journal)
        try clean()
    }

    private func make(_ journal: Journal) throws {
        let stage = place / Path(journal.stage)
        for (number, step) in journal.steps.enumerated() {
            try onStep(number)
            try make(step, stage)
        }
        try onStep(journal.steps.count)
        try File.remove(place / Path(Journal.fileName))
    }

    private func clean() throws {
        try onStep(-1)
        try Directory.removeTree(place)
    }

    // MARK: Steps

    private func make(_ step: CommitStep, _ stage: Path) throws {
        switch step {
        case .place(let from, let to):
            try move(stage / Path(from), to: roots.path(of: to))
        case .exchange(let from, let to, let inode):
            try exchange(stage / Path(from), with: roots.path(of: to), inode)
        case .remove(let place, let trash):
            try remove(roots.path(of: place), to: stage / Path(trash))
        case .prune(let directory):
            try prune(roots.path(of: directory))
        }
    }

    /// The source is gone when the step was made.
    private func move(_ from: Path, to: Path) throws {
        do throws(SystemError) {
            try File.rename(from: from, to: to)
        } catch {
            guard let source = try File.status(from, followingLinks: false) else { return }
            let target = try File.status(to, followingLinks: false)
            switch error.code {
            case ENOENT where target == nil:
                try Directory.create(to.parent)
                try File.rename(from: from, to: to)
            case EXDEV:
                try moveAcross(from, source, to: to)
            case ENOTEMPTY, EEXIST, ENOTDIR, EISDIR:
                try merge(from, source, to: to, target)
            default: throw error
            }
        }
    }

    /// Somebody else put something there since the steps were worked out.
    private func merge(_ from: Path, _ source: FileStatus, to: Path, _ target: FileStatus?) throws {
        if source.kind == .directory, target?.kind == .directory {
            for entry in try Directory.entries(from) {
                try move(from / Path(entry.name), to: to / Path(entry.name))
            }
            try Directory.remove(from)
        } else {
            try exchange(from, with: to, source.inode)
        }
    }

    /// To another file system: a copy beside the target, then a rename.
    private func moveAcross(_ from: Path, _ source: FileStatus, to: Path) throws {
        if source.kind == .directory {
            try Directory.create(to)
            for entry in try Directory.entries(from) {
                try move(from / Path(entry.name), to: to / Path(entry.name))
            }
            try Directory.remove(from)
            return
        }
        let temporary = to.parent / RandomName.make(prefix: ".swuv-")
        do {
            if source.kind == .link {
                try Link.symbolic(target: Link.target(of: from), at: temporary)
            } else {
                try Link.copy(from: from, to: temporary, mode: source.mode)
            }
            try File.rename(from: temporary, to: to)
        } catch {
            _ = try? File.remove(temporary)
            throw error
        }
        try File.remove(from)
    }

    private func exchange(_ from: Path, with to: Path, _ inode: UInt64) throws {
        if try File.status(to, followingLinks: false)?.inode == inode { return }
        guard try File.status(from, followingLinks: false) != nil else { return }
        do throws(SystemError) {
            try File.exchange(from, to)
        } catch {
            guard error.isUnsupported || error.isNotFound || error.isCrossDevice else { throw error }
            // In two steps where the file system cannot do it in one.
            try remove(to, to: from.parent / Path(".old-" + from.name))
            try move(from, to: to)
        }
    }

    private func remove(_ path: Path, to trash: Path) throws {
        do throws(SystemError) {
            try File.rename(from: path, to: trash)
        } catch {
            guard try File.status(path, followingLinks: false) != nil else { return }
            switch error.code {
            case ENOENT:
                try Directory.create(trash.parent)
                try File.rename(from: path, to: trash)
            case EXDEV, ENOTEMPTY, EEXIST, EISDIR, ENOTDIR: try Directory.removeTree(path)
            default: throw error
            }
        }
    }

    private func prune(_ directory: Path) throws {
        do throws(SystemError) {
            try Directory.remove(directory)
        } catch {
            guard error.code == EBUSY || error.isPermissionDenied || error.isNotFound else { throw error }
        }
    }
}
