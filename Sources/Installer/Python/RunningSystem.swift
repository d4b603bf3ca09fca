internal import Glibc

/// What the running kernel and C library say about themselves.
enum RunningSystem {
    /// PEP 508's `platform_machine`, `platform_release` and `platform_version`.
    static func kernel() -> (machine: String, release: String, version: String)? {
        var name = utsname()
        guard unsafe uname(&name) == 0 else { return nil }
        func text<Field>(_ field: Field) -> String {
            unsafe withUnsafeBytes(of: field) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
        }
        return (text(name.machine), text(name.release), text(name.version))
    }

    /// Tells hosts apart that share files but not what an interpreter would answer: its C library and machine.
    static func fingerprint() -> String {
        "\(library()) \(kernel()?.machine ?? "")"
    }

    /// The C library of this process, which is the host's: `glibc 2.36`.
    static func library() -> String {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            let count = unsafe confstr(Int32(_CS_GNU_LIBC_VERSION), buffer.baseAddress, buffer.count)
            guard (1...buffer.count).contains(count) else { return "" }
            return unsafe String(cString: buffer.baseAddress!)
        }
    }
}
