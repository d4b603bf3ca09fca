internal import Glibc
internal import Installer

@main
struct Main {
    static func main() {
        // A closed pipe is an error of the write, not the end of an installation halfway through.
        signal(SIGPIPE, SIG_IGN)
        let invocation = Invocation(
            arguments: Array(CommandLine.arguments.dropFirst()), environment: environment(),
            workingDirectory: { try Directory.current() }, outputIsTerminal: Terminal.isTerminal(1),
            errorIsTerminal: Terminal.isTerminal(2), writeOutput: { Terminal.write($0, to: 1) },
            writeErrors: { Terminal.write($0, to: 2) })
        let status = Program.run(invocation)
        // Other threads may still run; nothing of theirs is worth waiting for.
        _exit(status)
    }

    /// Variables whose bytes are no UTF-8 are repaired, which keeps the others usable.
    private static func environment() -> [String: String] {
        var variables: [String: String] = [:]
        guard var entry = unsafe environ else { return variables }
        while let text = unsafe entry.pointee {
            let pair = unsafe String(cString: text)
            if let equals = pair.utf8.firstIndex(of: UInt8(ascii: "=")) {
                variables[String(pair[..<equals])] = String(pair[pair.utf8.index(after: equals)...])
            }
            unsafe entry += 1
        }
        return variables
    }
}
