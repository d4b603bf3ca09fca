import Foundation
import Testing

@testable import Installer

/// What it writes is what ZipArchive, Python and unzip read.
@Suite struct ZipWriterTests {
    private static let text = [UInt8](String(repeating: "many words of one kind, ", count: 400).utf8)

    private static func write(to path: Path) throws {
        try ZipWriter.write(to: path) { writer in
            try writer.add("p/text.txt", text)
            try writer.add("p/run.sh", Array("#!/bin/sh\n".utf8), mode: 0o755, modified: 0x5C21_6000)
            try writer.add("p/é.txt", [1, 2, 3])
            try writer.add("p/plain.txt", text, compresses: false)
            try writer.add("p/empty", [])
        }
    }

    /// What a program says of the archive; nil when it is not there.
    private func run(_ arguments: [String]) throws -> Subprocess.Outcome? {
        guard let program = ProcessEnvironment.findProgram(arguments[0], ["PATH": "/usr/bin:/bin"])
        else { return nil }
        return try Subprocess.run(
            [program.text] + arguments.dropFirst(), environment: ["PATH": "/usr/bin:/bin"])
    }

    @Test func writesWhatOthersRead() throws {
        let scratch = try Scratch()
        let path = scratch / "a.zip"
        try Self.write(to: path)
        let archive = try ZipArchive(path)
        #expect(
            archive.entries.map(\.name) == ["p/text.txt", "p/run.sh", "p/é.txt", "p/plain.txt", "p/empty"])
        #expect(archive.entries.map(\.method) == [.deflated, .stored, .stored, .stored, .stored])
        #expect(archive.entries.map(\.isExecutable) == [false, true, false, false, false])
        #expect(
            archive.entries.map(\.modified) == [ZipWriter.epoch, 0x5C21_6000]
                + Array(repeating: ZipWriter.epoch, count: 3))
        #expect(try archive.content(0) == Self.text && archive.content(2) == [1, 2, 3])
        #expect(archive.entries[0].compressedSize < 200)
        let script = """
            import sys, zipfile
            z = zipfile.ZipFile(sys.argv[1])
            assert z.testzip() is None
            print([(i.filename, i.date_time[0], i.external_attr >> 16) for i in z.infolist()])
            """
        if let told = try run(["python3", "-c", script, path.text]) {
            #expect(
                told.text.contains("('p/run.sh', 2026, 33261), ('p/é.txt', 1980, 33188)"), "\(told.errorText)"
            )
        }
        if let told = try run(["unzip", "-t", path.text]) {
            #expect(told.succeeded && told.text.contains("No errors"), "\(told.text)")
        }
        try Self.write(to: scratch / "b.zip")
        #expect(try File.read(path) == File.read(scratch / "b.zip"))
        #expect(try Directory.entries(scratch.path).count == 2)
    }

    @Test func copiesEntriesAsTheyAre() throws {
        let scratch = try Scratch()
        try Self.write(to: scratch / "a.zip")
        var fixture = ZipFixture([
            .init("q/a.py", "A = 1\n", mode: 0o100755), .init("q/b", "text", isDeflated: false),
            .init("q/sub/", "", isDeflated: false),
        ])
        fixture.entries[0].descriptor = .signed
        try File.writeAtomically(fixture.bytes, to: scratch / "b.zip")
        let (first, second) = (try ZipArchive(scratch / "a.zip"), try ZipArchive(scratch / "b.zip"))
        try ZipWriter.write(to: scratch / "a.zip") { writer in
            for index in first.entries.indices { try writer.copy(index, of: first) }
            for index in second.entries.indices { try writer.copy(index, of: second) }
        }
        let copy = try ZipArchive(scratch / "a.zip")
        #expect(copy.entries.map(\.name) == first.entries.map(\.name) + second.entries.map(\.name))
        for (index, entry) in (first.entries + second.entries).enumerated() {
            let made = copy.entries[index]
            #expect(
                made.crc == entry.crc && made.size == entry.size
                    && made.compressedSize == entry.compressedSize)
            #expect(
                made.method == entry.method && made.unixMode == entry.unixMode
                    && made.modified == entry.modified)
            #expect(!made.hasDescriptor)
        }
        #expect(try copy.content(0) == Self.text)
        #expect(try copy.content(5) == Array("A = 1\n".utf8))
        if let told = try run(["unzip", "-t", (scratch / "a.zip").text]) {
            #expect(told.succeeded, "\(told.text)")
        }
    }

    @Test func refusesNamesAndLeavesNothing() throws {
        let scratch = try Scratch()
        for (names, part) in [
            (["a", "a"], "it occurs twice"), (["../a"], "component `..`"), (["/a"], "absolute"),
            ([""], "no name"),
            (["a\u{1}"], "control character"),
        ] {
            do {
                try ZipWriter.write(to: scratch / "x.zip") { writer in
                    for name in names { try writer.add(name, []) }
                }
                Issue.record("\(names) was written")
            } catch {
                #expect("\(Diagnostic(describing: error))".contains(part), "\(error)")
            }
        }
        #expect(try Directory.entries(scratch.path).isEmpty)
        #expect(throws: SystemError.self) { try ZipWriter.write(to: scratch / "none/x.zip") { _ in } }
    }

    @Test func writesMoreEntriesThanPlainZipCounts() throws {
        let scratch = try Scratch()
        try ZipWriter.write(to: scratch / "x.zip") { writer in
            for number in 0..<65_540 { try writer.add("d/\(number)", [], compresses: false) }
        }
        #expect(try ZipArchive(scratch / "x.zip").entries.count == 65_540)
        let script = "import sys, zipfile; print(len(zipfile.ZipFile(sys.argv[1]).infolist()))"
        if let told = try run(["python3", "-c", script, (scratch / "x.zip").text]) {
            #expect(told.text == "65540\n")
        }
    }

    /// Sizes and offsets of more than 32 bits, without writing that much.
    @Test func writesLargeNumbersAsZIP64() throws {
        var record = ZipWriter.Record(
            name: "big", method: 8, crc: 7, compressedSize: 5 << 30, size: 6 << 32, offset: 9 << 32,
            modified: 0,
            system: 3, attributes: 0o100644 << 16)
        for (compressed, size, offset) in [
            (5 << 30, 6 << 32, 9 << 32), (5, 6 << 32, 9), (0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF),
            (1, 2, 9 << 32), (1, 2, 3),
        ] as [(UInt64, UInt64, UInt64)] {
            (record.compressedSize, record.size, record.offset) = (compressed, size, offset)
            let directory = record.directoryHeader
            let place = ZipDirectory.Location(
                offset: 0, size: UInt64(directory.count), count: 1, end: UInt64(directory.count))
            let entry = try ZipDirectory(parsing: directory.span.bytes, at: place, archive: "x").entries[0]
            #expect(entry.compressedSize == compressed && entry.size == size && entry.localOffset == offset)
            let isLarge = size > 0xFFFF_FFFE || compressed > 0xFFFF_FFFE
            #expect(record.localHeader.count == 33 + (isLarge ? 20 : 0))
        }
        for (count, size, offset) in [(3, 10, 9 << 32), (65_535, 10, 20), (3, 10, 20)]
            as [(Int, UInt64, UInt64)]
        {
            // The directory's own bytes are not looked at here.
            let end = ZipWriter.end(count: count, size: size * UInt64(count) * 46, offset: offset)
            let total = offset + size * UInt64(count) * 46 + UInt64(end.count)
            let place = try ZipDirectory.locate(tail: end.span.bytes, archiveSize: total, archive: "x")
            #expect(place.offset == offset && place.count == UInt64(count))
        }
    }
}
