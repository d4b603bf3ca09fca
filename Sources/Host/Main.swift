internal import Glibc
internal import Installer
internal import VariantProviders

@main
struct Main {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        // Started by swuv itself, see `HostSystem.facts`.
        if arguments.count == 2 && arguments[0] == DriverHelper.argument {
            _exit(DriverHelper.run(arguments[1]))
        }
        // A closed pipe is an error of the write, not the end of an installation halfway through.
        signal(SIGPIPE, SIG_IGN)
        ProcessEnvironment.raiseOpenFileLimit()
        let invocation = Invocation(
            arguments: arguments, environment: ProcessEnvironment.read(),
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
