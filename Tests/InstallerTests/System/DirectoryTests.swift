import Glibc
import Testing

@testable import Installer

@Suite struct DirectoryTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func createsWithParents() throws {
        try Directory.create(scratch / "a/b/c")
        try Directory.create(scratch / "a/b/c")
        #expect(try File.status(scratch / "a/b/c")?.kind == .directory)
        #expect(throws: SystemError.self) { try Directory.create(scratch / "x/y", intermediates: false) }
        try File.writeAtomically([], to: scratch / "file")
        #expect(throws: SystemError.self) { try Directory.create(scratch / "file") }
        #expect(throws: SystemError.self) { try Directory.create(scratch / "file/below") }
        #expect(try Directory.remove(scratch / "a/b/c"))
        #expect(try !Directory.remove(scratch / "a"))
        #expect(try Directory.entriesIfPresent(scratch / "none") == nil)
        #expect(try Directory.freeSpace(scratch.path) > 0)
    }

    @Test func removesTreesButFollowsNoLinks() throws {
        let outside = scratch / "outside"
        try Directory.create(outside)
        try File.writeAtomically([1], to: outside / "kept")
        let tree = scratch / "tree"
        try Directory.create(tree / "sub/sub")
        try Link.symbolic(target: outside.text, at: tree / "sub/link")
        try Link.symbolic(target: "nowhere", at: tree / "dangling")
        #expect(mkfifo((tree / "fifo").text, 0o600) == 0)
        // A name that is no UTF-8.
        let odd: [CChar] = Array((tree / "odd").text.utf8CString.dropLast()) + [-1, 0]
        close(open(odd, O_CREAT | O_WRONLY, 0o600))
        try File.setMode(tree / "sub", to: 0o500)
        #expect(try Directory.removeTree(tree))
        #expect(try File.status(tree, followingLinks: false) == nil)
        #expect(try File.read(outside / "kept") == [1])
        #expect(try !Directory.removeTree(tree))
        try Link.symbolic(target: outside.text, at: tree)
        #expect(try Directory.removeTree(tree))
        #expect(File.exists(outside / "kept"))
    }

    @Test func removesDeepTrees() throws {
        // Deeper than any path may be long, and than there may be open files.
        var directory = try OpenDirectory(scratch.path)
        try directory.createDirectory("deep")
        let top = try directory.directory("deep")
        directory = top
        for level in 0..<3000 {
            try directory.createDirectory("d")
            if level % 500 == 0 { try directory.write([1], to: "file") }
            directory = try directory.directory("d")
        }
        #expect(try Directory.removeTree(scratch / "deep"))
        #expect(try Directory.entries(scratch.path).isEmpty)
    }

    @Test func worksRelativeToOpenDirectories() throws {
        let home = try OpenDirectory(scratch.path)
        #expect(try home.createDirectory("a"))
        #expect(try !home.createDirectory("a"))
        let a = try home.directory("a")
        try a.write([1, 2], to: "file", mode: 0o755)
        #expect(throws: SystemError.self) { try a.write([3], to: "file") }
        try home.hardLink("file", from: a, as: "hard")
        try home.copy("file", from: a)
        try home.symbolicLink(target: "a/file", at: "soft")
        #expect(try home.linkTarget("soft") == "a/file")
        #expect(try home.read("file") == [1, 2])
        #expect(try home.read("a/file") == [1, 2])
        #expect(try home.status("hard")?.linkCount == 2)
        #expect(try home.status("none") == nil)
        #expect(message { _ = try home.read("soft") }.contains("`\(scratch / "soft")`"))
        #expect(try home.read("soft", followingLinks: true) == [1, 2])
        try home.symbolicLink(target: "a", at: "directory-link")
        #expect(throws: SystemError.self) { try home.directory("directory-link") }
        _ = try home.directory("directory-link", followingLinks: true)
        try home.writeAtomically([9], to: "a/file")
        #expect(try a.read("file") == [9])
        #expect(try home.read("hard") == [1, 2])
        try home.exchange("a", with: "hard")
        #expect(try home.read("a") == [1, 2])
        try home.exchange("a", with: "hard")
        #expect(throws: SystemError.self) { try home.renameExclusively("file", to: "hard") }
        try home.rename("file", to: "moved", in: a)
        let names = try home.entries().sorted().map(\.name)
        #expect(names == ["a", "directory-link", "hard", "soft"])
        #expect(try a.entries().sorted().map(\.name) == ["file", "moved"])
        #expect(try !home.removeDirectory("a"))
        #expect(try a.removeFile("file") && a.removeFile("moved") && !a.removeFile("moved"))
        #expect(try home.removeDirectory("a"))
        #expect(try home.removeTree("directory-link"))
    }
}
