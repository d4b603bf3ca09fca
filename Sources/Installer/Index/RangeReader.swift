/// Reads a file of a remote wheel's `.dist-info` by HTTP ranges: the end of the archive with its directory, and
/// the file if it does not lie there too. Most wheels need one request.
///
/// Servers differ in what they make of ranges, so whatever looks wrong is an error and no result; the
/// caller then takes the whole wheel.
struct RangeReader: Sendable {
    let transfer: Transfer
    let pool: WorkerPool
    let credential: Credential?
    let url: URLReference
    let wheel: WheelFilename
    /// Of the wheel, where the index tells it.
    let size: UInt64?
    let tails: WheelTails

    private static let directoryLimit: UInt64 = 32 << 20

    /// The answer cannot be used; the reason is for `-v`.
    struct Refusal: Error {
        let reason: String
    }

    /// A run of bytes of the archive.
    private struct Part: Sendable {
        let start: UInt64
        let bytes: [UInt8]
        /// Of the whole archive.
        let size: UInt64

        /// nil when they are not all here.
        func slice(_ range: Range<UInt64>) -> ArraySlice<UInt8>? {
            guard range.lowerBound >= start, range.upperBound <= start + UInt64(bytes.count) else {
                return nil
            }
            return bytes[Int(range.lowerBound - start)..<Int(range.upperBound - start)]
        }
    }

    /// How much of the end is asked for: as for other wheels of the package, and else, since the directory grows with
    /// the archive, about a hundredth.
    private var tailSize: UInt64 {
        tails.expected(wheel.name) ?? min(max(40 << 10, (size ?? 0) / 100), WheelTails.limit)
    }

    /// The file that is wanted and, of a variant wheel, whatever else of use came with it.
    func read(_ wanted: WheelMember) -> Future<[WheelMember: [UInt8]]> {
        let range: ByteRange =
            if let size { .from(size - min(size, tailSize), last: max(size, 1) - 1) } else {
                .suffix(tailSize)
            }
        return part(range, size: size).flatMap(on: pool) { tail in
            let location = try unsafe ZipDirectory.locate(
                tail: tail.bytes.span.bytes, archiveSize: tail.size, archive: wheel.text)
            let range = location.offset..<location.offset + location.size
            if tail.slice(range) != nil { return try extract(wanted, location, tail, tail) }
            guard location.size <= Self.directoryLimit else {
                throw Refusal(reason: "its directory is too large")
            }
            return part(range, size: tail.size).flatMap(on: pool) { try extract(wanted, location, $0, tail) }
        }
    }

    /// Extracts what is wanted, `directory` being a part that holds the archive's directory.
    private func extract(
        _ wanted: WheelMember, _ location: ZipDirectory.Location, _ directory: Part, _ tail: Part
    ) throws -> Future<[WheelMember: [UInt8]]> {
        guard let raw = directory.slice(location.offset..<location.offset + location.size) else {
            throw Refusal(reason: "the directory is not in the part that was asked for")
        }
        let parsed = try unsafe ZipDirectory(
            parsing: Array(raw).span.bytes, at: location, archive: wheel.text)
        let entry = try wanted.entry(in: parsed, of: wheel)
        let range = try WheelMember.range(of: entry, before: location.offset)
        tails.learn(wheel.name, directory: tail.size - location.offset, member: tail.size - range.lowerBound)
        var found = bystanders(of: wanted, parsed, [tail, directory])
        for part in [tail, directory] {
            if let bytes = part.slice(range) {
                found[wanted] = try WheelMember.content(of: entry, bytes, wheel: wheel.text)
                return Future(value: found)
            }
        }
        return part(range, size: tail.size).map { [found] part in
            guard let bytes = part.slice(range) else { throw Refusal(reason: "a part is missing") }
            let content = try WheelMember.content(of: entry, bytes, wheel: wheel.text)
            return found.merging([wanted: content]) { _, new in new }
        }
    }

    /// Whoever asks for one file of a variant wheel will ask for the other.
    private func bystanders(
        of wanted: WheelMember, _ directory: ZipDirectory, _ parts: [Part]
    ) -> [WheelMember: [UInt8]] {
        var found: [WheelMember: [UInt8]] = [:]
        for member in WheelMember.allCases where member != wanted && wheel.isVariant {
            guard let entry = try? member.entry(in: directory, of: wheel),
                let range = try? WheelMember.range(of: entry, before: directory.offset),
                let bytes = parts.lazy.compactMap({ $0.slice(range) }).first
            else { continue }
            found[member] = try? WheelMember.content(of: entry, bytes, wheel: wheel.text)
        }
        return found
    }

    private func part(_ range: Range<UInt64>, size: UInt64) -> Future<Part> {
        part(.from(range.lowerBound, last: range.upperBound - 1), size: size)
    }

    private func part(_ range: ByteRange, size: UInt64?) -> Future<Part> {
        let wanted: UInt64 =
            switch range {
            case .from(let first, let last): (last ?? first) - first + 1
            case .suffix(let count): count
            }
        // A server that ignores ranges may send a whole small wheel, which serves as well.
        let limit = Int(max(wanted, 1 << 20))
        let request = TransferRequest(
            url: url, range: range, credential: credential, destination: .memory(limit: limit))
        return transfer.start(request).map { try Self.part($0, range, size) }
    }

    private static func part(
        _ response: TransferResponse, _ range: ByteRange, _ size: UInt64?
    ) throws -> Part {
        let count = UInt64(response.body.count)
        if response.status == 200 {
            guard size == nil || size == count else { throw Refusal(reason: "the size is not the index's") }
            return Part(start: 0, bytes: response.body, size: count)
        }
        guard response.status == 206 else { throw Refusal(reason: "status \(response.status) for a range") }
        guard let told = response.headers.contentRange, let whole = told.size ?? size,
            told.last - told.first + 1 == count, size == nil || whole == size
        else { throw Refusal(reason: "the range of the answer contradicts its size") }
        switch range {
        case .from(let first, let last):
            guard told.first == first, told.last == min(last ?? whole - 1, whole - 1) else {
                throw Refusal(reason: "another range than was asked for")
            }
        case .suffix(let wanted):
            guard told.last + 1 == whole, told.first == whole - min(wanted, whole) else {
                throw Refusal(reason: "another range than was asked for")
            }
        }
        return Part(start: told.first, bytes: response.body, size: whole)
    }
}
