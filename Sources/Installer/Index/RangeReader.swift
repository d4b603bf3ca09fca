/// Reads the METADATA of a wheel on a server by HTTP ranges: the end of the archive with its directory, and
/// the member if it does not lie there too. Most wheels need one request.
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

    /// How much of the end is asked for. The directory grows with the archive, by about a hundredth.
    private var tailSize: UInt64 { min(max(40 << 10, (size ?? 0) / 100), 512 << 10) }

    func metadata() -> Future<[UInt8]> {
        let range: ByteRange =
            if let size { .from(size - min(size, tailSize), last: max(size, 1) - 1) } else {
                .suffix(tailSize)
            }
        return part(range, size: size).flatMap(on: pool) { tail in
            let location = try unsafe ZipDirectory.locate(
                tail: tail.bytes.span.bytes, archiveSize: tail.size, archive: wheel.text)
            let range = location.offset..<location.offset + location.size
            if tail.slice(range) != nil { return try member(location, tail, tail) }
            guard location.size <= Self.directoryLimit else {
                throw Refusal(reason: "its directory is too large")
            }
            return part(range, size: tail.size).flatMap(on: pool) { try member(location, $0, tail) }
        }
    }

    /// Extracts the member, `directory` being a part that holds the archive's directory.
    private func member(
        _ location: ZipDirectory.Location, _ directory: Part, _ tail: Part
    ) throws -> Future<[UInt8]> {
        guard let raw = directory.slice(location.offset..<location.offset + location.size) else {
            throw Refusal(reason: "the directory is not in the part that was asked for")
        }
        let parsed = try unsafe ZipDirectory(
            parsing: Array(raw).span.bytes, at: location, archive: wheel.text)
        let entry = try WheelMetadata.entry(in: parsed, of: wheel)
        let range = try WheelMetadata.range(of: entry, before: location.offset)
        for part in [tail, directory] {
            if let bytes = part.slice(range) {
                return Future(value: try WheelMetadata.content(of: entry, bytes, wheel: wheel.text))
            }
        }
        return part(range, size: tail.size).map { part in
            guard let bytes = part.slice(range) else { throw Refusal(reason: "a part is missing") }
            return try WheelMetadata.content(of: entry, bytes, wheel: wheel.text)
        }
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
