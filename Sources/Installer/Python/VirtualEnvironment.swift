/// Makes virtual environments (PEP 405), laid out as `virtualenv` and uv do, without running Python.
package enum VirtualEnvironment {
    package struct Options: Sendable {
        /// Shown before the shell's prompt; the directory's name if nil.
        package var prompt: String?
        package var includesSystemSitePackages: Bool
        package var existing: Existing
        /// The version of swuv, for `pyvenv.cfg`.
        package var creator: String

        package init(
            prompt: String? = nil, includesSystemSitePackages: Bool = false, existing: Existing = .refuse,
            creator: String = "0.1.0"
        ) {
            self.prompt = prompt
            self.includesSystemSitePackages = includesSystemSitePackages
            self.existing = existing
            self.creator = creator
        }
    }

    /// What to do with a directory that is there and not empty.
    package enum Existing: Sendable, Equatable {
        case refuse
        /// Remove what is in it (`--clear`); one that is no virtual environment only by `force`.
        case clear(force: Bool)
        /// Write into it (`--allow-existing`).
        case keep
    }

    /// Makes an environment of `base` at `root`, an absolute path, and answers with it. The interpreter of the
    /// result was derived, not run.
    ///
    /// Where nothing is at `root`, the environment appears there in one step, complete.
    package static func create(
        at root: Path, from base: Interpreter, options: Options = Options()
    ) throws -> Environment {
        let interpreter = try InterpreterQuery.derived(from: base, root: root)
        let plan = Layout(root: root, base: base, interpreter: interpreter, options: options)
        guard let status = try File.status(root) else {
            try appear(plan)
            return Environment(interpreter)
        }
        guard status.kind == .directory else { throw Failure(root: root, reason: .isFile).diagnostic }
        let isEmpty = try Directory.entries(root).isEmpty
        if !isEmpty {
            let isEnvironment = VirtualEnvironmentConfiguration(in: root) != nil
            switch options.existing {
            case .refuse: throw Failure(root: root, reason: .exists(isEnvironment: isEnvironment)).diagnostic
            case .clear(let force):
                guard isEnvironment || force, root.normalised != "/" else {
                    throw Failure(root: root, reason: .notAnEnvironment).diagnostic
                }
                try clear(root)
            case .keep: break
            }
        }
        try plan.write(into: root)
        return Environment(interpreter)
    }

    /// The environment is made under another name beside its place, and renamed.
    private static func appear(_ plan: Layout) throws {
        // A link that points nowhere yet stands for the directory it names.
        if let target = try? Link.target(of: plan.root) {
            try Directory.create(Path(target).absolute(in: plan.root.parent))
            return try plan.write(into: plan.root)
        }
        try Directory.create(plan.root.parent, intermediates: true)
        sweep(plan.root.parent)
        let staging = plan.root.parent / RandomName.make(prefix: stagingPrefix)
        do {
            try Directory.create(staging, intermediates: false)
            try plan.write(into: staging)
            try File.renameExclusively(from: staging, to: plan.root)
        } catch {
            _ = try? Directory.removeTree(staging)
            if let failure = error as? SystemError, failure.isExists {
                throw Failure(root: plan.root, reason: .exists(isEnvironment: true)).diagnostic
            }
            throw error
        }
    }

    private static let stagingPrefix = ".swuv-venv-"

    /// Removes what killed processes left: nobody works on an environment's frame for minutes.
    private static func sweep(_ parent: Path) {
        let limit = Clock.wall() - 120_000_000_000
        for entry in (try? Directory.entries(parent)) ?? []
        where entry.kind == .directory && entry.name.hasPrefix(stagingPrefix) {
            guard let status = try? File.status(parent / entry.name), status.mtime < limit else { continue }
            _ = try? Directory.removeTree(parent / entry.name)
        }
    }

    /// Empties the directory and leaves it in place: it may be a mount point, a link's target, or someone's
    /// working directory. `pyvenv.cfg` goes last, so that an interrupted `--clear` can be repeated.
    private static func clear(_ root: Path) throws {
        var hasConfiguration = false
        for entry in try Directory.entries(root) {
            let path = root / entry.name
            if entry.name == VirtualEnvironmentConfiguration.fileName {
                hasConfiguration = true
            } else if entry.kind == .directory {
                try Directory.removeTree(path)
            } else {
                try File.remove(path)
            }
        }
        if hasConfiguration { try File.remove(root / VirtualEnvironmentConfiguration.fileName) }
    }
}

// MARK: - Failures

extension VirtualEnvironment {
    struct Failure {
        enum Reason {
            case isFile
            case exists(isEnvironment: Bool)
            case notAnEnvironment
        }

        let root: Path
        let reason: Reason

        var diagnostic: Diagnostic {
            var hints: [String] = []
            let cause: String
            switch reason {
            case .isFile:
                cause = "File exists at `\(root)`"
            case .exists(let isEnvironment):
                cause = "A \(isEnvironment ? "virtual environment" : "directory") already exists at: \(root)"
                hints = [
                    "Use the `--clear` flag to replace it, or `--allow-existing` to keep what is in it"
                ]
            case .notAnEnvironment:
                cause = "swuv will not clear a directory that is not a virtual environment: \(root)"
                hints = ["Use the `--force` flag to remove what is in the directory anyway"]
            }
            return Diagnostic("Failed to create virtual environment", causes: [cause], hints: hints)
        }
    }
}

// MARK: - Layout

extension VirtualEnvironment {
    /// Everything an environment consists of.
    struct Layout {
        /// Where the environment will be when it is done.
        let root: Path
        let base: Interpreter
        let interpreter: Interpreter
        let options: Options

        /// Writes the environment into `place`: its root, or the directory that will be renamed to it.
        func write(into place: Path) throws {
            let scheme = base.environmentScheme.rooted(at: place)
            // First, so that whatever is interrupted later can be cleared.
            try replace(place / VirtualEnvironmentConfiguration.fileName, configuration)
            try Directory.create(scheme.scripts, intermediates: true)
            try Directory.create(scheme.purelib, intermediates: true)
            if base.pointerBits == 64, !File.exists(place / "lib64"),
                (try? Link.target(of: place / "lib64")) == nil
            {
                try Link.symbolic(target: "lib", at: place / "lib64")
            }
            try Directory.create(scheme.platlib, intermediates: true)
            try link(in: scheme.scripts)
            let activation = ActivationScripts(root: root, prompt: options.prompt)
            for (name, text) in activation.files { try replace(scheme.scripts / name, text) }
            try replace(place / ".gitignore", "*\n")
            try replace(place / "CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n")
        }

        /// `bin/python` leads to the interpreter; its other names lead to it.
        private func link(in scripts: Path) throws {
            let target = base.baseExecutable
            try link(scripts / "python", to: target.text)
            for name in names { try link(scripts / name, to: "python") }
        }

        private var names: [String] {
            let short = base.shortVersion
            var names = ["python3", "python\(short)"]
            if base.isFreeThreaded { names.append("python\(short)t") }
            if base.implementation != .cpython {
                let own = base.implementation.name
                names += [own, "\(own)\(base.major)", "\(own)\(short)"]
            }
            return names
        }

        private var configuration: String {
            var lines = [
                "home = \(base.baseExecutable.parent)",
                "implementation = \(base.implementation.title)",
                "swuv = \(options.creator)",
                "version_info = \(base.version)",
                "include-system-site-packages = \(options.includesSystemSitePackages)",
            ]
            if let prompt = options.prompt, !prompt.isEmpty {
                lines.append("prompt = \(prompt.split(whereSeparator: \.isNewline).joined(separator: " "))")
            }
            return lines.joined(separator: "\n") + "\n"
        }

        private func link(_ path: Path, to target: String) throws {
            if options.existing == .keep { try File.remove(path) }
            try Link.symbolic(target: target, at: path)
        }

        private func replace(_ path: Path, _ text: String) throws {
            try File.writeAtomically(Array(text.utf8), to: path)
        }
    }
}
