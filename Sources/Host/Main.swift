internal import Glibc
internal import Installer

@main
struct Main {
    static func main() {
        // A closed pipe is an error of the write, not the end of an installation halfway through.
        signal(SIGPIPE, SIG_IGN)
        ProcessEnvironment.raiseOpenFileLimit()
        let invocation = Invocation(
            arguments: Array(CommandLine.arguments.dropFirst()), environment: ProcessEnvironment.read(),
            workingDirectory: { try Directory.current() }, outputIsTerminal: Terminal.isTerminal(.output),
            errorIsTerminal: Terminal.isTerminal(.error),
            writeOutput: { text in
                if Terminal.write(Array(text.utf8), to: .output) { return .written }
                return errno == EPIPE ? .closed : .failed(errno)
            },
            writeErrors: { Terminal.write(Array($0.utf8), to: .error) })
        let status = Program.run(invocation)
        // Other threads may still run; nothing of theirs is worth waiting for.
        _exit(status)
    }
}
