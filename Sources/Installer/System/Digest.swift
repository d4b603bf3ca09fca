internal import CCrypto
internal import Synchronization

/// A message digest being computed, by libcrypto.
@safe package struct Digest: ~Copyable {
    private let state: UnsafeMutableRawPointer
    package let algorithm: Algorithm

    /// Throws `MissingLibrary`, or a Diagnostic when libcrypto does not offer the algorithm (MD5 in
    /// FIPS mode).
    package init(_ algorithm: Algorithm) throws {
        let kind = try unsafe algorithm.kind()
        guard let state = unsafe swuv_digest_new(kind) else { throw algorithm.unavailable }
        unsafe self.state = state
        self.algorithm = algorithm
    }

    deinit { unsafe swuv_digest_free(state) }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        let code = unsafe swuv_digest_update(state, base, bytes.count)
        precondition(code == 1, "libcrypto failed to update a digest")
    }

    package mutating func update(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe update($0) }
    }

    /// The value. The digest must not be used any more.
    package mutating func finish() -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: 64) { buffer, count in
            let code = unsafe swuv_digest_finish(state, buffer.baseAddress!)
            precondition(code == 1, "libcrypto failed to finish a digest")
            count = algorithm.byteCount
        }
    }

    /// The digest of bytes in memory; quicker than a `Digest` of its own for small ones.
    package static func of(
        _ bytes: UnsafeRawBufferPointer, _ algorithm: Algorithm = .sha256
    ) throws -> Hash {
        let kind = try unsafe algorithm.kind()
        var code: Int32 = 0
        let value = unsafe [UInt8](unsafeUninitializedCapacity: 64) { buffer, count in
            code = unsafe swuv_digest_once(kind, bytes.baseAddress, bytes.count, buffer.baseAddress!)
            count = algorithm.byteCount
        }
        if code != 1 { throw algorithm.unavailable }
        return Hash(algorithm, bytes: value)
    }

    package static func of(_ bytes: [UInt8], _ algorithm: Algorithm = .sha256) throws -> Hash {
        try unsafe bytes.withUnsafeBytes { try unsafe of($0, algorithm) }
    }

    /// The digest of a whole regular file, read in pieces.
    package static func ofFile(_ path: Path, _ algorithm: Algorithm = .sha256) throws -> Hash {
        try ofFile(File.openForReading(path), path, algorithm)
    }

    /// The digest of an open file from its current offset on.
    package static func ofFile(
        _ file: borrowing Descriptor, _ path: Path, _ algorithm: Algorithm = .sha256
    ) throws -> Hash {
        var digest = try Digest(algorithm)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 << 10, alignment: 64)
        defer { unsafe buffer.deallocate() }
        while true {
            let count = try unsafe file.read(into: buffer, path)
            if count == 0 { break }
            unsafe digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
        return Hash(algorithm, bytes: digest.finish())
    }
}

extension Digest {
    /// Those that indexes, requirement files and RECORD use, named as Python's hashlib names them.
    package enum Algorithm: String, Hashable, Sendable, CaseIterable {
        case md5, sha1, sha224, sha256, sha384, sha512, blake2b, blake2s

        /// The length of the value.
        package var byteCount: Int {
            switch self {
            case .md5: 16
            case .sha1: 20
            case .sha224: 28
            case .sha256, .blake2s: 32
            case .sha384: 48
            case .sha512, .blake2b: 64
            }
        }

        /// Good enough to verify a download: nobody knows how to make two files with the same value.
        package var isSecure: Bool { self != .md5 && self != .sha1 }
    }
}

extension Digest.Algorithm {
    private var opensslName: String {
        switch self {
        case .md5: "MD5"
        case .sha1: "SHA1"
        case .sha224: "SHA2-224"
        case .sha256: "SHA2-256"
        case .sha384: "SHA2-384"
        case .sha512: "SHA2-512"
        case .blake2b: "BLAKE2B-512"
        case .blake2s: "BLAKE2S-256"
        }
    }

    fileprivate var unavailable: Diagnostic {
        Diagnostic("the digest `\(rawValue)` is not offered by the OpenSSL of this machine")
    }

    /// libcrypto's object for the algorithm, found once in the process.
    fileprivate func kind() throws -> UnsafeRawPointer {
        let index = Self.allCases.firstIndex(of: self)!
        let known = Self.kinds.withLock { $0[index] }
        if let address = known { return unsafe UnsafeRawPointer(bitPattern: address)! }
        try unsafe MissingLibrary.check(swuv_crypto_load(), "libcrypto.so.3", package: "libssl3")
        guard let found = unsafe swuv_digest_find(opensslName) else { throw unavailable }
        // Two threads may both come here; they find the same digest.
        Self.kinds.withLock { $0[index] = UInt(bitPattern: found) }
        return unsafe found
    }

    private static let kinds = Mutex([UInt?](repeating: nil, count: allCases.count))
}
