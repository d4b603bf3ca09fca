internal import Glibc

/// The process's standard streams and the terminal behind them.
enum Terminal {
    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// Of the terminal behind standard error; 80 by 24 when it does not tell.
    static func size() -> (columns: Int, rows: Int) {
        var window = winsize()
        guard unsafe ioctl(2, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0 else { return (80, 24) }
        return (Int(window.ws_col), window.ws_row > 0 ? Int(window.ws_row) : 24)
    }

    /// Writes everything; false when the reader is gone or the device refuses.
    @discardableResult
    static func write(_ text: String, to descriptor: Int32) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var start = 0
            while unsafe start < bytes.count {
                let count = unsafe Glibc.write(
                    descriptor, bytes.baseAddress?.advanced(by: start), bytes.count - start)
                if count > 0 {
                    start += count
                } else if unsafe errno == EAGAIN {
                    var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = unsafe Glibc.poll(&poll, 1, 1000)
                } else if unsafe errno != EINTR {
                    return false
                }
            }
            return true
        }
    }
}
