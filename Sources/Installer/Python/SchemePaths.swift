/// Where the files of a wheel go, by kind: the installation scheme of an environment.
///
/// The kinds are those of the wheel format's `.data` directories; `include` is the parent of a
/// distribution's own `headers` directory.
package struct SchemePaths: Sendable, Hashable {
    /// Modules written in Python.
    package var purelib: Path
    /// Compiled modules; the same directory as `purelib` nearly everywhere.
    package var platlib: Path
    package var scripts: Path
    package var data: Path
    package var include: Path

    package init(purelib: Path, platlib: Path, scripts: Path, data: Path, include: Path) {
        self.purelib = purelib
        self.platlib = platlib
        self.scripts = scripts
        self.data = data
        self.include = include
    }

    /// The scheme with every path joined to `root`: how a relative scheme becomes an environment's.
    package func rooted(at root: Path) -> SchemePaths {
        func join(_ path: Path) -> Path { path.text.isEmpty ? root : root / path.text }
        return SchemePaths(
            purelib: join(purelib), platlib: join(platlib), scripts: join(scripts), data: join(data),
            include: join(include))
    }

    /// The scheme of `pip install --target`: everything importable lies in the directory itself.
    package static func target(_ directory: Path) -> SchemePaths {
        SchemePaths(
            purelib: directory, platlib: directory, scripts: directory / "bin", data: directory,
            include: directory / "include")
    }
}
