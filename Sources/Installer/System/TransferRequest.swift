/// One file or page to fetch.
package struct TransferRequest: Sendable {
    /// `http:` or `https:`. User information in it is not sent.
    package var url: URLReference
    package var headers: [(name: String, value: String)]
    package var range: ByteRange?
    /// Sent to the origin of `url` only, whatever redirects follow.
    package var credential: Credential?
    package var destination: TransferDestination
    /// The answer may be compressed in transit; the body is delivered inflated.
    package var allowsCompression: Bool
    /// Called when a body that will be kept begins, on the transfer thread.
    package var onHead: (@Sendable (TransferResponse) -> Void)?
    /// Called with the number of bytes that arrived, on the transfer thread.
    package var onBytes: (@Sendable (Int) -> Void)?

    package init(
        url: URLReference, headers: [(name: String, value: String)] = [], range: ByteRange? = nil,
        credential: Credential? = nil, destination: TransferDestination, allowsCompression: Bool = false,
        onHead: (@Sendable (TransferResponse) -> Void)? = nil, onBytes: (@Sendable (Int) -> Void)? = nil
    ) {
        self.url = url
        self.headers = headers
        self.range = range
        self.credential = credential
        self.destination = destination
        self.allowsCompression = allowsCompression
        self.onHead = onHead
        self.onBytes = onBytes
    }

    var isForFile: Bool {
        if case .file = destination { return true }
        return false
    }
}

/// A part of a file (RFC 9110, section 14.1.2).
package enum ByteRange: Sendable, Hashable {
    /// Both inclusive; `last` nil for the rest.
    case from(UInt64, last: UInt64?)
    /// The last bytes.
    case suffix(UInt64)

    var headerValue: String {
        switch self {
        case .from(let first, let last): "bytes=\(first)-\(last.map(String.init) ?? "")"
        case .suffix(let count): "bytes=-\(count)"
        }
    }
}

package enum TransferDestination: Sendable {
    /// `TransferResponse.body`; a larger body, inflated, is an error.
    case memory(limit: Int)
    case file(FileDestination)
}

/// A download into a file that may continue an earlier, broken one.
package struct FileDestination: Sendable {
    package var path: Path
    /// A larger file is an error.
    package var limit: UInt64
    /// Bytes of the file that are there already.
    package var offset: UInt64
    /// Of the answer that those bytes came from (`HTTPHeaders.validator`).
    package var validator: String?
    /// The bytes are verified afterwards, so a part may be continued without a validator.
    package var isVerified: Bool

    package init(
        path: Path, limit: UInt64, offset: UInt64 = 0, validator: String? = nil, isVerified: Bool = false
    ) {
        self.path = path
        self.limit = limit
        self.offset = offset
        self.validator = validator
        self.isVerified = isVerified
    }
}

/// What a server answered, whatever its status.
package struct TransferResponse: Sendable {
    package var status: Int
    /// After redirects.
    package var url: URLReference
    package var headers: HTTPHeaders
    /// Of a 2xx answer to a request with a memory destination; else empty.
    package var body: [UInt8]
    /// Bytes of the file that is being written, before or after the transfer.
    package var fileSize: UInt64

    package init(
        status: Int, url: URLReference, headers: HTTPHeaders, body: [UInt8] = [], fileSize: UInt64 = 0
    ) {
        self.status = status
        self.url = url
        self.headers = headers
        self.body = body
        self.fileSize = fileSize
    }

    package var isSuccess: Bool { (200...299).contains(status) }
}
