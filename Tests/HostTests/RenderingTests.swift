import Foundation
import Synchronization
import Testing

@testable import Host
@testable import Installer

@Suite struct RenderingTests {
    @Test func quantities() {
        let durations: [(Duration, String)] = [
            (.zero, "0.00ms"), (.microseconds(20), "0.02ms"), (.microseconds(999), "0.99ms"),
            (.milliseconds(1), "1ms"), (.milliseconds(999), "999ms"), (.milliseconds(1230), "1.23s"),
            (.seconds(59), "59.00s"), (.seconds(60), "1m 00s"), (.seconds(125), "2m 05s"),
            (.seconds(7200), "120m 00s"),
        ]
        for (duration, text) in durations { #expect(Quantities.text(of: duration) == text) }
        let sizes: [(UInt64, String)] = [
            (0, "0B"), (1023, "1023B"), (1024, "1.0KiB"), (69_580, "67.9KiB"), (552_180_121, "526.6MiB"),
            (2_147_483_648, "2.0GiB"), (.max, "16384.0PiB"),
        ]
        for (size, text) in sizes { #expect(Quantities.text(ofBytes: size) == text) }
        #expect(Quantities.text(ofBytes: 2048, separator: " ") == "2.0 KiB")
    }

    @Test func untrustedText() {
        let rows = [
            ("plain é 日本", "plain é 日本"), ("a\u{1b}[31mb", "a\\x1b[31mb"), ("a\nb\rc\td", "a\\nb\\rc\td"),
            ("\u{9b}2J", "\\x9b2J"), ("\u{202e}evil\u{2066}", "\\u{202e}evil\\u{2066}"),
            ("\u{0}\u{7}", "\\x00\\x07"),
        ]
        for (text, shown) in rows { #expect(TerminalText.escaped(text) == shown) }
        #expect(TerminalText.escaped("a\nb\u{8}", keepingLines: true) == "a\nb\\x08")
    }

    @Test func credentials() {
        let rows = [
            ("https://user:secret@host/simple", "https://****@host/simple"),
            (
                "see `https://token@host/x?a=b@c` and http://u:p@ss@h:1/",
                "see `https://****@host/x?a=b@c` and http://****@h:1/"
            ),
            ("--index=name=https://u:p@h", "--index=name=https://****@h"),
            ("git+ssh://git@host/r", "git+ssh://git@host/r"), ("ssh://git:pw@host/r", "ssh://****@host/r"),
            ("git+https://tok@host/r@main", "git+https://****@host/r@main"), ("a@b.c", "a@b.c"),
            ("https://host/a@b", "https://host/a@b"), ("://@", "://@"), ("x://", "x://"),
        ]
        for (text, shown) in rows { #expect(Redaction.redacted(text) == shown) }
        let run = ProgramRun([
            "install", "--index", "https://u:secret@ho st/", "--wrong", "https://u:secret@host", "--json",
        ])
        #expect(!(run.output + run.errors).contains("secret"))
        let bad = ProgramRun(["install", "x", "--index", "https://u:secret@h\u{1}/"])
        #expect(bad.status == 2 && !(bad.output + bad.errors).contains("secret"))
    }

    @Test func colours() {
        let rows: [(String?, [String: String], Bool, Bool)] = [
            (nil, [:], true, true), (nil, [:], false, false), (nil, ["NO_COLOR": "1"], true, false),
            (nil, ["NO_COLOR": ""], true, true), (nil, ["FORCE_COLOR": "1"], false, true),
            (nil, ["FORCE_COLOR": "0"], false, false), (nil, ["CLICOLOR_FORCE": "1"], false, true),
            (nil, ["TERM": "dumb"], true, false), ("always", ["NO_COLOR": "1"], false, true),
            ("never", ["FORCE_COLOR": "1"], true, false),
            (nil, ["NO_COLOR": "1", "FORCE_COLOR": "1"], true, false),
        ]
        for (choice, environment, isTerminal, isOn) in rows {
            #expect(Style(choice: choice, environment: environment, isTerminal: isTerminal).isOn == isOn)
        }
    }

    @Test func progressFrames() {
        var state = ProgressState()
        var text = ""
        func show(_ title: String, columns: Int = 80, rows: Int = 24, style: Style = .plain) {
            let lines = state.frame(columns: columns, rows: rows, tick: 3, style: style)
            for line in lines where style.isOn == false { #expect(line.unicodeScalars.count <= columns) }
            #expect(lines.count <= max(rows, 1))
            text += "# \(title)\n" + lines.joined(separator: "\n") + "\n"
        }
        state.begin(.resolving, total: nil)
        show("resolving")
        state.advance(.resolving, item: "idna==3.20\u{1b}[2J")
        show("resolving, an item")
        state.end(.resolving)
        state.begin(.preparing, total: 9)
        state.beginDownload(1, name: "torch", size: 552_180_121)
        state.beginDownload(2, name: "idna", size: 69_580)
        state.beginDownload(3, name: "nvidia-cuda-runtime-cu12-wheel", size: nil)
        state.advanceDownload(1, bytes: 300_000_000)
        state.advanceDownload(2, bytes: 69_580)
        state.advanceDownload(3, bytes: 4096)
        state.advance(.preparing, item: "six==1.0")
        show("preparing, three downloads")
        show("coloured", style: .coloured)
        show("narrow", columns: 60)
        show("very narrow", columns: 12)
        show("three rows", rows: 3)
        show("one row", rows: 1)
        state.endDownload(1)
        state.endDownload(2)
        state.endDownload(3)
        state.end(.preparing)
        state.begin(.installing, total: 4)
        show("installing")
        for item in ["a==1", "b==2", "c==3"] { state.advance(.installing, item: item) }
        show("installing, three of four")
        state.end(.installing)
        state.begin(.compilingBytecode, total: 300)
        show("bytecode")
        state.end(.compilingBytecode)
        #expect(state.isIdle)
        Golden.expect(Golden.visible(text), equals: "progress.txt")
    }

    private final class Screen: Sendable {
        let text = Mutex("")
        func write(_ more: String) { text.withLock { $0 += more } }
    }

    /// What goes to the terminal: frames, a line above them, and a clean end.
    @Test func displayWrites() {
        let screen = Screen()
        let display = ProgressDisplay(style: .plain, size: { (40, 10) }, write: screen.write)
        // Without a thread: frames are drawn by hand.
        display.update { $0.begin(.preparing, total: 2) }
        _ = display.draw()
        display.print("Resolved 2 packages in 3ms\n")
        _ = display.draw()
        display.finish()
        #expect(!display.draw())
        display.print("after\n")
        let text = Golden.visible(screen.text.withLock { $0 })
        #expect(text.hasSuffix("\\r\\e[J\\e[?25hafter\n"))
        #expect(text.contains("\\r\\e[J\\e[?25hResolved 2 packages in 3ms\n\\e[?25l\\r"))
    }

    @Test func plainReporter() {
        let screen = Screen()
        func run(verbosity: Int, _ body: (ConsoleReporter) -> Void) -> String {
            screen.text.withLock { $0 = "" }
            let console = Console(
                verbosity: verbosity, writeOutput: { _ in .written }, writeErrors: screen.write)
            body(ConsoleReporter(console))
            return screen.text.withLock { $0 }
        }
        func events(_ reporter: ConsoleReporter) {
            reporter.note("Using Python 3.12 environment at: v\u{1b}")
            reporter.warning(Diagnostic("careful"))
            reporter.warning(Diagnostic("careful"))
            reporter.finished(StepSummary(.resolved, count: 1, in: .milliseconds(3)))
            reporter.downloadBegan(1, name: "torch-2.6.0-cp312-cp312-linux_x86_64.whl", size: 552_180_121)
            reporter.downloadBegan(2, name: "six-1.0.tar.gz", size: 11_000)
            reporter.downloadBegan(3, name: "odd file", size: 2 << 20)
            reporter.downloadEnded(3)
            reporter.downloadEnded(2)
            reporter.downloadEnded(1)
            reporter.trace(1) { "one" }
            reporter.trace(2) { "two" }
        }
        let normal = """
            Using Python 3.12 environment at: v\\x1b
            warning: careful
            Resolved 1 package in 3ms
            Downloading torch (526.6MiB)
            Downloading odd file (2.0MiB)
             Downloaded odd file
             Downloaded torch

            """
        #expect(run(verbosity: 0, events) == normal)
        #expect(run(verbosity: 1, events) == normal + "DEBUG one\n")
        #expect(run(verbosity: 2, events) == normal + "DEBUG one\nTRACE two\n")
        #expect(run(verbosity: -1, events) == "")
    }

    /// For the eye: `SWUV_SHOW_PROGRESS=1 swift test --filter progressOnTerminal` draws on /dev/tty.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["SWUV_SHOW_PROGRESS"] != nil))
    func progressOnTerminal() throws {
        let terminal = try #require(FileHandle(forWritingAtPath: "/dev/tty"))
        let display = ProgressDisplay(
            style: .coloured,
            size: {
                var window = winsize()
                let status = ioctl(terminal.fileDescriptor, UInt(TIOCGWINSZ), &window)
                return status == 0 ? (Int(window.ws_col), Int(window.ws_row)) : (80, 24)
            }, write: { terminal.write(Data($0.utf8)) })
        let console = Console(
            errorStyle: .coloured, display: display, writeOutput: { _ in .written }, writeErrors: { _ in })
        let reporter = ConsoleReporter(console)
        reporter.began(.resolving, total: nil)
        for step in 1...10 {
            reporter.advanced(.resolving, item: "package-\(step)==1.\(step)")
            Thread.sleep(forTimeInterval: 0.1)
        }
        reporter.ended(.resolving)
        reporter.finished(StepSummary(.resolved, count: 10, in: .milliseconds(1000)))
        let sizes: [UInt64] = [3_000_000, 40_000_000, 552_180_121, 900_000]
        reporter.began(.preparing, total: sizes.count)
        for (id, size) in sizes.enumerated() {
            reporter.downloadBegan(
                UInt64(id), name: ["numpy", "nvidia-cublas-cu12", "torch", "six"][id], size: size)
        }
        for step in 1...60 {
            for (id, size) in sizes.enumerated() where step <= 10 * (id + 1) || id == 2 {
                reporter.downloadAdvanced(UInt64(id), bytes: size / 40)
                if step == 10 * (id + 1), id != 2 { reporter.downloadEnded(UInt64(id)) }
            }
            if step % 20 == 0 { reporter.warning(Diagnostic("a warning in between, number \(step / 20)")) }
            Thread.sleep(forTimeInterval: 0.05)
        }
        reporter.downloadEnded(2)
        reporter.ended(.preparing)
        reporter.finished(StepSummary(.prepared, count: 4, in: .seconds(3)))
        reporter.began(.installing, total: 10)
        for step in 1...10 {
            reporter.advanced(.installing, item: "package-\(step)==1.\(step)")
            Thread.sleep(forTimeInterval: 0.05)
        }
        reporter.ended(.installing)
        reporter.finished(StepSummary(.installed, count: 10, in: .milliseconds(500)))
        display.finish()
    }
}
