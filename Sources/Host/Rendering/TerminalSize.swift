internal import Glibc

/// How large a terminal is now.
enum TerminalSize {
    /// 80 by 24 when it does not tell.
    static func current(of descriptor: Int32 = 2) -> (columns: Int, rows: Int) {
        var window = winsize()
        guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0 else {
            return (80, 24)
        }
        return (Int(window.ws_col), window.ws_row > 0 ? Int(window.ws_row) : 24)
    }
}
