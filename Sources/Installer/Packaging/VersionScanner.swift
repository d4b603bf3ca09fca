/// Reads the text of a version byte by byte (PEP 440, appendix B), in every permitted spelling.
struct VersionScanner {
    private(set) var epoch: UInt64 = 0
    /// The first four components, then the others.
    private var first: InlineArray<4, UInt64> = [0, 0, 0, 0]
    private var rest: [UInt64] = []
    private(set) var releaseCount = 0
    private(set) var pre: Prerelease?
    private(set) var post: UInt64?
    private(set) var dev: UInt64?
    private(set) var local: [LocalSegment] = []
    /// Where reading stopped, as an offset; and why, when it failed.
    private(set) var position = 0
    private(set) var failure: Failure?

    enum Failure { case numberTooLarge, noRelease, trailing, emptyLocal }

    init() {}

    var version: Version {
        let (key, isExact) = VersionKey.packed(
            epoch: epoch, count: releaseCount, pre: pre, post: post, dev: dev, local: local
        ) { $0 < 4 ? first[$0] : rest[$0 - 4] }
        if isExact { return Version(key: key, parts: nil) }
        let release = (0..<min(4, releaseCount)).map { first[$0] } + rest
        return Version(epoch: epoch, release: release, pre: pre, post: post, dev: dev, local: local)
    }

    /// The whole of `bytes` as one version, white space around it allowed.
    mutating func scan(_ bytes: Span<UInt8>) -> Bool {
        while position < bytes.count, NameRules.isSpace(bytes[position]) { position += 1 }
        guard scanPublic(bytes), scanLocal(bytes) else { return false }
        while position < bytes.count, NameRules.isSpace(bytes[position]) { position += 1 }
        if position != bytes.count { return fail(.trailing) }
        return true
    }

    /// Everything but the local part, from `position` on; stops at the first byte that does not belong.
    mutating func scanPublic(_ bytes: Span<UInt8>, from start: Int? = nil) -> Bool {
        if let start { position = start }
        return scanRelease(bytes) && scanPre(bytes) && scanPost(bytes) && scanDev(bytes)
    }

    private mutating func fail(_ failure: Failure) -> Bool {
        self.failure = failure
        return false
    }

    // MARK: Parts

    /// `v`, the epoch and the release.
    mutating func scanRelease(_ bytes: Span<UInt8>) -> Bool {
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "v") { position += 1 }
        var digits = 0
        guard var number = scanNumber(bytes, digits: &digits) else { return false }
        if digits == 0 { return fail(.noRelease) }
        if position < bytes.count, bytes[position] == UInt8(ascii: "!") {
            position += 1
            epoch = number
            guard let next = scanNumber(bytes, digits: &digits) else { return false }
            if digits == 0 { return fail(.noRelease) }
            number = next
        }
        append(number)
        while position + 1 < bytes.count, bytes[position] == UInt8(ascii: "."),
            NameRules.isDigit(bytes[position + 1])
        {
            position += 1
            guard let next = scanNumber(bytes, digits: &digits) else { return false }
            append(next)
        }
        return true
    }

    private mutating func append(_ number: UInt64) {
        if releaseCount < 4 { first[releaseCount] = number } else { rest.append(number) }
        releaseCount += 1
    }

    private mutating func scanPre(_ bytes: Span<UInt8>) -> Bool {
        let start = position
        skipSeparator(bytes)
        let kind: PrereleaseKind
        if take("alpha", bytes) || take("a", bytes) {
            kind = .alpha
        } else if take("beta", bytes) || take("b", bytes) {
            kind = .beta
        } else if take("preview", bytes) || take("pre", bytes) || take("c", bytes) || take("rc", bytes) {
            kind = .candidate
        } else {
            position = start
            return true
        }
        skipSeparator(bytes)
        guard let number = scanNumber(bytes) else { return false }
        pre = Prerelease(kind: kind, number: number)
        return true
    }

    private mutating func scanPost(_ bytes: Span<UInt8>) -> Bool {
        let start = position
        if position + 1 < bytes.count, bytes[position] == UInt8(ascii: "-"),
            NameRules.isDigit(bytes[position + 1])
        {
            position += 1
            post = scanNumber(bytes)
            return post != nil
        }
        skipSeparator(bytes)
        guard take("post", bytes) || take("rev", bytes) || take("r", bytes) else {
            position = start
            return true
        }
        skipSeparator(bytes)
        post = scanNumber(bytes)
        return post != nil
    }

    private mutating func scanDev(_ bytes: Span<UInt8>) -> Bool {
        let start = position
        skipSeparator(bytes)
        guard take("dev", bytes) else {
            position = start
            return true
        }
        skipSeparator(bytes)
        dev = scanNumber(bytes)
        return dev != nil
    }

    /// `+` and the segments after it, if there is a `+`.
    mutating func scanLocal(_ bytes: Span<UInt8>) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "+") else { return true }
        repeat {
            let start = position + 1
            var end = start
            var isNumber = true
            while end < bytes.count, NameRules.isAlphanumeric(bytes[end]) {
                if !NameRules.isDigit(bytes[end]) { isNumber = false }
                end += 1
            }
            if end == start {
                // A separator that nothing follows belongs to whatever comes after the version.
                return local.isEmpty ? fail(.emptyLocal) : true
            }
            local.append(Self.segment(bytes, start, end, isNumber: isNumber))
            position = end
        } while position < bytes.count && Self.isSeparator(bytes[position])
        return true
    }

    private static func segment(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, isNumber: Bool)
        -> LocalSegment
    {
        var from = start
        if isNumber { while from < end - 1, bytes[from] == 0x30 { from += 1 } }
        if isNumber && end - from <= 18 {
            var value: UInt64 = 0
            for i in from..<end { value = value * 10 + UInt64(bytes[i] - 0x30) }
            return .number(value)
        }
        var text: [UInt8] = []
        text.reserveCapacity(end - from)
        for i in from..<end {
            let byte = bytes[i]
            text.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
        }
        let string = String(decoding: text, as: UTF8.self)
        return isNumber ? .digits(string) : .text(string)
    }

    // MARK: Tokens

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    private mutating func skipSeparator(_ bytes: Span<UInt8>) {
        if position < bytes.count, Self.isSeparator(bytes[position]) { position += 1 }
    }

    /// A keyword in any case.
    private mutating func take(_ word: StaticString, _ bytes: Span<UInt8>) -> Bool {
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        for i in 0..<count {
            let expected = unsafe word.utf8Start[i]
            if bytes[position + i] | 0x20 != expected { return false }
        }
        position += count
        return true
    }

    private mutating func scanNumber(_ bytes: Span<UInt8>) -> UInt64? {
        var digits = 0
        return scanNumber(bytes, digits: &digits)
    }

    /// The digits at `position` as a number, 0 when there are none, nil when it is too large.
    private mutating func scanNumber(_ bytes: Span<UInt8>, digits: inout Int) -> UInt64? {
        var value: UInt64 = 0
        let start = position
        while position < bytes.count, NameRules.isDigit(bytes[position]) {
            let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
            value = scaled &+ UInt64(bytes[position] - 0x30)
            if overflow || value > VersionNumber.limit || value < scaled {
                failure = .numberTooLarge
                return nil
            }
            position += 1
        }
        digits = position - start
        return value
    }
}
