internal import CSystem
internal import Glibc

/// What is known about the standard streams.
package enum Terminal {
    package enum Stream: Int32, Sendable {
        case input = 0
        case output = 1
        case error = 2
    }

    /// A person sits behind it.
    package static func isTerminal(_ stream: Stream) -> Bool { isatty(stream.rawValue) == 1 }

    /// Columns of the terminal behind `stream`; nil when it is none or does not tell.
    package static func width(_ stream: Stream = .error) -> Int? {
        let columns = swuv_terminal_columns(stream.rawValue)
        return columns > 0 ? Int(columns) : nil
    }

    /// Writes everything to a standard stream. False when its reader is gone or it cannot be written.
    @discardableResult
    package static func write(_ bytes: [UInt8], to stream: Stream) -> Bool {
        unsafe bytes.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let count = unsafe Glibc.write(stream.rawValue, bytes.baseAddress! + done, bytes.count - done)
                if count >= 0 {
                    done += count
                } else if errno == EAGAIN {
                    var wait = pollfd(fd: stream.rawValue, events: Int16(POLLOUT), revents: 0)
                    unsafe poll(&wait, 1, -1)
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
    }
}
