/// Makes a script with metadata (PEP 723), or gives some to one that has none. Returns where it is.
package func initScript(_ path: Path, python: EnvironmentTarget, in session: Session) throws -> Path {
    let file = path.absolute(in: session.workingDirectory).normalised
    let old = try File.readIfPresent(file, limit: LockRequest.Script.sizeLimit)
    let shown = session.shown(file)
    let text = try ScriptText(parsing: old ?? Array(ProjectTemplate.script(file.name).utf8), file: shown)
    guard !text.hasBlock else {
        throw Diagnostic(
            "`\(shown)` has metadata already", hints: ["`swuv add --script \(shown) PACKAGE` adds to it"])
    }
    let bytes = text.replacingMetadata(with: try session.firstMetadata(python: python))
    try Directory.create(file.parent)
    // Scripts are often programs.
    let mode = try old == nil ? 0o644 : File.status(file).map { $0.mode & 0o777 } ?? 0o644
    try File.writeAtomically(bytes, to: file, mode: mode)
    return file
}

extension Session {
    /// What a script is given that says nothing of itself.
    func firstMetadata(python: EnvironmentTarget) throws -> [UInt8] {
        Array("requires-python = \"\(try lowestPython(python))\"\ndependencies = []\n".utf8)
    }

    /// What is asked for where nothing is said: the Python that is found, or newer.
    func lowestPython(_ target: EnvironmentTarget) throws -> String {
        let interpreter = try interpreter(for: target, preference: .any)
        return ">=" + interpreter.version.release.prefix(2).map(String.init).joined(separator: ".")
    }
}
