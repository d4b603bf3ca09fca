/// Compiles installed modules to bytecode ahead of their first import, by the interpreter that will run them.
///
/// Each worker is one process of that interpreter, which takes its share of the paths from its standard
/// input. A file that does not compile is left alone: many packages ship templates and code for other
/// versions.
package struct Bytecode: Sendable {
    private let interpreter: Path
    private let pool: WorkerPool

    package init(interpreter: Path, pool: WorkerPool) {
        self.interpreter = interpreter
        self.pool = pool
    }

    /// The modules that `planned` brings into `environment`.
    package static func modules(of planned: [PlannedWheel], in environment: Environment) -> [Path] {
        planned.flatMap { planned in
            let manifest = planned.wheel.manifest
            return (0..<manifest.fileCount).compactMap { index -> Path? in
                let scheme = manifest.scheme(ofFile: index)
                guard scheme == .purelib || scheme == .platlib else { return nil }
                let file = manifest.file(index)
                guard file.target.hasSuffix(".py") else { return nil }
                return (scheme == .purelib ? environment.purelib : environment.platlib) / Path(file.target)
            }
        }
    }

    /// Returns how many files were compiled.
    @discardableResult
    package func compile(_ files: [Path]) throws -> Int {
        if files.isEmpty { return 0 }
        let workers = max(1, min(pool.threads, files.count / 16))
        let compiled = Monitor(0)
        try pool.forEach(workers) { worker in
            // Every n-th file, so that neighbours of one size are spread.
            let share = stride(from: worker, to: files.count, by: workers).map { files[$0].text }
            let run = try Subprocess.run(
                [interpreter.text, "-I", "-S", "-c", Self.script],
                input: Array(share.joined(separator: "\0").utf8),
                timeout: .seconds(60 + share.count), outputLimit: 1 << 20)
            guard run.succeeded, let count = Int(run.text.filter { !$0.isWhitespace }) else {
                throw Diagnostic(
                    "Failed to compile bytecode with `\(interpreter)`",
                    causes: run.errorText.isEmpty ? [] : [run.errorText])
            }
            compiled.withLock { $0 += count }
        }
        return compiled.withLock { $0 }
    }

    private static let script = """
        import os, py_compile, sys, warnings
        warnings.simplefilter("ignore")
        done = 0
        for path in sys.stdin.buffer.read().split(b"\\0"):
            try:
                py_compile.compile(os.fsdecode(path), doraise=True)
                done += 1
            except Exception:
                pass
        print(done)
        """
}
