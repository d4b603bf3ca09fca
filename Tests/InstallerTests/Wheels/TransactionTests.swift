import Foundation
import Testing

@testable import Installer

/// A process that dies at any moment leaves, after the next command, an environment that is wholly the old
/// or wholly the new one.
@Suite struct TransactionTests {
    private struct Killed: Error {}

    private static func files(_ list: [(String, String)]) -> [ZipFixture.Entry] {
        list.map { .init($0.0, $0.1) }
    }

    private static let old: [WheelFixture] = {
        var a = WheelFixture(
            "aa", "1.0",
            files: files([
                ("aa/__init__.py", "1"), ("aa/gone.py", "1"), ("ns/aa/x.py", "1"), ("aa.py", "module"),
                ("aa-1.0.data/data/share/aa/one", "1"), ("turn/into/file.py", "1"),
            ]))
        a.entryPoints = "[console_scripts]\naa = aa:old\naa-gone = aa:old\n"
        return [a, WheelFixture("bb", "1.0", files: files([("bb/__init__.py", "1"), ("ns/bb.py", "1")]))]
    }()

    private static let new: [WheelFixture] = {
        var a = WheelFixture(
            "aa", "2.0",
            files: files([
                ("aa/__init__.py", "2"), ("aa/added.py", "2"), ("ns/aa/x.py", "2"), ("aa.py", "module 2"),
                ("aa-2.0.data/data/share/aa/two", "2"), ("turn", "file"), ("fresh/x.py", "2"),
            ]))
        a.entryPoints = "[console_scripts]\naa = aa:new\n"
        return [a, WheelFixture("cc", "1.0", files: files([("cc/__init__.py", "1"), ("ns/cc.py", "1")]))]
    }()

    /// Old packages, and a file of the user's in one of their directories.
    private func prepare() throws -> InstallScratch {
        let scratch = try InstallScratch()
        try scratch.install(Self.old)
        try File.writeAtomically([1], to: scratch.site / "ns/mine.txt")
        return scratch
    }

    private func upgrade(_ scratch: InstallScratch, stopAt stop: Int?, counting: Monitor<Int>) throws {
        var installer = scratch.installer()
        installer.onStep = { number in
            counting.withLock { $0 += 1 }
            if number == stop { throw Killed() }
        }
        let planned = try Self.new.map { try scratch.planned($0) }
        let installed = try SitePackages(scratch.environment)
        let remove = ["aa", "bb"].compactMap { installed[PackageName($0)!] }
        _ = try installer.apply(InstallPlan(add: planned, remove: remove))
    }

    @Test func survivesDeathAtEachStep() throws {
        let whole = try prepare()
        let steps = Monitor(0)
        try upgrade(whole, stopAt: nil, counting: steps)
        #expect(try whole.faults() == [])
        let expected = try whole.environmentTree()
        #expect(expected.keys.contains("lib/python3.12/site-packages/ns/mine.txt"))
        #expect(
            !expected.keys.contains {
                $0.contains("bb") || $0.contains("gone") || $0.contains("into") || $0.contains("one")
            })
        let count = steps.withLock { $0 }
        #expect(count > 12)

        for stop in [-1] + Array(0..<count) {
            let scratch = try prepare()
            let ignored = Monitor(0)
            try? upgrade(scratch, stopAt: stop, counting: ignored)
            try Transaction.recover(scratch.environment)
            #expect(try scratch.faults() == [], "stopped at \(stop)")
            let normal = { (tree: [String: String], root: Path) in
                tree.mapValues { $0.replacingOccurrences(of: root.text, with: "") }
            }
            let (found, wanted) = try (
                normal(scratch.environmentTree(), scratch.root), normal(expected, whole.root)
            )
            let differing = Set(found.keys).union(wanted.keys).filter {
                found[$0] != wanted[$0] && !$0.contains("RECORD")
            }
            #expect(differing == [], "stopped at \(stop)")
            // Once more does nothing.
            try Transaction.recover(scratch.environment)
        }
    }

    @Test func recoveryItselfMayDie() throws {
        let scratch = try prepare()
        try? upgrade(scratch, stopAt: 3, counting: Monitor(0))
        for stop in 0..<64 {
            var transaction = try Transaction(EnvironmentRoots(scratch.environment))
            transaction.onStep = { if $0 == stop { throw Killed() } }
            do {
                try transaction.recover(SilentReporter())
                break
            } catch is Killed {}
        }
        #expect(try scratch.faults() == [])
        #expect(!File.exists(scratch.site / "bb"))
    }

    @Test func withoutAJournalNothingHappened() throws {
        let scratch = try prepare()
        let before = try scratch.environmentTree()
        // What a process that died while staging leaves.
        let stage = try Stage(EnvironmentRoots(scratch.environment))
        try File.writeAtomically([1], to: stage.path / "purelib/aa.py")
        try File.writeAtomically([0x78], to: stage.path.parent / "journal.tmp-x")
        try Transaction.recover(scratch.environment)
        #expect(try scratch.environmentTree() == before)
        // A journal of a newer swuv is left alone, with an error.
        try Directory.create(scratch.site / ".swuv")
        try File.writeAtomically(Array("swuv journal 9\0".utf8), to: scratch.site / ".swuv/journal")
        #expect(throws: Diagnostic.self) { try Transaction.recover(scratch.environment) }
        #expect(throws: Diagnostic.self) { try scratch.uninstall("aa") }
        #expect(File.exists(scratch.site / "aa/__init__.py"))
    }

    @Test func journalsAreReadAsWritten() {
        let place = Place(root: 3, path: "a b/\nc")
        let journal = Journal(
            stage: "x",
            steps: [
                .place(from: "purelib/a", to: place), .exchange(from: "b", to: place, inode: .max),
                .remove(place, trash: "trash/1"), .prune(place),
            ])
        #expect(Journal(journal.bytes) == journal)
        for end in 0..<journal.bytes.count { #expect(Journal(Array(journal.bytes[..<end])) == nil, "\(end)") }
    }

    @Test func twoProcessesTakeTurns() throws {
        let scratch = try InstallScratch()
        let first = try scratch.planned(
            WheelFixture("aa", files: Self.files([("aa/x.py", "1"), ("ns/a.py", "1")])))
        let second = try scratch.planned(
            WheelFixture("bb", files: Self.files([("bb/x.py", "1"), ("ns/b.py", "1")])))
        let installer = scratch.installer()
        try scratch.pool.forEach(2) { number in
            _ = try installer.apply(InstallPlan(add: [number == 0 ? first : second], remove: []))
        }
        #expect(try scratch.faults() == [])
        #expect(try SitePackages(scratch.environment).distributions.count == 2)
    }
}
