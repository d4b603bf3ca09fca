import Glibc
import Testing

@testable import Installer

@Suite struct SubprocessTests: Sendable {
    func shell(_ script: String, input: [UInt8] = [], limit: Int = 1 << 20) throws -> Subprocess.Outcome {
        try Subprocess.run(
            ["sh", "-c", script], input: input, timeout: .seconds(30), outputLimit: limit)
    }

    @Test(arguments: [
        ("echo out; echo err >&2; exit 3", Int32(3), "out\n", "err\n"),
        ("kill -9 $$", 137, "", ""),
        ("cat", 0, "given", ""),
        ("head -c 2 >/dev/null; cat", 0, "ven", ""),
        ("true", 0, "", ""),
        // What stays behind in the background holds the pipes and is not waited for.
        ("sleep 600 & echo done", 0, "done\n", ""),
        // A program that closes its output is still waited for.
        ("exec >&- 2>&-; sleep 0.1; exit 4", 4, "", ""),
        // No descriptor but the three.
        ("ls /proc/self/fd | wc -l | tr -d ' '", 0, "4\n", ""),
    ])
    func outcomes(_ row: (script: String, status: Int32, output: String, errors: String)) throws {
        let outcome = try shell(row.script, input: Array("given".utf8))
        #expect(outcome.status == row.status)
        #expect(outcome.text == row.output)
        #expect(outcome.errorText == row.errors)
    }

    @Test func environmentAndDirectory() throws {
        let scratch = try Scratch()
        let outcome = try Subprocess.run(
            ["/bin/sh", "-c", "pwd -P; echo \"$A-$B-$HOME\"; cat"], environment: ["A": "1", "B": "x y"],
            workingDirectory: scratch.path)
        #expect(try outcome.text == "\(File.resolved(scratch.path))\n1-x y-\n")
        #expect(
            message {
                _ = try Subprocess.run(["true"], workingDirectory: "/nowhere")
            } == "failed to enter directory `/nowhere`: No such file or directory (os error 2)")
        #expect(
            message { _ = try Subprocess.run(["no-such-program"]) }
                == "failed to run `no-such-program`: No such file or directory (os error 2)")
        #expect(
            message { _ = try Subprocess.run(["/etc/passwd"]) }
                == "failed to run `/etc/passwd`: Permission denied (os error 13)")
    }

    @Test func endsTheWholeGroupWhenTheTimeIsUp() throws {
        let scratch = try Scratch()
        let file = scratch / "pid"
        let start = Clock.monotonic()
        #expect(throws: SubprocessError.self) {
            _ = try Subprocess.run(
                ["sh", "-c", "trap '' TERM; sh -c 'echo $$ > \(file); sleep 600' & wait"],
                timeout: .milliseconds(300))
        }
        #expect(Clock.monotonic() - start < 20_000_000_000)
        let text = String(decoding: try File.read(file), as: UTF8.self)
        let grandchild = try #require(Int32(text.split(separator: "\n")[0]))
        // Killed, whoever reaps it now.
        while kill(grandchild, 0) == 0 {
            let state = String(
                decoding: try File.readIfPresent("/proc/\(grandchild)/stat") ?? [], as: UTF8.self)
            if state.contains(") Z ") || state.isEmpty { break }
            Clock.sleep(nanoseconds: 5_000_000)
        }
    }

    @Test func boundsTheOutput() throws {
        #expect(throws: SubprocessError.tooMuchOutput(program: "sh", limit: 1000)) {
            _ = try shell("while :; do echo 0123456789; done", limit: 1000)
        }
        let outcome = try shell(
            "i=0; while [ $i -lt 3000 ]; do echo line $i >&2; i=$((i+1)); done", limit: 100)
        #expect(outcome.stderr.count == 100 && outcome.errorText.hasSuffix("line 2999\n"))
        let large = [UInt8](repeating: 65, count: 300_000)
        #expect(try shell("cat", input: large).stdout == large)
    }

    @Test func manyAtATimeLeaveNothing() throws {
        func count() throws -> Int { try Directory.entries("/proc/self/fd").count }
        _ = try shell("true")
        try WorkerPool(threads: 4).forEach(40) { index in
            let outcome = try shell("echo \(index); exit \(index)")
            #expect(outcome.text == "\(index)\n" && outcome.status == Int32(index))
        }
    }

    @Test func environmentOfThisProcess() throws {
        let variables = ProcessEnvironment.read()
        #expect(variables["PATH"] == getenv("PATH").map { String(cString: $0) })
        #expect(ProcessEnvironment.homeDirectory(["HOME": "/h"]) == "/h")
        #expect(ProcessEnvironment.homeDirectory([:])?.isAbsolute == true)
        #expect(ProcessEnvironment.findProgram("sh", ["PATH": "/nowhere:/bin"]) == "/bin/sh")
        #expect(ProcessEnvironment.findProgram("sh", ["PATH": "/nowhere"]) == nil)
        #expect(ProcessEnvironment.searchPath(["PATH": "/a::/b"]) == ["/a", ".", "/b"])
        #expect(RandomName.make(prefix: "x") != RandomName.make(prefix: "x"))
        #expect(Duration.seconds(2).nanoseconds == 2_000_000_000)
    }
}
