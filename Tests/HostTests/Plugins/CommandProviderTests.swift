import Foundation
import Testing
import VariantProviders

@testable import Host
@testable import Installer

@Suite struct CommandProviderTests {
    private static func drops(_ script: String, more: String = "timeout = \"10s\"\n", arguments: String = "")
        -> DropIns
    {
        DropIns(
            hz: "[[provider]]\nnamespace = \"hz\"\ncommand = [\"@DIR@/program\"\(arguments)]\n" + more,
            programs: ["program": "#!/bin/sh\n" + script])
    }

    private static let level = "printf '%s' '{\"static-properties\": {\"level\": [\"v2\", \"v1\"]}}'\n"

    @Test(arguments: [
        (level, "level=v2,v1"),
        ("echo '{}'", ""),
        ("echo '{\"static-properties\": {}}'", ""),
        (
            "echo '{\"static-properties\": {\"a\": [\"1\"], \"b\": [\"2\"], \"c\": []}, \"feature-order\": [\"b\", \"c\", \"a\"], \"x\": 1}'",
            "b=2 a=1"
        ),
        ("echo noise >&2; \(level)", "level=v2,v1"),
        // Its standard input is empty and its directory neutral.
        ("read x; [ \"$(pwd)\" = / ] && [ -z \"$x\" ] && \(level)", "level=v2,v1"),
        // Arguments reach it as they stand, and its environment is ours.
        ("[ \"$1\" = '$(touch x); `y` *' ] && [ \"$HZ\" = 5 ] && \(level)", "level=v2,v1"),
        // A child that it leaves behind does not keep us.
        ("sleep 100 & \(level)", "level=v2,v1"),
    ])
    func answers(_ script: String, _ expected: String) {
        let drops = Self.drops(script, arguments: ", \"$(touch x); `y` *\"")
        let start = Clock.monotonic()
        #expect(drops.answer(environment: ["HZ": "5", "PATH": "/usr/bin:/bin"]) == expected)
        #expect(Clock.monotonic() - start < 9_000_000_000)
    }

    /// Whatever else a program does is an error that says what (hostile cases of kind `program`).
    @Test(arguments: [
        ("", ["printed no list of properties", "it printed nothing"]),
        ("echo hello", ["it is not JSON"]),
        ("echo '{} {}'", ["it is not JSON"]),
        ("printf '\\377\\376\\000'", ["it is not UTF-8"]),
        ("echo '[1]'", ["expected an object, found an array"]),
        ("echo '\"x\"'", ["expected an object, found a string"]),
        ("echo '{\"level\": [\"v1\"]}'", ["`static-properties` is missing"]),
        ("echo '{\"static-properties\": []}'", ["expected an object at `static-properties`, found an array"]),
        (
            "echo '{\"static-properties\": {\"a\": \"1\"}}'",
            ["expected an array of strings at `static-properties.a`"]
        ),
        ("echo '{\"static-properties\": {\"a\": [1]}}'", ["expected a string at `static-properties.a[0]`"]),
        ("echo '{\"static-properties\": {\"a\": [\"A\"]}}'", ["found `A` (at `static-properties.a[0]`)"]),
        ("echo '{\"static-properties\": {\"a\": [\"1\", \"1\"]}}'", ["stands in the list of `a` already"]),
        ("echo '{\"static-properties\": {\"A-B\": [\"1\"]}}'", ["found `A-B`"]),
        ("echo '{\"static-properties\": {\"a\": [], \"b\": []}}'", ["needs a `feature-order`"]),
        (
            "echo '{\"static-properties\": {\"a\": []}, \"feature-order\": [\"b\"]}'",
            ["names `b`", "not name `a`"]
        ),
        ("echo '{\"feature-order\": []}'", ["`feature-order` without"]),
        ("printf '{\"x\":'; for i in 1 2 3 4 5 6 7 8 9; do printf '['; done", ["it is not JSON"]),
        ("echo why >&2; exit 3", ["failed: it ended with status 3", "why"]),
        ("kill -SEGV $$", ["failed: it was ended by signal 11"]),
        ("kill -KILL $$", ["failed: it was ended by signal 9"]),
        ("exec /nonexistent/x", ["failed: it ended with status 127"]),
        ("yes | head -c 3000000", ["it wrote more than 1048576 bytes"]),
    ])
    func failures(_ script: String, _ expected: [String]) {
        let answer = Self.drops(script).answer(environment: ["PATH": "/usr/bin:/bin"])
        #expect(answer.hasPrefix("error: "))
        for part in expected { #expect(answer.contains(part), "\(answer)") }
    }

    /// Time is bounded, also when the output is closed or goes on for ever, and the whole group ends.
    @Test(arguments: [
        "sleep 600", "exec >&- 2>&-; sleep 600", "sleep 600 & sleep 600", "while :; do echo x >&2; done",
    ])
    func hangs(_ script: String) {
        let start = Clock.monotonic()
        let answer = Self.drops(script, more: "timeout = \"300ms\"\n").answer(
            environment: ["PATH": "/usr/bin:/bin"])
        #expect(answer.contains("it did not end within 0.3 seconds"), "\(answer)")
        #expect(Clock.monotonic() - start < 5_000_000_000)
    }

    /// Programs that others may change are not run (hostile case d-exe-writable).
    @Test func custody() throws {
        func canary(_ change: (DropIns) throws -> Void) throws -> (answer: String, ran: Bool) {
            let drops = DropIns(
                hz: "[[provider]]\nnamespace = \"hz\"\ncommand = [\"@DIR@/bin/program\"]\n",
                programs: ["bin/program": "#!/bin/sh\ntouch \"$CANARY\"\n" + Self.level])
            try change(drops)
            let answer = drops.answer(environment: ["CANARY": drops.path("ran"), "PATH": "/usr/bin:/bin"])
            return (answer, FileManager.default.fileExists(atPath: drops.path("ran")))
        }
        #expect(try canary { _ in } == ("level=v2,v1", true))
        func refused(_ expected: String, _ change: (DropIns) throws -> Void) throws {
            let (answer, ran) = try canary(change)
            #expect(!ran)
            #expect(answer.contains("the provider `[DIR]/bin/program` was not run"), "\(answer)")
            #expect(answer.contains(expected), "\(answer)")
        }
        for mode in [0o777, 0o775, 0o757] as [mode_t] {
            try refused("others may write to `[DIR]/bin/program`") { chmod($0.path("bin/program"), mode) }
        }
        for mode in [0o777, 0o1777, 0o775] as [mode_t] {
            try refused("others may write to `[DIR]/bin`") { chmod($0.path("bin"), mode) }
        }
        try refused("does not exist") { try FileManager.default.removeItem(atPath: $0.path("bin/program")) }
        try refused("not a regular file") {
            try FileManager.default.removeItem(atPath: $0.path("bin/program"))
            try FileManager.default.createDirectory(
                atPath: $0.path("bin/program"), withIntermediateDirectories: true)
        }
        try refused("others may write to `[DIR]/other`") {
            try FileManager.default.createDirectory(
                atPath: $0.path("other"), withIntermediateDirectories: true)
            try FileManager.default.moveItem(atPath: $0.path("bin/program"), toPath: $0.path("other/program"))
            chmod($0.path("other"), 0o777)
            try FileManager.default.createSymbolicLink(
                atPath: $0.path("bin/program"), withDestinationPath: "../other/program")
        }
        if ProcessEnvironment.isRoot {
            try refused("belongs to user 65534") { chown($0.path("bin/program"), 65534, 65534) }
            try refused("belongs to user 65534") { chown($0.path("bin"), 65534, 65534) }
        }
        // Not executable.
        let (answer, ran) = try canary { chmod($0.path("bin/program"), 0o644) }
        #expect(answer.hasPrefix("error: ") && !ran)
    }

    /// What a program writes cannot reach the terminal as it is (hostile check `no_ansi`).
    @Test func controlCharacters() {
        let answer = Self.drops("printf '\\033[31mred\\r\\n' >&2; exit 1").answer(
            environment: ["PATH": "/usr/bin:/bin"])
        let shown = DiagnosticText.warning(Diagnostic("x", causes: [answer]), style: .plain)
        #expect(shown.contains("\\x1b[31mred") && !shown.utf8.contains(0x1B))
    }

    /// V-193: a program that looks at this machine says nothing about another.
    @Test func otherPlatforms() {
        #expect(Self.drops(Self.level).answer(isHere: false) == "")
        #expect(
            DropIns(["x.toml": "[[provider]]\nnamespace = \"hz\"\nstatic = { a = [\"1\"] }\n"])
                .answer(isHere: false) == "a=1")
    }
}
