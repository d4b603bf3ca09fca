internal import Glibc

/// The two clocks, in nanoseconds.
package enum Clock {
    /// Since some moment in the past; never jumps. For durations and deadlines.
    package static func monotonic() -> Int64 { read(CLOCK_MONOTONIC) }

    /// Since 1970-01-01 UTC. For times that are compared with files and servers.
    package static func wall() -> Int64 { read(CLOCK_REALTIME) }

    /// Blocks this thread.
    package static func sleep(nanoseconds: Int64) {
        let end = monotonic() + nanoseconds
        while true {
            let left = end - monotonic()
            if left <= 0 { return }
            var time = timespec(tv_sec: Int(left / 1_000_000_000), tv_nsec: Int(left % 1_000_000_000))
            unsafe nanosleep(&time, nil)
        }
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

extension Duration {
    /// Rounded towards zero; durations of more than 292 years are cut to that.
    package var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? (seconds < 0 ? .min : .max) : product + attoseconds / 1_000_000_000
    }
}
