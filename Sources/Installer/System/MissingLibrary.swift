/// A shared library that swuv loads on first use is not there, or does not fit.
package struct MissingLibrary: Diagnosable, Hashable {
    /// The file that is looked for: `libcrypto.so.3`.
    package let library: String
    /// The dynamic linker's words.
    package let reason: String
    /// The Debian package that holds it.
    package let package: String

    package init(_ library: String, reason: String, package: String) {
        self.library = library
        self.reason = reason
        self.package = package
    }

    package var diagnostic: Diagnostic {
        Diagnostic(
            "failed to load the library `\(library)`", causes: [reason],
            hints: ["Install it with `apt install \(package)` (as root) or your system's package manager"])
    }

    /// Throws when `failure`, the answer of a `swuv_…_load` function, is not null.
    static func check(
        _ failure: UnsafePointer<CChar>?, _ library: String, package: String
    ) throws(MissingLibrary) {
        guard let failure = unsafe failure else { return }
        throw unsafe MissingLibrary(library, reason: String(cString: failure), package: package)
    }
}
