internal import Glibc
internal import Synchronization

/// Gives the terminal back, cursor and all, when a signal ends or stops the process while progress is drawn.
enum TerminalSignals {
    static let isCursorHidden = Atomic<Bool>(false)
    /// The process is about to end: nothing may be drawn any more.
    static let isEnding = Atomic<Bool>(false)
    private static let isInstalled = Atomic<Bool>(false)

    /// Once a process. Signals that are ignored (`nohup`) stay ignored.
    static func install() {
        if isInstalled.exchange(true, ordering: .relaxed) { return }
        for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP] {
            var old = sigaction()
            unsafe sigaction(number, nil, &old)
            if unsafe unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) == 1 { continue }
            var new = sigaction()
            unsafe new.__sigaction_handler.sa_handler = { number in TerminalSignals.handle(number) }
            new.sa_flags = SA_RESTART
            unsafe sigaction(number, &new, nil)
        }
    }

    /// Only calls that a signal handler may make.
    private static func handle(_ number: Int32) {
        let saved = errno
        if number != SIGTSTP { isEnding.store(true, ordering: .sequentiallyConsistent) }
        if isCursorHidden.exchange(false, ordering: .relaxed) {
            let restore: StaticString = "\r\u{1B}[J\u{1B}[?25h"
            _ = unsafe Glibc.write(2, restore.utf8Start, restore.utf8CodeUnitCount)
        }
        if number == SIGTSTP {
            kill(getpid(), SIGSTOP)
        } else {
            signal(number, SIG_DFL)
            kill(getpid(), number)
        }
        errno = saved
    }
}
