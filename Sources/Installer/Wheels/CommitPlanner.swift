/// Works out the steps that turn an environment into what a transaction wants, by as few renames as there
/// can be: a directory that is new, or whose every file is replaced or removed, is one step; only
/// directories that others share are entered.
struct CommitPlanner {
    let roots: EnvironmentRoots
    let stage: Path
    /// The packages, at the numbers that stand for them as owners.
    let packages: [PackageName]
    let reporter: any Reporter

    private var steps: [(owner: Int, phase: Int, step: CommitStep)] = []
    private var prunes: [Place] = []
    private var trashed = 0
    /// Files of others that prepared ones replace.
    private(set) var overwritten: [Overwritten] = []

    /// A file that is in the place of a prepared one, and that no removed distribution owns.
    struct Overwritten: Hashable {
        let path: Path
        let staged: Path
    }

    init(_ roots: EnvironmentRoots, stage: Path, packages: [PackageName], reporter: any Reporter) {
        self.roots = roots
        self.stage = stage
        self.packages = packages
        self.reporter = reporter
    }

    /// `tree` is the root of the file system.
    mutating func plan(_ tree: ChangeNode) throws -> [CommitStep] {
        try visit(tree, "/")
        // Stable: of one package, metadata comes last, and directories are cleared when all is done.
        let ordered = steps.enumerated().sorted {
            ($0.element.owner, $0.element.phase, $0.offset) < ($1.element.owner, $1.element.phase, $1.offset)
        }
        return ordered.map(\.element.step) + prunes.reversed().map { .prune($0) }
    }

    // MARK: -

    private mutating func visit(_ node: ChangeNode, _ path: Path) throws {
        var removedModules: [String] = []
        for name in node.children.keys.sorted() {
            let child = node.children[name]!
            let place = path / Path(name)
            if let staged = child.staged {
                try visitStaged(child, staged, place)
            } else {
                try visitUnstaged(child, place)
            }
            if child.isRemoved, name.hasSuffix(".py") { removedModules.append(String(name.dropLast(3))) }
        }
        if !removedModules.isEmpty { removeBytecode(of: removedModules, in: path, node) }
    }

    private mutating func visitUnstaged(_ node: ChangeNode, _ path: Path) throws {
        if node.isRemovedWhole { return removeWhole(node, path) }
        guard let status = try File.status(path, followingLinks: false) else {
            // A directory of the environment that is made with the first file for it.
            if node.isNeeded { try visit(node, path) }
            return
        }
        if node.children.isEmpty {
            guard node.isRemoved else { return }
            if status.kind == .directory {
                // A RECORD names files; some tools name empty directories too.
                if let place = roots.place(of: path), !roots.isRoot(path) { prunes.append(place) }
            } else {
                remove(path, node.owner)
            }
            return
        }
        guard status.kind == .directory || (status.kind == .link && leadsInside(path)) else {
            if node.hasRemoval, roots.place(of: path) != nil { warnSkipped(path) }
            return
        }
        if status.kind == .directory, !node.isNeeded, node.hasRemoval, try isWholly(node, path) {
            remove(path, node.firstOwner)
            return
        }
        if node.hasRemoval, !node.isNeeded, status.kind == .directory, let place = roots.place(of: path) {
            prunes.append(place)
        }
        try visit(node, path)
    }

    private mutating func visitStaged(_ node: ChangeNode, _ staged: ChangeNode.Staged, _ path: Path) throws {
        guard let status = try File.status(path, followingLinks: false) else {
            return add(.place(from: staged.path, to: try place(path)), node.firstOwner, path)
        }
        let isWholly = try !node.isRoot && status.kind == .directory && self.isWholly(node, path)
        guard staged.isDirectory else {
            if status.kind == .directory {
                guard isWholly else { throw inTheWay(node, path, "a directory", "a file") }
                return try exchange(staged, node, path)
            }
            if !node.isRemoved {
                overwritten.append(Overwritten(path: path, staged: stage / Path(staged.path)))
            }
            return add(.place(from: staged.path, to: try place(path)), node.firstOwner, path)
        }
        switch status.kind {
        case .directory where isWholly: try exchange(staged, node, path)
        case .directory: try enter(staged, node, path)
        case .link where leadsInside(path): try enter(staged, node, path)
        case .file where node.isRemoved, .link where node.isRemoved: try exchange(staged, node, path)
        default: throw inTheWay(node, path, status.kind == .link ? "a link" : "a file", "a directory")
        }
    }

    /// The directory is shared with others: what was prepared for it is looked at entry by entry.
    private mutating func enter(_ staged: ChangeNode.Staged, _ node: ChangeNode, _ path: Path) throws {
        let owner = node.firstOwner
        for entry in try Directory.entries(stage / Path(staged.path)) {
            node.child(entry.name).stage(
                .init(path: staged.path + "/" + entry.name, isDirectory: entry.kind == .directory),
                owner: owner)
        }
        try visit(node, path)
    }

    private mutating func exchange(_ staged: ChangeNode.Staged, _ node: ChangeNode, _ path: Path) throws {
        guard let status = try File.status(stage / Path(staged.path), followingLinks: false) else { return }
        add(.exchange(from: staged.path, to: try place(path), inode: status.inode), node.firstOwner, path)
    }

    /// Nothing in the directory is anybody else's: everything in it is removed, or is bytecode.
    private func isWholly(_ node: ChangeNode, _ path: Path) throws -> Bool {
        if node.isRemovedWhole { return true }
        if node.isRoot || !node.hasRemoval { return false }
        for entry in try Directory.entries(path) {
            if let child = node.children[entry.name] {
                if entry.kind == .directory {
                    guard try isWholly(child, path / Path(entry.name)) else { return false }
                } else if !child.isRemoved {
                    return false
                }
            } else if entry.name == "__pycache__", entry.kind == .directory {
                let files = try Directory.entries(path / Path(entry.name))
                guard files.allSatisfy({ $0.kind == .file && $0.name.hasSuffix(".pyc") }) else {
                    return false
                }
            } else {
                guard entry.kind == .directory, try isEmpty(path / Path(entry.name)) else { return false }
            }
        }
        return true
    }

    /// It holds no file, at any depth.
    private func isEmpty(_ directory: Path) throws -> Bool {
        try Directory.entries(directory).allSatisfy {
            try $0.kind == .directory && isEmpty(directory / Path($0.name))
        }
    }

    private mutating func removeWhole(_ node: ChangeNode, _ path: Path) {
        guard (try? File.status(path, followingLinks: false)) != nil else { return }
        remove(path, node.firstOwner)
    }

    /// The bytecode of modules that go, or that are replaced, from a directory that stays.
    private mutating func removeBytecode(of modules: [String], in path: Path, _ node: ChangeNode) {
        let directory = path / "__pycache__"
        guard let status = try? File.status(directory, followingLinks: false), status.kind == .directory,
            let place = roots.place(of: directory), let entries = try? Directory.entries(directory)
        else { return }
        let names = Set(modules)
        let listed = node.children["__pycache__"]
        for entry in entries where entry.name.hasSuffix(".pyc") && listed?.children[entry.name] == nil {
            guard let dot = entry.name.firstIndex(of: "."), names.contains(String(entry.name[..<dot])) else {
                continue
            }
            remove(directory / Path(entry.name), node.firstOwner)
        }
        prunes.append(place)
    }

    // MARK: Steps

    private mutating func remove(_ path: Path, _ owner: Int) {
        guard let place = roots.place(of: path), !roots.isRoot(path) else { return }
        trashed += 1
        add(.remove(place, trash: "trash/\(trashed)"), owner, path)
    }

    private mutating func add(_ step: CommitStep, _ owner: Int, _ path: Path) {
        steps.append((owner, path.text.utf8.suffix(10).elementsEqual(".dist-info".utf8) ? 1 : 0, step))
    }

    private func place(_ path: Path) throws -> Place {
        guard let place = roots.place(of: path) else {
            throw Diagnostic("`\(path)` is outside the environment")
        }
        return place
    }

    private func leadsInside(_ link: Path) -> Bool {
        guard let target = try? File.resolved(link), roots.place(of: target) != nil || roots.isRoot(target),
            let status = try? File.status(target)
        else { return false }
        return status.kind == .directory
    }

    private func warnSkipped(_ path: Path) {
        reporter.warning(
            Diagnostic("Files below `\(path)` are not removed, since it leads out of the environment"))
    }

    private func inTheWay(
        _ node: ChangeNode, _ path: Path, _ what: String, _ needed: String
    ) -> Diagnostic {
        let owner = node.firstOwner
        let subject = packages.indices.contains(owner) ? "`\(packages[owner])`" : "the packages"
        return Diagnostic(
            "Cannot install \(subject): at `\(path)`, \(what) is where \(needed) must go",
            hints: ["Remove or rename it; nothing was changed"])
    }
}
