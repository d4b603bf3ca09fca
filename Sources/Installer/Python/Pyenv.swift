/// A pyenv root: installed versions, and shims that choose among them.
///
/// A shim is a script that starts pyenv, which starts the chosen Python: slow, and an error where that version is
/// not selected here. So shims are never run; what they would run is read from the same places.
struct Pyenv: Sendable {
    let root: Path

    /// The root that `environment` names, or the usual one.
    init?(environment: [String: String]) {
        if let named = environment["PYENV_ROOT"], !named.isEmpty {
            root = Path(named)
        } else if let home = environment["HOME"], !home.isEmpty {
            root = Path(home) / ".pyenv"
        } else {
            return nil
        }
        guard File.exists(root / "versions") else { return nil }
    }

    /// The root whose shims lie in `directory`; nil when it holds no shims of pyenv.
    init?(shims directory: Path) {
        guard directory.name == "shims" else { return nil }
        root = directory.parent
        guard File.exists(root / "versions"), File.exists(root / "shims") else { return nil }
    }

    /// The installed versions, newest first, each with its directory. Names that are no version are left out: they
    /// are virtual environments or other implementations.
    func versions() -> [(numbers: [Int], directory: Path)] {
        let entries = (try? Directory.entriesIfPresent(root / "versions")) ?? []
        return entries.compactMap { entry in
            let name = entry.name.hasSuffix("t") ? entry.name.dropLast() : entry.name[...]
            let numbers = name.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
            guard numbers.count >= 2, numbers.allSatisfy({ $0 != nil }) else { return nil }
            return (numbers.compactMap(\.self), root / "versions" / entry.name)
        }.sorted { $1.numbers.lexicographicallyPrecedes($0.numbers) }
    }

    /// What the shim called `name` would run in `directory`; nil when no selected version has such a program, or
    /// the selection says `system`, which means what comes later on the search path.
    func program(_ name: String, in directory: Path, environment: [String: String]) -> Path? {
        for selected in selection(in: directory, environment: environment) {
            guard let version = installed(selected) else { continue }
            let program = version / "bin" / name
            if File.isExecutable(program) { return program }
        }
        return nil
    }

    /// The selected versions, first one first: `PYENV_VERSION`, the nearest `.python-version`, the global file.
    private func selection(in directory: Path, environment: [String: String]) -> [String] {
        if let named = environment["PYENV_VERSION"], !named.isEmpty {
            return named.split(separator: ":").map(String.init)
        }
        let file = PythonPin.nearestFile(from: directory) ?? root / "version"
        guard let bytes = try? File.readIfPresent(file, limit: 1 << 16) else { return [] }
        return PythonPin.words(of: bytes)
    }

    /// The directory of a version by its full name, or the newest one that it is the beginning of (`3.12`).
    private func installed(_ name: String) -> Path? {
        guard !name.utf8.contains(UInt8(ascii: "/")), name != ".." else { return nil }
        let name = name.hasPrefix("python-") ? String(name.dropFirst("python-".count)) : name
        let exact = root / "versions" / name
        if File.exists(exact) { return exact }
        let numbers = name.split(separator: ".").compactMap { Int($0) }
        return numbers.isEmpty ? nil : versions().first { $0.numbers.starts(with: numbers) }?.directory
    }
}
