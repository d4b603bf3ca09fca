/// When a failed transfer is tried again, and after how long. Times are in nanoseconds.
struct RetryPolicy: Sendable {
    let retries: Int
    /// Waiting never goes beyond this since the transfer began or last made progress.
    let budget: Int64

    init(retries: Int, budget: Int64 = 20 * 1_000_000_000) {
        self.retries = retries
        self.budget = budget
    }

    /// The pause before the next attempt; nil to give up. `failures` counts those so far, this one
    /// included; `elapsed` is the time they took; `jitter` is in 0..<1.
    func delay(failures: Int, elapsed: Int64, retryAfter: Int64?, jitter: Double) -> Int64? {
        guard failures <= retries else { return nil }
        let step = Int64(250_000_000) << Int64(min(failures - 1, 6))
        let pause = max(Int64(Double(step) * (0.75 + 0.5 * jitter)), retryAfter ?? 0)
        return elapsed + pause <= budget ? pause : nil
    }

    /// Answers that say "later" (RFC 9110, RFC 6585) or that a gateway gives for its own troubles.
    static func isPassing(status: Int) -> Bool {
        switch status {
        case 408, 425, 429, 500, 502, 503, 504: true
        default: false
        }
    }

    /// The pause that Retry-After asks for: seconds or a date (RFC 9110, section 10.2.3).
    static func retryAfter(_ headers: HTTPHeaders, now: Int64) -> Int64? {
        guard let text = headers["retry-after"] else { return nil }
        if let seconds = Int64(text), seconds >= 0 { return min(seconds, 1 << 32) * 1_000_000_000 }
        guard let date = HTTPDate.seconds(text) else { return nil }
        return max(date * 1_000_000_000 - now, 0)
    }
}
