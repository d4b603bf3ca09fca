internal import Glibc
internal import Installer
internal import VariantProviders

@main
struct Main {
    static func main() {
        let words = ProcessImage.arguments
        if words.count > 1, words[1] == "run" || words[1] == "sync" {
            let variables = ProcessEnvironment.lines()
            if let run = RunShortcut(words, variables: variables, directory: { try? Directory.current() }) {
                run.tell { invocation(words).plainConsole(colour: nil, verbosity: -min(run.quietness, 2)) }
                _exit(Program.run(run, invocation(words)))
            }
            if let sync = SyncShortcut(words, variables: variables, directory: { try? Directory.current() }) {
                sync.tell(invocation(words).plainConsole(colour: nil, verbosity: -min(sync.quietness, 2)))
                _exit(0)
            }
        }
        let arguments = Array(words.dropFirst())
        // Started by swuv itself, see `HostSystem.facts`.
        if arguments.count == 2 && arguments[0] == DriverHelper.argument {
            _exit(DriverHelper.run(arguments[1]))
        }
        ProcessEnvironment.adaptProcess()
        let status = Program.run(invocation(words))
        // Other threads may still run; nothing of theirs is worth waiting for.
        _exit(status)
    }

    private static func invocation(_ words: [String]) -> Invocation {
        Invocation(
            arguments: Array(words.dropFirst()), environment: ProcessEnvironment.read(),
            workingDirectory: { try Directory.current() }, outputIsTerminal: Terminal.isTerminal(.output),
            errorIsTerminal: Terminal.isTerminal(.error),
            writeOutput: { text in
                if Terminal.write(Array(text.utf8), to: .output) { return .written }
                return errno == EPIPE ? .closed : .failed(errno)
            },
            writeErrors: { Terminal.write(Array($0.utf8), to: .error) })
    }
}
