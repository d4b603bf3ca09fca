import Foundation
import Testing

@testable import Installer

/// What is in the cache is what was in the archive, or it is not installed.
@Suite struct ArchiveStoreTests {
    private let fixture = WheelFixture(
        "demo", files: (0..<40).map { ZipFixture.Entry("demo/f\($0).py", "VALUE = \($0)\n") })

    private func flip(_ path: Path, keepingTime: Bool) throws {
        let before = try #require(try File.status(path))
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path.text))
        let first = try #require(try handle.read(upToCount: 1))
        try handle.seek(toOffset: 0)
        try handle.write(contentsOf: Data([first[0] ^ 1]))
        try handle.close()
        try File.setModificationTime(path, to: keepingTime ? before.mtime : before.mtime + 1_000_000_000)
    }

    @Test func manifestsHoldWhatTheyWereGiven() throws {
        let scratch = try InstallScratch()
        var fixture = fixture
        fixture.entryPoints = "[console_scripts]\na = demo:f\n[gui_scripts]\nb = demo:g.h\n"
        fixture.files.append(.init("demo-1.0.data/scripts/s", "#!python\n", mode: 0o100600))
        let wheel = try scratch.planned(fixture).wheel
        let manifest = wheel.manifest
        #expect(manifest.name.text == "demo" && "\(manifest.version)" == "1.0" && manifest.rootIsPurelib)
        #expect(
            manifest.scripts.map(\.function) == ["f", "g.h"]
                && manifest.scripts.map(\.isGraphical) == [false, true])
        #expect(manifest.fileCount == 45 && manifest.distInfo == "demo-1.0.dist-info")
        #expect(Set(manifest.tops.map(\.name)) == ["demo", "demo-1.0.dist-info", "s"])
        let script = try #require((0..<45).map(manifest.file).first { $0.scheme == .scripts })
        #expect(script.target == "s" && script.flags == [.executable, .rewritten])
        for end in 0..<manifest.bytes.count where end % 7 == 0 {
            #expect(Manifest(Array(manifest.bytes[..<end])) == nil)
            var damaged = manifest.bytes
            damaged[end] ^= 4
            #expect(Manifest(damaged) == nil, "byte \(end)")
        }
        // Known by its digest from then on; another name or version does not get it.
        #expect(scratch.store.existing(wheel.filename, sha256: wheel.sha256) != nil)
        let other = try WheelFilename(parsing: "other-1.0-py3-none-any.whl")
        #expect(scratch.store.existing(other, sha256: wheel.sha256) == nil)
    }

    @Test func damagedFilesAreUnpackedAnew() throws {
        for keepingTime in [false, true] {
            for links in ["new", "linked", "unlinked"] {
                let scratch = try InstallScratch()
                let planned = try scratch.planned(fixture)
                let plan = InstallPlan(add: [planned], remove: [])
                let file = planned.wheel.directory / "demo/f7.py"
                if links != "new" { _ = try scratch.installer().apply(plan) }
                if links == "unlinked" {
                    try Directory.removeTree(scratch.site / "demo")
                    try Directory.removeTree(scratch.site / "demo-1.0.dist-info")
                }
                usleep(50_000)
                try flip(file, keepingTime: keepingTime)
                let second = try InstallScratch.environment(at: scratch.root / "second")
                let outcome = try WheelInstaller(
                    environment: second, store: scratch.store, pool: scratch.pool
                ).apply(plan)
                #expect(outcome.repaired.map(\.text) == ["demo"], "\(keepingTime) \(links)")
                #expect(
                    String(decoding: try File.read(second.sitePackages / "demo/f7.py"), as: UTF8.self)
                        == "VALUE = 7\n")
            }
        }
    }

    @Test func lostAndCutFilesAreUnpackedAnew() throws {
        for damage in ["removed", "cut", "tree", "manifest", "all"] {
            let scratch = try InstallScratch()
            let planned = try scratch.planned(fixture)
            let file = planned.wheel.directory / "demo/f7.py"
            switch damage {
            case "removed": try File.remove(file)
            case "cut": try File.writeAtomically([], to: file)
            case "tree": try Directory.removeTree(planned.wheel.directory)
            case "manifest": try File.writeAtomically([1], to: planned.wheel.place / "manifest")
            default: try Directory.removeTree(planned.wheel.place)
            }
            _ = try scratch.installer().apply(InstallPlan(add: [planned], remove: []))
            #expect(try scratch.faults() == [], "\(damage)")
            #expect(File.exists(scratch.site / "demo/f7.py"), "\(damage)")
        }
        // Without the archive the error names what is missing, and nothing is left behind.
        let scratch = try InstallScratch()
        let wheel = try scratch.planned(fixture).wheel
        try File.remove(wheel.directory / "demo/f7.py")
        let planned = PlannedWheel(wheel: wheel, isRequested: false) { throw Diagnostic("offline") }
        let before = try scratch.environmentTree()
        #expect(throws: Diagnostic("offline")) {
            try scratch.installer().apply(InstallPlan(add: [planned], remove: []))
        }
        #expect(try scratch.environmentTree() == before)
    }

    @Test func unchangedFilesAreNotReadAgain() throws {
        let scratch = try InstallScratch()
        let planned = try scratch.planned(fixture)
        for round in 0..<4 {
            let outcome = try scratch.installer().apply(InstallPlan(add: [planned], remove: []))
            #expect(outcome.repaired.isEmpty)
            let mark = CheckMark(of: planned.wheel.place)
            #expect(mark.links == 2 && mark.time > 0, "round \(round)")
            try scratch.uninstall("demo")
        }
    }

    @Test func manyMayUnpackAtOnce() throws {
        let scratch = try InstallScratch()
        let path = scratch.root / Path(fixture.filename)
        try File.writeAtomically(fixture.zip.bytes, to: path)
        let sha256 = try ArchiveStore.sha256(of: path)
        let filename = try WheelFilename(parsing: fixture.filename)
        let cache = scratch.cache
        try scratch.pool.forEach(8) { _ in
            let store = ArchiveStore(cache: cache, pool: WorkerPool(threads: 2))
            let wheel = try store.unpacked(filename, sha256: sha256) { path }
            #expect(wheel.manifest.fileCount == 43)
        }
        #expect(try Directory.entries(cache.archives).map(\.name) == [sha256.hex])
        #expect(try Directory.entries(cache.temporary).isEmpty)
    }

    @Test func pruningAndCleaning() throws {
        let scratch = try InstallScratch()
        let cache = scratch.cache
        let kept = try scratch.planned(fixture)
        let broken = try scratch.planned(WheelFixture("broken", files: [.init("broken.py", "1")]))
        try File.writeAtomically([], to: broken.wheel.place / "manifest")
        try Directory.create(cache.root / "archives-v0/x")
        try Directory.create(cache.root / "my things")
        try Directory.create(cache.temporary / "unpack-x")
        try File.writeAtomically([1, 2, 3], to: cache.downloads / "x.part")
        let amount = try CachePrune(cache).prune()
        #expect(
            amount.files >= 3 && !File.exists(cache.root / "archives-v0") && !File.exists(broken.wheel.place))
        #expect(File.exists(cache.root / "my things") && File.exists(cache.downloads / "x.part"))
        #expect(!File.exists(cache.temporary / "unpack-x") && File.exists(kept.wheel.place))
        #expect(try CachePrune(cache).size().bytes > 500)
        _ = try CachePrune(cache).clean([PackageName("other")!])
        #expect(File.exists(kept.wheel.place))
        #expect(try CachePrune(cache).clean([PackageName("demo")!]).files == 45)
        #expect(!File.exists(kept.wheel.place))
        _ = try CachePrune(cache).clean()
        #expect(try Directory.entries(cache.root).map(\.name) == [".lock"])
    }
}
