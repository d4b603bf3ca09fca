import Foundation
import Testing

@testable import Installer

@Suite struct WheelInstallerTests {
    private func demo(_ version: String = "1.0", _ files: [(String, String)] = []) -> WheelFixture {
        WheelFixture(
            "demo", version,
            files: [("demo/__init__.py", "VERSION = '\(version)'\n"), ("demo/sub/a.py", "A = 1\n")].map {
                ZipFixture.Entry($0.0, $0.1)
            } + files.map { ZipFixture.Entry($0.0, $0.1) })
    }

    @Test func everythingHasItsPlace() throws {
        let scratch = try InstallScratch()
        var fixture = demo()
        fixture.files += [
            .init("demo/run.sh", "#!/bin/sh\n", mode: 0o104777), .init("demo/open.py", "", mode: 0o100666),
            .init("demo-1.0.data/purelib/pure.py", "P = 1\n"),
            .init("demo-1.0.data/platlib/plat/x.py", "X = 1\n"),
            .init("demo-1.0.data/data/share/demo/d.txt", "data"),
            .init("demo-1.0.data/headers/demo.h", "int x;"),
            .init("demo-1.0.data/scripts/plain", "#!/bin/sh\necho plain\n"),
            .init("demo-1.0.data/scripts/crlf", "#!python\r\nprint('crlf ok')\r\n"),
            .init("demo-1.0.data/scripts/gui", "#!pythonw -x\nprint(1)\n"),
            .init("demo/odd,\"name.txt", "odd"), .init("demo/empty/", "", mode: 0o040755, isDeflated: false),
        ]
        fixture.entryPoints =
            "[console_scripts]\nhello = demo.main:App.run\n[gui_scripts]\nwindow = demo:show\n"
        let url = DirectURL(url: "https://u:p@x.example/demo.whl", source: .archive(hashes: []))
        let planned = try scratch.planned(fixture, isRequested: true, directURL: url)
        _ = try scratch.installer().apply(InstallPlan(add: [planned], remove: []))
        #expect(try scratch.faults() == [])

        let tree = try scratch.environmentTree()
        let site = "lib/python3.12/site-packages/"
        let info = site + "demo-1.0.dist-info/"
        #expect(tree[site + "pure.py"] == "P = 1\n")
        #expect(tree[site + "plat/x.py"] == "X = 1\n")
        #expect(tree["share/demo/d.txt"] == "data")
        #expect(tree["include/site/python3.12/demo/demo.h"] == "int x;")
        #expect(tree["bin/plain"] == "#!/bin/sh\necho plain\n")
        #expect(tree["bin/crlf"] == "#!\(scratch.bin)/python\nprint('crlf ok')\r\n")
        #expect(tree["bin/gui"] == "#!\(scratch.bin)/python\nprint(1)\n")
        #expect(tree["bin/hello"]?.contains("from demo.main import App\n") == true)
        #expect(tree["bin/hello"]?.contains("    sys.exit(App.run())\n") == true)
        #expect(tree["bin/window"]?.contains("sys.exit(show())") == true)
        #expect(tree[info + "INSTALLER"] == "swuv\n")
        #expect(tree[info + "REQUESTED"] == "")
        #expect(tree[info + "direct_url.json"]?.contains("u:p") == false)
        #expect(tree[site + "demo/empty/"] == nil)
        #expect(tree.keys.allSatisfy { !$0.contains(".data") && !$0.contains(".swuv") })
        let modes = [
            "demo/run.sh": 0o755, "demo/open.py": 0o644, "../../../bin/plain": 0o755,
            "../../../bin/hello": 0o755,
        ]
        for (path, mode) in modes {
            #expect(try File.status(scratch.site / Path(path))?.mode == UInt32(mode), "\(path)")
        }
        let record = try #require(tree[info + "RECORD"])
        let paths = record.split(separator: "\n").map { $0.split(separator: ",")[0] }
        #expect(paths == paths.sorted() || record.contains("\"demo/odd"), "sorted")
        #expect(record.contains("\"demo/odd,\"\"name.txt\",sha256="))
        #expect(record.contains("\n\(fixture.distInfo)/RECORD,,\n"))
        #expect(record.contains("../../../share/demo/d.txt,sha256="))

        try scratch.uninstall("demo")
        // Directories of the environment's own scheme stay.
        let bare = try InstallScratch().environmentTree()
        let rest = Set(try scratch.environmentTree().keys).subtracting(bare.keys)
        #expect(rest == ["include/", "include/site/", "include/site/python3.12/"])
    }

    @Test func programsRun() throws {
        guard File.isExecutable("/usr/bin/python3") else { return }
        for name in ["plain", "with space/and 'quote'", String(repeating: "long", count: 40)] {
            let scratch = try InstallScratch()
            let environment = try InstallScratch.environment(at: scratch.root / Path(name))
            var fixture = demo(
                "1.0", [("demo/m.py", "class App:\n    def run():\n        print('run ok')\n")])
            fixture.files.append(.init("demo-1.0.data/scripts/crlf", "#!python\r\nprint('crlf ok')\r\n"))
            fixture.entryPoints = "[console_scripts]\nhello = demo.m:App.run\n"
            let planned = try scratch.planned(fixture)
            _ = try WheelInstaller(environment: environment, store: scratch.store, pool: scratch.pool)
                .apply(InstallPlan(add: [planned], remove: []))
            let path = ["PYTHONPATH": environment.sitePackages.text, "PATH": "/usr/bin:/bin"]
            for (program, text) in [("hello", "run ok\n"), ("crlf", "crlf ok\n")] {
                let run = try Subprocess.run([(environment.scripts / Path(program)).text], environment: path)
                #expect(run.text == text, "\(name) \(program): \(run.errorText)")
            }
            let count = try Bytecode(interpreter: environment.scripts / "python", pool: scratch.pool)
                .compile(Bytecode.modules(of: [planned], in: environment))
            #expect(count == 3)
        }
    }

    @Test func linkModesAndHardLinks() throws {
        for mode in LinkMode.allCases {
            let scratch = try InstallScratch()
            try scratch.install([demo()], mode: mode)
            #expect(try scratch.faults() == [], "\(mode)")
            let status = try #require(try File.status(scratch.site / "demo/sub/a.py", followingLinks: false))
            #expect(status.linkCount == (mode == .hardlink ? 2 : 1), "\(mode)")
            #expect((status.kind == .link) == (mode == .symlink), "\(mode)")
            #expect(scratch.log.all == [])
        }
    }

    @Test func upgradesKeepWhatIsNotTheirs() throws {
        let scratch = try InstallScratch()
        try scratch.install([
            demo(
                "1.0",
                [
                    ("demo/old.py", "OLD = 1\n"), ("single.py", "S = 1\n"),
                    ("demo-1.0.data/data/share/d/x", "1"),
                ])
        ])
        // Bytecode goes with its modules; a user's file stays, with its own bytecode.
        try Directory.create(scratch.site / "demo/__pycache__")
        for name in ["old.cpython-312.pyc", "__init__.cpython-312.pyc", "mine.cpython-312.pyc"] {
            try File.writeAtomically([1], to: scratch.site / "demo/__pycache__" / Path(name))
        }
        try File.writeAtomically([1], to: scratch.site / "demo/mine.py")
        try scratch.install([
            demo("2.0", [("demo/new.py", "NEW = 1\n"), ("demo-2.0.data/data/share/d/y", "2")])
        ])
        #expect(try scratch.faults() == [])
        let tree = try scratch.tree(scratch.site)
        #expect(tree["demo/__init__.py"] == "VERSION = '2.0'\n")
        #expect(tree["demo/new.py"] != nil && tree["demo/mine.py"] != nil)
        #expect(tree["demo/__pycache__/mine.cpython-312.pyc"] != nil)
        #expect(tree.keys.filter { $0.contains("old") || $0.contains("single") || $0.contains("1.0") } == [])
        #expect(tree["demo/__pycache__/__init__.cpython-312.pyc"] == nil)
        #expect(try scratch.tree(scratch.environment.root / "share") == ["d/": "", "d/y": "2"])
        // The same version again, then a version that turns a directory into a module.
        try scratch.install([demo("2.0")])
        try File.remove(scratch.site / "demo/mine.py")
        try Directory.removeTree(scratch.site / "demo/__pycache__")
        #expect(try scratch.faults() == [])
        var flat = WheelFixture("demo", "3.0", files: [.init("demo", "not a directory any more")])
        flat.files[0].name = Array("demo".utf8)
        try scratch.install([flat])
        #expect(try scratch.tree(scratch.site)["demo"] == "not a directory any more")
        try scratch.install([demo("4.0")])
        #expect(try scratch.faults() == [])
    }

    @Test func sharedDirectories() throws {
        let scratch = try InstallScratch()
        let first = WheelFixture(
            "ns-a",
            files: [.init("ns/a/__init__.py", "a"), .init("ns/same.py", "same"), .init("ns/x.py", "1")])
        let second = WheelFixture(
            "ns-b",
            files: [.init("ns/b/__init__.py", "b"), .init("ns/same.py", "same"), .init("ns/x.py", "2")])
        var third = WheelFixture("ns-c", files: [.init("ns/c/__init__.py", "c")])
        third.entryPoints = "[console_scripts]\ntool = ns.c:main\n"
        let names = { (fixture: WheelFixture) -> WheelFixture in
            var renamed = WheelFixture(
                fixture.name.replacingOccurrences(of: "-", with: "_"), files: fixture.files)
            renamed.entryPoints = fixture.entryPoints
            return renamed
        }
        try scratch.install([names(second), names(first)])
        // The last by name wins, whatever thread came first, and it is said once.
        #expect(try scratch.tree(scratch.site / "ns")["x.py"] == "2")
        #expect(scratch.log.all.count == 1 && scratch.log.all[0].contains("ns/x.py"))
        try scratch.install([names(third)])
        #expect(
            File.exists(scratch.site / "ns/c/__init__.py") && File.exists(scratch.site / "ns/a/__init__.py"))
        // A different file of a package that stays: a warning that names the package.
        try scratch.install([
            WheelFixture("rude", files: [.init("ns/c/__init__.py", "rude"), .init("ns/a/__init__.py", "a")])
        ])
        #expect(scratch.log.all.count == 2 && scratch.log.all[1].contains("`ns-c`"))
        try scratch.uninstall("rude", "ns-b")
        #expect(!File.exists(scratch.site / "ns"))
    }

    @Test func thingsInTheWay() throws {
        let scratch = try InstallScratch()
        try File.writeAtomically([1], to: scratch.site / "demo")
        let before = try scratch.environmentTree()
        do {
            try scratch.install([demo(), WheelFixture("other", files: [.init("other.py", "")])])
            Issue.record("installed over a file")
        } catch {
            let message = Diagnostic(describing: error).message
            #expect(message.contains("`demo`") && message.hasSuffix("a file is where a directory must go"))
        }
        #expect(try scratch.environmentTree() == before)
        // A directory where a file must go; then a directory nobody owns, which is shared.
        try File.remove(scratch.site / "demo")
        try Directory.create(scratch.site / "other.py/x")
        #expect(throws: Diagnostic.self) {
            try scratch.install([WheelFixture("other", files: [.init("other.py", "")])])
        }
        try Directory.create(scratch.site / "demo/sub/left")
        try File.writeAtomically([1], to: scratch.site / "demo/sub/left/mine")
        try scratch.install([demo()])
        #expect(try scratch.faults() == [])
        try scratch.uninstall("demo")
        #expect(
            File.exists(scratch.site / "demo/sub/left") && !File.exists(scratch.site / "demo/__init__.py"))
        // A plan whose wheels disagree changes nothing.
        let clash = [
            WheelFixture("a", files: [.init("z", "")]), WheelFixture("b", files: [.init("z/y", "")]),
        ]
        #expect(throws: (any Error).self) { try scratch.install(clash) }
        #expect(!File.exists(scratch.site / ".swuv"))
    }

    @Test func uninstallStaysInside() throws {
        let scratch = try InstallScratch()
        let outside = scratch.root / "outside"
        try Directory.create(outside)
        try File.writeAtomically([1], to: outside / "sentinel.txt")
        try scratch.install([demo()])
        try Link.symbolic(target: outside.text, at: scratch.site / "demo/lnk")
        let record = scratch.site / "demo-1.0.dist-info/RECORD"
        var text = String(decoding: try File.read(record), as: UTF8.self)
        text +=
            "\(outside)/sentinel.txt,,\r\ndemo/lnk/sentinel.txt,,\r\n../../../../outside/sentinel.txt,,\r\n"
        text += "../../../bin/python,,\r\n../../../pyvenv.cfg,,\r\n../../..,,\r\n.,,\r\n"
        try File.writeAtomically(Array(text.utf8), to: record)
        try scratch.uninstall("demo")
        #expect(File.exists(outside / "sentinel.txt"))
        #expect(File.exists(scratch.environment.root / "pyvenv.cfg"))
        #expect(try File.status(scratch.bin / "python", followingLinks: false) != nil)
        #expect(
            !File.exists(scratch.site / "demo/__init__.py")
                && !File.exists(scratch.site / "demo-1.0.dist-info"))
        #expect(scratch.log.all.count == 2, "\(scratch.log.all)")
        // No list of files: an error that says so, and nothing is touched.
        try File.writeAtomically([1], to: scratch.site / "old-1.0.egg-info")
        let old = InstalledDistribution(
            name: PackageName("old")!, version: Version("1.0")!, kind: .eggInfoFile,
            path: scratch.site / "old-1.0.egg-info", metadataPath: scratch.site / "old-1.0.egg-info")
        #expect(throws: Diagnostic.self) {
            try scratch.installer().apply(InstallPlan(add: [], remove: [old]))
        }
        #expect(File.exists(old.path) && !File.exists(scratch.site / ".swuv"))
    }

    @Test func targetDirectory() throws {
        let scratch = try InstallScratch()
        let target = Installer.Environment(
            target: scratch.root / "new/target", interpreter: scratch.environment.interpreter)
        var fixture = demo("1.0", [("demo-1.0.data/data/etc/x", "1")])
        fixture.entryPoints = "[console_scripts]\nhello = demo:f\n"
        let planned = try scratch.planned(fixture)
        _ = try WheelInstaller(environment: target, store: scratch.store, pool: scratch.pool)
            .apply(InstallPlan(add: [planned], remove: []))
        let tree = try scratch.tree(scratch.root / "new/target")
        #expect(tree["demo/__init__.py"] != nil && tree["bin/hello"] != nil && tree["etc/x"] == "1")
        #expect(
            tree["demo-1.0.dist-info/RECORD"]?.contains("\nbin/hello,sha256=") == true
                || tree["demo-1.0.dist-info/RECORD"]?.hasPrefix("bin/hello,") == true)
    }
}
