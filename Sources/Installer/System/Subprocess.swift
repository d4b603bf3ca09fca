internal import CSystem
internal import Glibc

/// Runs other programs: each in its own process group, with a time limit and bounded output.
package struct Subprocess {
    /// What a program left behind.
    package struct Outcome: Sendable, Hashable {
        /// The exit status; 128 and the signal when a signal ended it.
        package let status: Int32
        package let stdout: [UInt8]
        /// The last part, when it was more than the limit.
        package let stderr: [UInt8]

        package var succeeded: Bool { status == 0 }

        /// The standard output as text; bytes that are not UTF-8 are replaced.
        package var text: String { String(decoding: stdout, as: UTF8.self) }
        package var errorText: String { String(decoding: stderr, as: UTF8.self) }
    }

    /// Runs `argv` to its end; the program is found as `ProcessEnvironment.findProgram` does.
    ///
    /// Processes that it leaves in its group are killed when it ends. After `timeout`, or when it
    /// writes more than `outputLimit` bytes to its standard output, the whole group is killed and a
    /// `SubprocessError` is thrown. It never shares a descriptor with swuv, and reads `input`, which is
    /// empty like /dev/null unless given. `onErrors` is told what it writes to its standard error, as it comes.
    package static func run(
        _ argv: [String], environment: [String: String]? = nil, workingDirectory: Path? = nil,
        input: [UInt8] = [], timeout: Duration = .seconds(60), outputLimit: Int = 16 << 20,
        onErrors: (([UInt8]) -> Void)? = nil
    ) throws -> Outcome {
        let variables = environment ?? ProcessEnvironment.read()
        guard let program = ProcessEnvironment.findProgram(argv[0], variables) else {
            let code =
                File.exists(Path(argv[0])) && argv[0].utf8.contains(UInt8(ascii: "/")) ? EACCES : ENOENT
            throw SystemError("run", Path(argv[0]), code: code)
        }
        let deadline = Clock.monotonic().addingReportingOverflow(timeout.nanoseconds)
        var run = try RunningProgram(
            argv, program: program, environment: variables, workingDirectory: workingDirectory, input: input)
        return try run.finish(
            deadline: deadline.overflow ? .max : deadline.partialValue, timeout: timeout,
            outputLimit: outputLimit, onErrors: onErrors)
    }

    /// Kills every program that is running. Safe in a signal handler.
    package static func killAll() { swuv_kill_children() }
}

/// A program that did not end by itself.
package enum SubprocessError: Diagnosable, Hashable {
    case timedOut(program: String, after: Duration, stderr: [UInt8])
    case tooMuchOutput(program: String, limit: Int)

    package var diagnostic: Diagnostic {
        switch self {
        case .timedOut(let program, let limit, let stderr):
            let words = String(decoding: stderr, as: UTF8.self)
            return Diagnostic(
                "failed to run `\(program)`: it did not end within \(limit)",
                causes: words.isEmpty ? [] : [words])
        case .tooMuchOutput(let program, let limit):
            return Diagnostic("failed to run `\(program)`: it wrote more than \(limit) bytes")
        }
    }
}

/// One started program. Whatever happens, it is killed and reaped when this goes away.
private struct RunningProgram: ~Copyable {
    private let program: String
    private let pid: Int32
    private let output: Descriptor
    private let errors: Descriptor
    /// Polls readable when the program has ended; nil on kernels without it (before 5.3).
    private let end: Descriptor?
    private var isReaped = false

    init(
        _ argv: [String], program: Path, environment: [String: String], workingDirectory: Path?,
        input: [UInt8]
    ) throws(SystemError) {
        self.program = argv[0]
        let outputPipe = try Pipe()
        let errorPipe = try Pipe()
        let inputFile = try retrying("run", program) {
            input.isEmpty
                ? swuv_open_null()
                : unsafe input.withUnsafeBytes { unsafe swuv_memory_file($0.baseAddress!, $0.count) }
        }
        let standardInput = Descriptor(taking: inputFile)
        let lines = environment.map { "\($0.key)=\($0.value)" }
        var pid: Int32 = 0
        var code: Int32
        var attempts = 0
        repeat {
            // A program that was just written may still be open in a child that another thread is starting.
            if attempts > 0 { usleep(10_000) }
            attempts += 1
            code = unsafe Self.withPointers(argv) { arguments in
                unsafe Self.withPointers(lines) { variables in
                    unsafe Self.withOptional(workingDirectory?.text) { directory in
                        unsafe swuv_spawn(
                            &pid, program.text, arguments, variables, directory, standardInput.raw,
                            outputPipe.input.raw, errorPipe.input.raw)
                    }
                }
            }
        } while code == ETXTBSY && attempts < 20
        if code != 0 {
            if code == ENOENT || code == ENOTDIR, let workingDirectory, !File.exists(workingDirectory) {
                throw SystemError("enter directory", workingDirectory, code: code)
            }
            throw SystemError("run", program, code: code)
        }
        self.pid = pid
        output = outputPipe.reading()
        errors = errorPipe.reading()
        let descriptor = swuv_process_descriptor(pid)
        end = descriptor < 0 ? nil : Descriptor(taking: descriptor)
    }

    deinit {
        if !isReaped { swuv_end(pid) }
    }

    /// Reads what it writes until it ends.
    mutating func finish(
        deadline: Int64, timeout: Duration, outputLimit: Int, onErrors: (([UInt8]) -> Void)?
    ) throws -> Subprocess.Outcome {
        var stdout: [UInt8] = []
        var stderr: [UInt8] = []
        var isOpen = [true, true]
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
        defer { unsafe buffer.deallocate() }
        var hasEnded = false
        while isOpen[0] || isOpen[1] || !hasEnded {
            let left = hasEnded ? 0 : (deadline - Clock.monotonic()) / 1_000_000
            if left <= 0 && !hasEnded {
                throw SubprocessError.timedOut(program: program, after: timeout, stderr: stderr)
            }
            var wanted = [
                pollfd(fd: isOpen[0] ? output.raw : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isOpen[1] ? errors.raw : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: hasEnded ? -1 : endDescriptor, events: Int16(POLLIN), revents: 0),
            ]
            // Without a descriptor for its end, look for that a hundred times a second.
            let wait = endDescriptor < 0 ? min(left, 10) : min(left, 1 << 30)
            let ready = unsafe poll(&wanted, 3, Int32(wait))
            if wanted[0].revents != 0 {
                isOpen[0] = try unsafe read(output.raw, buffer, into: &stdout)
                if stdout.count > outputLimit {
                    throw SubprocessError.tooMuchOutput(program: program, limit: outputLimit)
                }
            }
            if wanted[1].revents != 0 {
                let known = stderr.count
                isOpen[1] = try unsafe read(errors.raw, buffer, into: &stderr)
                if let onErrors, stderr.count > known { onErrors(Array(stderr[known...])) }
                if stderr.count > outputLimit * 2 { stderr.removeFirst(stderr.count - outputLimit) }
            }
            // A program that was left in the background may keep the pipes open for ever: when the one
            // that we wait for has ended, only what is in the pipes already counts.
            if hasEnded && ready <= 0 { break }
            if !hasEnded { hasEnded = swuv_has_ended(pid) != 0 }
        }
        if stderr.count > outputLimit { stderr.removeFirst(stderr.count - outputLimit) }
        let status = swuv_reap(pid)
        isReaped = true
        let signal = status & 0x7f
        return Subprocess.Outcome(
            status: signal == 0 ? (status >> 8) & 0xff : 128 + signal, stdout: stdout, stderr: stderr)
    }

    private var endDescriptor: Int32 {
        switch end {
        case .some(let descriptor): descriptor.raw
        case .none: -1
        }
    }

    /// False at the end of the stream.
    private func read(
        _ raw: Int32, _ buffer: UnsafeMutableRawBufferPointer, into bytes: inout [UInt8]
    ) throws(SystemError) -> Bool {
        let count = try retrying("read from", Path(program)) {
            unsafe Glibc.read(raw, buffer.baseAddress!, buffer.count)
        }
        unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        return count > 0
    }

    private struct Pipe: ~Copyable {
        let output: Descriptor
        let input: Descriptor

        init() throws(SystemError) {
            var ends: [Int32] = [-1, -1]
            _ = try retrying("make a pipe", nil) { unsafe swuv_pipe(&ends) }
            output = Descriptor(taking: ends[0])
            input = Descriptor(taking: ends[1])
        }

        /// Closes the end that is written to.
        consuming func reading() -> Descriptor { output }
    }

    /// The null-terminated array of C strings that exec wants.
    private static func withPointers<R>(
        _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> R
    ) -> R {
        var bytes: [CChar] = []
        var offsets: [Int] = []
        for text in texts {
            offsets.append(bytes.count)
            bytes.append(contentsOf: text.utf8.lazy.map { CChar(bitPattern: $0) })
            bytes.append(0)
        }
        return unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            var pointers = unsafe offsets.map { unsafe UnsafeMutablePointer?(buffer.baseAddress! + $0) }
            unsafe pointers.append(nil)
            return unsafe pointers.withUnsafeBufferPointer { unsafe body($0.baseAddress!) }
        }
    }

    private static func withOptional<R>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> R) -> R {
        guard let text else { return body(nil) }
        return unsafe text.withCString { unsafe body($0) }
    }
}
