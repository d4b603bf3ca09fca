import Glibc
import Testing

@testable import Installer

@Suite struct FileTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func writesAndReads() throws {
        let file = scratch / "a"
        try File.writeAtomically(Array("one".utf8), to: file, mode: 0o600)
        try File.writeAtomically(Array("second".utf8), to: file, mode: 0o755, durable: true)
        #expect(try File.read(file) == Array("second".utf8))
        let status = try #require(try File.status(file))
        #expect(
            status.kind == .file && status.size == 6 && status.mode & 0o700 == 0o700 && status.linkCount == 1)
        #expect(try Directory.entries(scratch.path) == [DirectoryEntry(name: "a", kind: .file)])
        let large = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 ^ ($0 >> 8)) }
        try File.writeAtomically(large, to: file)
        #expect(try File.read(file) == large)
        #expect(try File.readStream(file) == large)
        #expect(message { _ = try File.read(file, limit: 299_999) }.contains("larger than 299999 bytes"))
        #expect(try File.read(file, limit: 300_000).count == 300_000)
        #expect(try File.read("/proc/self/stat").count > 0)
        try File.setModificationTime(file, to: 1_234_567_890_123_456_789)
        #expect(try File.status(file)?.mtime == 1_234_567_890_123_456_789)
        try File.setModificationTime(file, to: -5)
        #expect(try File.status(file)?.mtime == -5)
    }

    @Test func refusesWhatIsNoFile() throws {
        let fifo = scratch / "fifo"
        #expect(mkfifo(fifo.text, 0o600) == 0)
        #expect(
            message { _ = try File.read(fifo) } == "failed to open file `\(fifo)`: not a regular file")
        #expect(message { _ = try MappedFile(fifo) }.contains("not a regular file"))
        #expect(message { _ = try File.read("/dev/zero") }.contains("not a regular file"))
        #expect(
            message { _ = try File.read(scratch.path) }
                == "failed to open file `\(scratch.path)`: Is a directory (os error 21)")
        let absent = scratch / "absent"
        #expect(
            message { _ = try File.read(absent) }
                == "failed to open file `\(absent)`: No such file or directory (os error 2)")
        #expect(try File.readIfPresent(absent) == nil)
        #expect(try File.status(absent / "below") == nil)
        #expect(try !File.remove(absent))
        #expect(message { try File.writeAtomically([1], to: absent / "x") }.contains("`\(absent / "x")`"))
    }

    @Test func renamesAndExchanges() throws {
        let (a, b) = (scratch / "a", scratch / "b")
        try File.writeAtomically([1], to: a)
        try Directory.create(b / "inner")
        try File.exchange(a, b)
        #expect(try File.read(b) == [1])
        #expect(try File.status(a)?.kind == .directory)
        #expect(throws: SystemError.self) { try File.renameExclusively(from: b, to: a) }
        try File.renameExclusively(from: b, to: scratch / "c")
        #expect(try File.read(scratch / "c") == [1])
        #expect(message { try File.rename(from: b, to: a) }.hasPrefix("failed to rename `\(b)` to `\(a)`: "))
    }

    @Test func mapsFiles() throws {
        try File.writeAtomically([1, 2, 3], to: scratch / "a")
        try File.writeAtomically([], to: scratch / "empty")
        #expect(try MappedFile(scratch / "a").withBytes { Array($0) } == [1, 2, 3])
        #expect(try MappedFile(scratch / "empty").withBytes { $0.count } == 0)
    }

    @Test func linksClonesAndCopies() throws {
        let source = scratch / "source"
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
        try File.writeAtomically(bytes, to: source, mode: 0o755)
        try Link.hard(from: source, to: scratch / "hard")
        #expect(try File.status(source)?.linkCount == 2)
        try Link.symbolic(target: "source", at: scratch / "soft")
        #expect(try Link.target(of: scratch / "soft") == "source")
        #expect(try File.status(scratch / "soft", followingLinks: false)?.kind == .link)
        try Link.copy(from: scratch / "soft", to: scratch / "copy", mode: nil)
        #expect(try File.read(scratch / "copy") == bytes)
        #expect(try File.status(scratch / "copy")?.isExecutable == true)
        // Few file systems can clone; one that cannot says so and leaves nothing.
        let refusal = clone(source, scratch / "clone")
        #expect(File.exists(scratch / "clone") == (refusal == nil))
        #expect(refusal.map { $0.isUnsupported || $0.isCrossDevice } ?? true)
        if refusal == nil { #expect(try File.read(scratch / "clone") == bytes) }
        try Link.copy(from: "/proc/self/cmdline", to: scratch / "proc")
        #expect(try File.read(scratch / "proc") == File.read("/proc/self/cmdline"))
        #expect(
            message { try Link.hard(from: source, to: scratch / "hard") }.hasSuffix(
                "File exists (os error 17)"))
        #expect(
            message { try Link.copy(from: source, to: scratch / "hard") }.hasSuffix(
                "File exists (os error 17)"))
        #expect(try File.read(source) == bytes)
    }

    private func clone(_ from: Path, _ to: Path) -> SystemError? {
        do throws(SystemError) { try Link.clone(from: from, to: to) } catch { return error }
        return nil
    }
}
