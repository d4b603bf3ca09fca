import Testing

@testable import Installer

@Suite struct SystemErrorTests {
    /// A full disk is told with what helps there: the cache only where it was the cache.
    @Test func hintsOfAFullDisk() {
        let full = SystemError("write", "/there/x", code: 28)
        let cache = "Free some space, or choose another cache with `--cache-dir` or another disk for `TMPDIR`"
        #expect(full.diagnostic.hints == [cache])
        func hints(_ choice: String?, _ error: any Error) -> [String] {
            do {
                try SystemError.writing(or: choice) { throw error }
                return ["nothing thrown"]
            } catch {
                return Diagnostic(describing: error).hints
            }
        }
        #expect(hints("or choose another", full) == ["Free some space there, or choose another"])
        #expect(hints(nil, full) == ["Free some space there"])
        #expect(hints("or choose another", SystemError("write", "/there/x", code: 13)) == [])
        #expect(hints(nil, Diagnostic("else", hints: ["x"])) == ["x"])
    }
}
