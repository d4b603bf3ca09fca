import Foundation
import Testing

@testable import Installer

/// Archives of the kinds that a hostile or broken index serves.
@Suite struct ZipArchiveTests {
    private static let base = [
        ZipFixture.Entry("p/a.py", "A = 1\n"), .init("p/b.txt", "text", isDeflated: false),
    ]

    private static func fixture(_ change: (inout ZipFixture) -> Void) -> ZipFixture {
        var fixture = ZipFixture(base)
        change(&fixture)
        return fixture
    }

    private static func entry(_ change: (inout ZipFixture.Entry) -> Void) -> ZipFixture {
        fixture { change(&$0.entries[0]) }
    }

    private func open(_ bytes: [UInt8]) throws -> ZipArchive {
        let directory = try Directory.temporary(in: Path(NSTemporaryDirectory()), prefix: "swuv-zip-")
        defer { _ = try? Directory.removeTree(directory) }
        try File.writeAtomically(bytes, to: directory / "x.whl")
        let archive = try ZipArchive(directory / "x.whl")
        for index in archive.entries.indices where !archive.entries[index].isDirectory {
            _ = try archive.content(index)
        }
        return archive
    }

    @Test func acceptsSoundArchives() throws {
        let sound: [(String, ZipFixture, [String])] = [
            ("plain", Self.fixture { _ in }, ["p/a.py", "p/b.txt"]),
            ("comment", Self.fixture { $0.comment = Array("made by hand".utf8) }, ["p/a.py", "p/b.txt"]),
            ("empty", ZipFixture([]), []),
            ("zip64 end", Self.fixture { $0.isZip64 = true }, ["p/a.py", "p/b.txt"]),
            ("signed descriptor", Self.entry { $0.descriptor = .signed }, ["p/a.py", "p/b.txt"]),
            ("unsigned descriptor", Self.entry { $0.descriptor = .unsigned }, ["p/a.py", "p/b.txt"]),
            (
                "utf8",
                Self.entry {
                    $0.name = Array("p/é.py".utf8); $0.flags = 0x800
                }, ["p/é.py", "p/b.txt"]
            ),
            (
                "directories",
                Self.fixture {
                    $0.entries.append(.init("p/empty/", "", mode: 0o040755, isDeflated: false))
                    $0.entries.append(.init("p/sub/", "", isDeflated: false))
                }, ["p/a.py", "p/b.txt", "p/empty/", "p/sub/"]
            ),
            (
                "a zip inside",
                Self.fixture {
                    $0.entries[1].data = ZipFixture([.init("inner", "x")]).bytes
                }, ["p/a.py", "p/b.txt"]
            ),
        ]
        for (name, fixture, expected) in sound {
            do {
                let names = try open(fixture.bytes).entries.map(\.name)
                #expect(names == expected, "\(name)")
            } catch {
                Issue.record("\(name): \(Diagnostic(describing: error))")
            }
        }
        let archive = try open(Self.fixture { _ in }.bytes)
        #expect(archive.entries[0].size == 6)
    }

    static let unsound: [(String, ZipFixture, String)] = [
        ("climbs", entry { $0.name = Array("../../escaped.txt".utf8) }, "component `..`"),
        ("climbs inside", entry { $0.name = Array("p/x/../a.py".utf8) }, "component `..`"),
        (
            "climbing directory",
            entry {
                $0.name = Array("../made/".utf8); $0.data = []
            }, "component `..`"
        ),
        ("absolute", entry { $0.name = Array("/etc/passwd".utf8) }, "absolute"),
        ("backslash", entry { $0.name = Array("..\\x".utf8) }, "backslash"),
        ("drive", entry { $0.name = Array("C:x".utf8) }, "drive letter"),
        ("empty component", entry { $0.name = Array("p//x".utf8) }, "empty component"),
        ("escape codes", entry { $0.name = Array("p/\u{1b}[2J.py".utf8) }, "control character"),
        ("NUL", entry { $0.name = Array("p/a\0b".utf8) }, "control character"),
        ("Latin-1", entry { $0.name = [0x63, 0xE9] }, "not valid UTF-8"),
        ("long component", entry { $0.name = Array(repeating: 0x61, count: 300) }, "300 bytes"),
        ("twice", fixture { $0.entries[1].name = $0.entries[0].name }, "twice"),
        (
            "file and directory", fixture { $0.entries[1].name = Array("p/a.py/x".utf8) },
            "file and a directory"
        ),
        ("symbolic link", entry { $0.mode = 0o120777 }, "symbolic link"),
        ("file that says it is a directory", entry { $0.mode = 0o040755 }, "neither a regular file"),
        ("device", entry { $0.mode = 0o020644 }, "neither a regular file"),
        (
            "directory with data",
            fixture {
                $0.entries[1].name = Array("p/d/".utf8); $0.entries[1].mode = 0o040755
            }, "holds data"
        ),
        ("other local name", entry { $0.local.name = Array("p/evil".utf8) }, "another name"),
        ("other central name", entry { $0.central.name = Array("p/evil".utf8) }, "another name"),
        ("other crc", entry { $0.local.crc = 1 }, "differ"),
        ("other size", entry { $0.local.size = 5 }, "differ"),
        ("other method", entry { $0.local.method = 0 }, "contradicts"),
        (
            "wrong crc",
            entry {
                $0.local.crc = 1; $0.central.crc = 1
            }, "checksum"
        ),
        (
            "method 99",
            entry {
                $0.local.method = 99; $0.central.method = 99
            }, "method 99"
        ),
        ("encrypted", entry { $0.flags = 1 }, "encrypted"),
        (
            "descriptor lies",
            entry {
                $0.descriptor = .signed; $0.descriptorSize = 5
            }, "descriptor"
        ),
        ("descriptor missing", entry { $0.descriptor = .missing }, "descriptor"),
        ("bytes after an entry", entry { $0.after = [1, 2, 3] }, "unused bytes"),
        (
            "impossible size",
            entry {
                $0.local.size = 1 << 30; $0.central.size = 1 << 30
            }, "more than its data can hold"
        ),
        ("damaged data", entry { $0.raw = [0x07, 0xFF, 0xFF] }, "damaged"),
        (
            "too few bytes",
            entry {
                $0.local.size = 9; $0.central.size = 9
            }, "fewer bytes"
        ),
        (
            "too many bytes",
            entry {
                $0.local.size = 3; $0.central.size = 3
            }, "more bytes"
        ),
        ("entries overlap", fixture { $0.entries[1].central.offset = 0 }, "overlaps"),
        ("unlisted entry", fixture { $0.listed = [0] }, "unused bytes"),
        ("prepended", fixture { $0.prepend = Array("#!/bin/sh\n".utf8) }, "before the first entry"),
        (
            "prepended, offsets off",
            fixture {
                $0.prepend = Array("#!/bin/sh\n".utf8); $0.offsetDelta = -10
            }, "not where"
        ),
        ("appended", fixture { $0.append = [0] }, "bytes follow"),
        ("comment is a zip", fixture { $0.comment = ZipFixture([.init("o", "x")]).bytes }, "not where"),
        ("two ends", fixture { $0.ends = 2 }, "not where"),
        ("too high a count", fixture { $0.countDelta = 1 }, "counts 3 entries"),
        ("far too high a count", fixture { $0.countDelta = 1000 }, "too many"),
        ("offset into the directory", fixture { $0.offsetDelta = 30 }, "not where"),
        ("third disk", fixture { $0.disk = 3 }, "disks"),
        (
            "other Unicode path",
            entry { $0.extra = le16(0x7075) + le16(8) + [1, 0, 0, 0, 0] + Array("../".utf8) },
            "Unicode path"
        ),
    ]

    @Test func refusesUnsoundArchives() throws {
        for (name, fixture, reason) in Self.unsound {
            do {
                _ = try open(fixture.bytes)
                Issue.record("\(name) was accepted")
            } catch {
                let text = Diagnostic(describing: error)
                #expect(text.causes.joined().contains(reason), "\(name): \(text)")
                #expect(text.message.contains("x.whl") && !"\(text)".contains("\u{1b}"), "\(name)")
            }
        }
        // Cut anywhere, an archive is refused.
        let whole = ZipFixture(Self.base).bytes
        for end in 0..<whole.count {
            #expect(throws: (any Error).self, "cut at \(end)") { try open(Array(whole[..<end])) }
        }
        // Two archives one after the other are none.
        #expect(throws: ZipError.self) { try open(whole + whole) }
    }
}
