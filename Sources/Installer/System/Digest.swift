/// A message digest being computed.
package struct Digest: ~Copyable {
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

        /// Good enough to verify a download: no known way to make two files with the same value.
        package var isSecure: Bool { self != .md5 && self != .sha1 }
    }
}
