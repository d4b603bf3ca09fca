internal import Glibc
internal import Installer
internal import Synchronization

/// Keeps progress lines at the bottom of a terminal: one thread draws them about twenty times a second, and
/// every other line is printed above them.
///
/// Between frames the cursor rests, hidden, at the first progress line, so that clearing from the cursor to
/// the end of the screen takes all of them away, from a signal handler too.
final class ProgressDisplay: Sendable {
    private let drawing: Mutex<Drawing>
    private let write: @Sendable (String) -> Void
    /// Columns and rows of the terminal now.
    private let size: @Sendable () -> (columns: Int, rows: Int)
    private let style: Style

    private struct Drawing {
        var state = ProgressState()
        var isDrawn = false
        var isRunning = false
        var isOver = false
        var tick = 0
    }

    private static let interval: Int64 = 50_000_000
    private static let clear = "\r\u{1B}[J\u{1B}[?25h"

    init(
        style: Style, size: @escaping @Sendable () -> (columns: Int, rows: Int),
        write: @escaping @Sendable (String) -> Void
    ) {
        self.style = style
        self.size = size
        self.write = write
        drawing = Mutex(Drawing())
    }

    /// Changes what the lines say; they are drawn at the next tick.
    func update(_ change: (inout ProgressState) -> Void) {
        let mustStart = drawing.withLock { drawing in
            change(&drawing.state)
            if drawing.isRunning || drawing.isOver || drawing.state.isIdle { return false }
            drawing.isRunning = true
            return true
        }
        if mustStart { startThread() }
    }

    /// Prints complete lines above the progress lines.
    func print(_ text: String) {
        drawing.withLock { drawing in
            erase(&drawing)
            write(text)
        }
    }

    /// Takes the lines away for good.
    func finish() {
        drawing.withLock { drawing in
            drawing.isOver = true
            erase(&drawing)
        }
    }

    /// Draws one frame. False when there will be no more.
    func draw() -> Bool {
        drawing.withLock { drawing in
            if drawing.isOver || TerminalSignals.isEnding.load(ordering: .relaxed) { return false }
            if drawing.state.isIdle {
                erase(&drawing)
                return true
            }
            let size = size()
            // One column and one row stay free: a full last column may wrap, a full screen would scroll.
            let lines = drawing.state.frame(
                columns: max(size.columns - 1, 1), rows: max(size.rows - 1, 1), tick: drawing.tick,
                style: style)
            drawing.tick += 1
            drawing.isDrawn = true
            TerminalSignals.isCursorHidden.store(true, ordering: .relaxed)
            var text = "\u{1B}[?25l\r" + lines.joined(separator: "\u{1B}[K\n") + "\u{1B}[J\r"
            if lines.count > 1 { text += "\u{1B}[\(lines.count - 1)A" }
            write(text)
            return true
        }
    }

    private func erase(_ drawing: inout Drawing) {
        guard drawing.isDrawn else { return }
        write(Self.clear)
        drawing.isDrawn = false
        TerminalSignals.isCursorHidden.store(false, ordering: .relaxed)
    }

    /// The first frame comes one interval after the first event: a short command draws nothing.
    private func startThread() {
        TerminalSignals.install()
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(self)
        let status = unsafe pthread_create(
            &thread, nil,
            { context in
                guard let context = unsafe context else { return nil }
                let display = unsafe Unmanaged<ProgressDisplay>.fromOpaque(context).takeRetainedValue()
                repeat {
                    Clock.sleep(nanoseconds: ProgressDisplay.interval)
                } while display.draw()
                return nil
            }, context.toOpaque())
        // Without a thread there is no progress to see, and nothing else is lost.
        if status == 0 { pthread_detach(thread) } else { unsafe context.release() }
    }
}
