internal import CSystem
internal import Glibc

/// A system call that failed: what was attempted, on which path, and the system's reason.
///
/// Reads as ``failed to open file `/x`: Permission denied (os error 13)``.
package struct SystemError: Diagnosable, Hashable {
    /// A verb phrase after "failed to": `open file`.
    package let operation: String
    package let path: Path?
    /// The errno.
    package let code: Int32
    /// Replaces the system's text for `code`, where swuv knows better what is wrong.
    package let reason: String?

    package init(_ operation: String, _ path: Path? = nil, code: Int32, reason: String? = nil) {
        self.operation = operation
        self.path = path
        self.code = code
        self.reason = reason
    }

    package var isNotFound: Bool { code == ENOENT || code == ENOTDIR }
    package var isExists: Bool { code == EEXIST || code == ENOTEMPTY }
    package var isNoSpace: Bool { code == ENOSPC || code == EDQUOT }
    package var isReadOnly: Bool { code == EROFS }
    package var isPermissionDenied: Bool { code == EACCES || code == EPERM }
    package var isCrossDevice: Bool { code == EXDEV }
    /// The file system, or the kernel, does not offer the call.
    package var isUnsupported: Bool {
        code == ENOSYS || code == EOPNOTSUPP || code == ENOTTY || code == EINVAL
    }

    /// `Permission denied (os error 13)`
    package var reasonText: String {
        if let reason { return reason }
        let text = unsafe swuv_error_text(code).map { unsafe String(cString: $0) } ?? "Unknown error"
        return "\(text) (os error \(code))"
    }

    package var diagnostic: Diagnostic {
        var hints: [String] = []
        if isNoSpace {
            hints.append(
                "Free some space, or choose another cache with `--cache-dir` or another disk for `TMPDIR`")
        }
        let object = path.map { " `\($0.text)`" } ?? ""
        return Diagnostic("failed to \(operation)\(object): \(reasonText)", hints: hints)
    }
}

extension SystemError {
    /// Does what writes where the user said: a full disk is that one, and not the cache's.
    ///
    /// `choice` is what else can be done than to free space: "or choose another directory with `--output-dir`".
    static func writing<Result>(or choice: String? = nil, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as SystemError where error.isNoSpace {
            var diagnostic = error.diagnostic
            diagnostic.hints = ["Free some space there" + (choice.map { ", \($0)" } ?? "")]
            throw diagnostic
        }
    }
}

extension SystemError: CustomStringConvertible {
    package var description: String { diagnostic.message }
}

/// Calls again while a signal interrupts. -1 is thrown with the errno of the call.
@inline(__always)
func retrying<Result: FixedWidthInteger & SignedInteger>(
    _ operation: @autoclosure () -> String, _ path: @autoclosure () -> Path?, _ call: () -> Result
) throws(SystemError) -> Result {
    while true {
        let result = call()
        if result != -1 { return result }
        let code = errno
        if code != EINTR { throw SystemError(operation(), path(), code: code) }
    }
}
