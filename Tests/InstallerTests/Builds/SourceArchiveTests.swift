import TestSupport
import Testing

@testable import Installer

@Suite("Source archives")
struct SourceArchiveTests {
    /// A member: name, content, type, link.
    typealias Member = (name: String, content: String, type: Character, link: String)

    private static func file(_ name: String, _ content: String = "x") -> Member { (name, content, "0", "") }
    private static func link(_ name: String, _ target: String) -> Member { (name, "", "2", target) }
    private static func hard(_ name: String, _ target: String) -> Member { (name, "", "1", target) }
    private static func directory(_ name: String) -> Member { (name, "", "5", "") }

    private func unpack(
        _ members: [Member], limits: SourceArchive.Limits = .init()
    ) throws -> (top: Path, scratch: Scratch) {
        let scratch = try Scratch()
        var tar = TarBuilder()
        for member in members { tar.add(member.name, member.content, type: member.type, link: member.link) }
        try File.writeAtomically(tar.archive, to: scratch / "d-1.tar")
        try Directory.create(scratch / "out")
        return (
            try SourceArchive(scratch / "d-1.tar", name: "d-1.tar", limits: limits).unpack(
                into: scratch / "out"),
            scratch
        )
    }

    @Test("Files, directories and links that stay inside are unpacked")
    func sound() throws {
        let (top, scratch) = try unpack([
            Self.directory("./"), Self.directory("d-1/"), Self.file("d-1/a.py", "A"),
            Self.file("./d-1/deep/er/b.py", "B"), Self.link("d-1/link.py", "deep/er/b.py"),
            Self.link("d-1/deep/up", "../a.py"), Self.hard("d-1/hard.py", "d-1/a.py"),
            Self.link("d-1/dir", "deep"), Self.file("._d-1"), Self.file("d-1/a.py", "A"),
            Self.link("d-1/nowhere", "missing"),
        ])
        #expect(top.name == "d-1")
        func text(_ path: String) throws -> String {
            String(decoding: try File.read(top / path), as: UTF8.self)
        }
        for (path, content) in [
            ("a.py", "A"), ("deep/er/b.py", "B"), ("link.py", "B"), ("deep/up", "A"), ("hard.py", "A"),
            ("dir/er/b.py", "B"),
        ] {
            #expect(try text(path) == content, "\(path)")
        }
        withExtendedLifetime(scratch) {}
    }

    @Test("What could reach outside is refused by name, and nothing is made there")
    func refused() throws {
        let rows: [(members: [Member], word: String)] = [
            ([Self.file("/etc/x")], "`/etc/x`: its path is absolute"),
            ([Self.file("d-1/../../x")], "component `..`"),
            ([Self.file("../x")], "component `..`"),
            ([Self.file("d-1//x")], "empty component"),
            ([Self.file("d-1/a\nb")], "control character"),
            ([Self.file("d-1/a\\b")], "backslash"),
            ([Self.link("d-1/a", "/etc")], "leads out"),
            ([Self.link("d-1/a", "../..")], "leads out"),
            ([Self.link("d-1/a", "..")], "leads out"),
            ([Self.link("d-1/a", "")], "no"),
            // `c/..` is not `.` when `c` is a link.
            (
                [Self.directory("d-1/s/"), Self.link("d-1/c", "."), Self.link("d-1/s/a", "../c/../x")],
                "leads out"
            ),
            ([Self.link("d-1/a", "b/../../x"), Self.link("d-1/b", "s/t"), Self.file("d-1/s/t/f")], ""),
            ([Self.link("d-1/a", "b"), Self.link("d-1/b", "a")], "leads out"),
            (
                [Self.link("d-1/a", "s"), Self.file("d-1/s/f"), Self.file("d-1/a/x")],
                "through the link `d-1/a`"
            ),
            ([Self.file("d-1/a"), Self.file("d-1/a/x")], "through the file `d-1/a`"),
            ([Self.directory("d-1/a/"), Self.link("d-1/a", "s")], "taken by an earlier member"),
            ([Self.link("d-1/a", "s"), Self.file("d-1/a")], "taken by an earlier member"),
            ([Self.file("d-1/a"), Self.directory("d-1/a/")], "through the file"),
            ([Self.file("d-1/a", "1"), Self.file("d-1/a", "2")], "there twice"),
            ([Self.file("d-1/a", "1"), Self.file("d-1/a", "11")], "there twice"),
            ([Self.hard("d-1/a", "/etc/passwd")], "hard link to `/etc/passwd`, outside"),
            ([Self.hard("d-1/a", "../x")], "outside"),
            ([Self.hard("d-1/a", "d-1/b")], "no file before it"),
            ([Self.link("d-1/l", "a"), Self.hard("d-1/a", "d-1/l")], "no file before it"),
            ([("d-1/p", "", "6", "")], "neither a file nor a directory"),
            ([("d-1/p", "", "3", "")], "neither a file nor a directory"),
            ([("d-1/p", "", "4", "")], "neither a file nor a directory"),
            ([Self.file("d-1/a"), Self.file("e-1/a")], "more than one entry at its top: `d-1`, `e-1`"),
            ([Self.file("a")], "alone at the top"),
            ([Self.link("d-1", "e")], "alone at the top"),
        ]
        for (members, word) in rows {
            let text = complaint { _ = try unpack(members) }
            if word.isEmpty {
                #expect(text.isEmpty, "\(members)")
            } else {
                #expect(text.contains(word) && text.contains("d-1.tar"), "\(members): \(text)")
            }
        }
        #expect(complaint { _ = try unpack([]) }.contains("d-1.tar"))
    }

    @Test("Members, bytes and ratio are bounded")
    func bounds() throws {
        var limits = SourceArchive.Limits()
        limits.members = 2
        let three = (0..<3).map { Self.file("d-1/\($0)") }
        #expect(complaint { _ = try unpack(three, limits: limits) }.contains("more than 2 members"))
        limits = SourceArchive.Limits()
        limits.freeBytes = 100
        limits.ratio = 0
        let large = [
            Self.file("d-1/a", String(repeating: "a", count: 60)),
            Self.file("d-1/b", String(repeating: "b", count: 60)),
        ]
        #expect(
            complaint { _ = try unpack(large, limits: limits) }.contains(
                "`d-1/b`: the archive unpacks to more than 100 bytes"))
        limits.freeBytes = 130
        _ = try unpack(large, limits: limits)
        limits.depth = 3
        #expect(
            complaint { _ = try unpack([Self.file("d-1/a/b/c")], limits: limits) }.contains(
                "more than 3 components"))
    }

    @Test("Damaged archives, and what is none")
    func damaged() throws {
        let scratch = try Scratch()
        var tar = TarBuilder()
        tar.add("d-1/a", String(repeating: "a", count: 2000))
        let whole = tar.archive
        for (number, bytes) in [
            Array(whole.prefix(700)), Array("no archive at all".utf8), [], [0x1f, 0x8b, 8, 0, 1, 2, 3],
            Array(whole.prefix(512).reversed()) + Array(whole.dropFirst(512)),
        ].enumerated() {
            try File.writeAtomically(bytes, to: scratch / "d-1.tar.gz")
            try Directory.create(scratch / "out-\(number)")
            let text = complaint {
                _ = try SourceArchive(scratch / "d-1.tar.gz", name: "d-1.tar.gz").unpack(
                    into: scratch / "out-\(number)")
            }
            #expect(text.contains("d-1.tar.gz"), "\(number): \(text)")
        }
    }
}
