import Foundation
import Testing

@testable import Installer

@Suite struct RunStampTests {
    /// A project with an environment, made long enough ago that nothing of it is in doubt.
    struct Ground {
        let scratch: Scratch
        let project: Path
        let home: Path
        let hardware: Path
        let watch: StampWatch
        var outcome: StampWatch.Outcome
        let variables: [String]

        init(dependsOnMachine: Bool = true) throws {
            scratch = try Scratch()
            project = scratch / "above/project"
            home = scratch / "home"
            hardware = scratch / "machine"
            for (name, text) in [
                "above/project/pyproject.toml": "[project]\n", "above/project/swuv.lock": "version = 1\n",
                "above/project/member/pyproject.toml": "[project]\n",
                "above/project/.venv/pyvenv.cfg": "home = /x\n",
                "above/project/.venv/bin/python": "#!", "above/project/.venv/lib/a.py": "",
                "home/swuv/swuv.toml": "offline = true\n", "home/swuv/providers.d/a.toml": "",
                "machine/proc/sys/kernel/random/boot_id": "0f0e\n", "machine/dev/null": "",
                "machine/sys/module/nvidia/version": "550.54.14\n", "machine/dev/nvidia0": "",
            ] {
                try write(text, scratch / name)
            }
            Clock.sleep(nanoseconds: 60_000_000)
            variables = ["HOME=\(home)", "SWUV_EXTRA=cpu", "PATH=/bin"]
            watch = StampWatch(environment: ["HOME": home.text, "SWUV_EXTRA": "cpu"], hardware: hardware)
            let root = project / ".venv"
            outcome = StampWatch.Outcome(
                project: project, root: root, scripts: root / "bin", interpreter: root / "bin/python",
                siteDirectories: [root / "lib", root / "lib"])
            outcome.files = [
                project / "pyproject.toml", project / "swuv.lock", project / "member/pyproject.toml",
                home / "swuv/swuv.toml", project / "swuv.local.toml", project / "setup.py",
                scratch / "none/swuv.toml",
            ]
            outcome.folders = [home / "swuv/providers.d", scratch / "none/providers.d"]
            outcome.dependsOnMachine = dependsOnMachine
            (outcome.resolved, outcome.checked, outcome.isExact) = (7, 5, true)
            outcome.notes = ["Selected extra `cpu`"]
        }

        var question: RunStamp.Question {
            RunStamp.Question(project: project, words: outcome.words, variables: variables)
        }
    }

    static func write(_ text: String, _ path: Path) throws {
        try Directory.create(path.parent)
        try File.writeAtomically(Array(text.utf8), to: path)
    }

    struct Change: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let isSeen: Bool
        let make: @Sendable (Ground) throws -> Void

        init(_ text: String, isSeen: Bool = true, _ make: @escaping @Sendable (Ground) throws -> Void) {
            testDescription = text
            self.isSeen = isSeen
            self.make = make
        }

        static func edit(_ name: String) -> Change {
            Change("edit \(name)") { try RunStampTests.write("other, but of any length", $0.scratch / name) }
        }
    }

    static let changes: [Change] = [
        .edit("above/project/pyproject.toml"), .edit("above/project/swuv.lock"),
        .edit("above/project/member/pyproject.toml"), .edit("above/project/swuv.toml"),
        .edit("above/project/swuv.local.toml"), .edit("above/project/.python-version"),
        .edit("above/pyproject.toml"), .edit("above/swuv.toml"), .edit("above/.python-version"),
        .edit("home/swuv/swuv.toml"), .edit("home/swuv/providers.d/a.toml"),
        .edit("home/swuv/providers.d/b.toml"), .edit("none/providers.d/a.toml"),
        .edit("above/project/setup.py"), .edit("none/swuv.toml"), .edit("above/project/.venv/pyvenv.cfg"),
        .edit("above/project/.venv/bin/python"),
        .edit("above/project/.venv/lib/new-1.0.dist-info"), .edit("machine/proc/sys/kernel/random/boot_id"),
        .edit("machine/sys/module/nvidia/version"), .edit("machine/dev/nvidia1"),
        Change("same bytes again") {
            try RunStampTests.write("version = 1\n", $0.project / "swuv.lock")
        },
        Change("same size and modification time, written in place") { ground in
            let path = ground.project / "swuv.lock"
            let before = try #require(try File.status(path))
            let handle = try #require(FileHandle(forWritingAtPath: path.text))
            try handle.write(contentsOf: Data("version = 2\n".utf8))
            try File.setModificationTime(path, to: before.mtime)
        },
        Change("a lock that is gone") { try File.remove($0.project / "swuv.lock") },
        Change("a file of the home removed") { try File.remove($0.home / "swuv/swuv.toml") },
        Change("another file beside the project", isSeen: false) {
            try RunStampTests.write("", $0.project / "train.py")
        },
        Change("another file above", isSeen: false) { try RunStampTests.write("", $0.scratch / "above/x") },
        Change("a program in the environment", isSeen: false) {
            try RunStampTests.write("", $0.outcome.root / "bin/tool")
        },
        Change("a device that is no accelerator", isSeen: false) {
            try RunStampTests.write("", $0.hardware / "dev/ttyUSB0")
        },
    ]

    @Test(arguments: changes) func seesWhatChanged(_ change: Change) throws {
        let ground = try Ground()
        #expect(ground.watch.write(ground.outcome))
        let stamp = try #require(RunStamp(at: ground.outcome.root / "swuv-stamp"))
        #expect(stamp.mismatch(ground.question, hardware: ground.hardware) == nil)
        Clock.sleep(nanoseconds: 15_000_000)
        try change.make(ground)
        #expect((stamp.mismatch(ground.question, hardware: ground.hardware) != nil) == change.isSeen)
    }

    @Test func holdsForOneQuestionOnly() throws {
        let ground = try Ground()
        let stamp = try #require(ground.watch.stamp(ground.outcome))
        func mismatch(_ change: (inout RunStamp.Question) -> Void) -> RunStamp.Mismatch? {
            var question = ground.question
            change(&question)
            return stamp.mismatch(question, hardware: ground.hardware)
        }
        #expect(mismatch { _ in } == nil)
        #expect(mismatch { $0.project = "/elsewhere" } == .subject)
        #expect(mismatch { $0.words = "--extra=cpu\n" } == .subject)
        for variable in [
            "SWUV_EXTRA=gpu", "SWUV_INDEX=https://x", "UV_PROJECT_ENVIRONMENT=v", "XDG_CONFIG_HOME=/x",
            "NV_VARIANT_PROVIDER_FORCE_SM_ARCH=90", "CUDA_VISIBLE_DEVICES=", "VARIANT_X=1",
        ] {
            #expect(mismatch { $0.variables.append(variable) } == .variables, "\(variable)")
        }
        for variable in [
            "PWD=/x", "VIRTUAL_ENV=/x", "SWUV_RUN_RECURSION_DEPTH=2", "UV_INDEX_X_PASSWORD=p", "UV=/bin/uv",
            "SWUVX", "CUDA_VISIBLE_DEVICES_X=1",
        ] {
            #expect(mismatch { $0.variables.append(variable) } == nil, "\(variable)")
        }
        #expect(mismatch { $0.variables.reverse() } == nil)
        var other = stamp
        other.program.ctime += 1
        #expect(other.mismatch(ground.question, hardware: ground.hardware) == .program)
        #expect(stamp.mismatch(ground.question, hardware: ground.scratch / "home") == .machine)
        // Two hosts with one home directory: each is known once the same was chosen on it.
        var shared = ground.outcome
        shared.earlierMachines = [
            HardwareFingerprint(root: ground.scratch / "home"), ground.watch.thisMachine,
        ]
        #expect(ground.watch.stamp(shared)?.machines.count == 2)
        let indifferent = try Ground(dependsOnMachine: false)
        #expect(indifferent.watch.stamp(indifferent.outcome)?.machines.isEmpty == true)
    }

    /// Nothing is stamped that was changed while the command worked, unless by the command.
    @Test func trustsNoFileThatIsTooYoung() throws {
        var ground = try Ground()
        try Self.write("version = 1\nnew\n", ground.project / "swuv.lock")
        #expect(ground.watch.stamp(ground.outcome) == nil)
        ground.outcome.written[ground.project / "swuv.lock"] = Array("version = 1\nnew\n".utf8)
        let stamp = try #require(ground.watch.stamp(ground.outcome))
        let index = try #require(stamp.entries.firstIndex { $0.path.name == "swuv.lock" })
        #expect(stamp.entries[index].content != nil)
        #expect(stamp.mismatch(ground.question, hardware: ground.hardware) == nil)
        // The same times over other content.
        var racy = stamp
        racy.entries[index].content = QuickDigest(of: "version = 2\nnew\n")
        #expect(
            racy.mismatch(ground.question, hardware: ground.hardware) == .file(ground.project / "swuv.lock"))
        // Somebody else wrote after us.
        ground.outcome.written[ground.project / "swuv.lock"] = Array("version = 1\nold\n".utf8)
        #expect(ground.watch.stamp(ground.outcome) == nil)
        // Once it is old, its content is not looked at any more.
        let file = ground.outcome.root / "swuv-stamp"
        stamp.replace(file)
        Clock.sleep(nanoseconds: 60_000_000)
        stamp.settle(in: file)
        let settled = try #require(RunStamp(at: file))
        // The search for configuration goes up to directories in which other tests are busy.
        let own = settled.entries.filter { $0.path.relative(to: ground.scratch.path) != nil }
        #expect(own.count > 4 && own.allSatisfy(\.isSettled))
        #expect(settled.mismatch(ground.question, hardware: ground.hardware) == nil)
        // Nor is an environment that somebody else changed in the meantime.
        ground.outcome.written[ground.project / "swuv.lock"] = Array("version = 1\nnew\n".utf8)
        try Self.write("", ground.outcome.root / "lib/foreign")
        ground.outcome.changesEnvironment = false
        #expect(ground.watch.stamp(ground.outcome) == nil)
        ground.outcome.changesEnvironment = true
        #expect(ground.watch.stamp(ground.outcome) != nil)
        // What cannot be seen is not believed.
        ground.outcome.interpreter = ground.project / "gone"
        #expect(ground.watch.stamp(ground.outcome) == nil)
    }

    @Test func refusesBytesThatAreNoStamp() throws {
        let ground = try Ground()
        let stamp = try #require(ground.watch.stamp(ground.outcome))
        let bytes = stamp.bytes
        #expect(RunStamp(parsing: bytes) == stamp)
        for count in stride(from: 0, to: bytes.count, by: 7) {
            #expect(RunStamp(parsing: Array(bytes[..<count])) == nil)
            var flipped = bytes
            flipped[count] ^= 0x40
            #expect(RunStamp(parsing: flipped) == nil)
            // With a digest that fits, whatever the bytes say must not crash.
            var forged = Array(flipped.dropLast(16))
            var writer = StampWriter()
            writer.put(QuickDigest(of: forged))
            forged += writer.bytes
            _ = RunStamp(parsing: forged)
            var cut = Array(bytes[..<count])
            writer = StampWriter()
            writer.put(QuickDigest(of: cut))
            cut += writer.bytes
            #expect(RunStamp(parsing: cut) == nil)
        }
        #expect(RunStamp(parsing: bytes + [0]) == nil)
        #expect(RunStamp(parsing: [UInt8](repeating: 0xff, count: 4096)) == nil)
        var relative = stamp
        relative.scripts = "bin"
        #expect(RunStamp(parsing: relative.bytes) == nil)
        try Directory.create(ground.outcome.root / "swuv-stamp")
        #expect(RunStamp(at: ground.outcome.root / "swuv-stamp") == nil)
    }

    @Test func isFoundFromWhereTheProjectIs() throws {
        let ground = try Ground()
        let project = ground.project
        ground.watch.write(ground.outcome)
        try Directory.create(project / "deep/er")
        func found(_ start: Path, words: String = "", environment: String? = nil) -> Path? {
            StampSearch.find(from: start, words: words, environment: environment)?.file
        }
        #expect(found(project) == project / ".venv/swuv-stamp")
        #expect(found(project / "deep/er") == project / ".venv/swuv-stamp")
        #expect(found(project.parent) == nil)
        #expect(found(project, words: "--extra=cpu\n") == nil)
        #expect(found(project, environment: "other") == nil)
        #expect(found(project, environment: (project / ".venv").text) == project / ".venv/swuv-stamp")
        // A member has a stamp of its own in the environment of the workspace.
        #expect(found(project / "member") == nil)
        var outcome = ground.outcome
        outcome.project = project / "member"
        outcome.files = []
        outcome.words = "--frozen\n"
        ground.watch.write(outcome)
        #expect(found(project / "member", words: "--frozen\n")?.parent == project / ".venv")
        // A directory below that says something of its own.
        try Self.write("", project / "deep/.python-version")
        #expect(found(project / "deep/er") == nil)
        #expect(found(project) == project / ".venv/swuv-stamp")
    }

    @Test func describesMachines() throws {
        let scratch = try Scratch()
        let root = scratch.path
        #expect(!HardwareFingerprint(root: root).holds(root: root))
        try Self.write("0f0e\n", root / "proc/sys/kernel/random/boot_id")
        let bare = HardwareFingerprint(root: root)
        #expect(bare.holds(root: root) && bare.nvidia.isEmpty)
        try Self.write(
            "NVRM version: NVIDIA UNIX x86_64 Kernel Module  580.65.06  Sun Jul 27\nGCC 13.2\n",
            root / "proc/driver/nvidia/version")
        let container = HardwareFingerprint(root: root)
        #expect(container.nvidia == "580.65.06" && !bare.holds(root: root))
        try Self.write("550.54.14\n", root / "sys/module/nvidia/version")
        let host = HardwareFingerprint(root: root)
        #expect(host.nvidia == "550.54.14")
        #expect(container.change(since: host) == "driver changed 550.54.14 → 580.65.06")
        #expect(container.change(since: bare) == "driver 580.65.06 is new")
        #expect(bare.change(since: container) == "driver 580.65.06 is gone")
        for name in [
            "dev/kfd", "dev/dri/renderD128", "dev/accel0", "sys/module/amdgpu/version", "opt/rocm/x",
        ] {
            let before = HardwareFingerprint(root: root)
            #expect(before.holds(root: root))
            try Self.write("6.4", root / Path(name))
            if name != "sys/module/amdgpu/version" { #expect(!before.holds(root: root), "\(name)") }
            #expect(HardwareFingerprint(root: root).devices != before.devices, "\(name)")
        }
        try Self.write(String(repeating: "9", count: 5000) + "\u{1b}[31m", root / "sys/module/nvidia/version")
        #expect(HardwareFingerprint(root: root).nvidia == String(repeating: "9", count: 64))
    }

    @Test func tellsWhatACommandNames() throws {
        let scratch = try Scratch()
        for name in ["a.py", "tool", "package/__main__.py", "plain/x"] { try Self.write("x", scratch / name) }
        try Self.write("PK\u{3}\u{4}rest", scratch / "app.pyz")
        for (word, expected): (String, RunTarget) in [
            ("python", .interpreter), ("python3", .program), ("a.py", .script), ("./a.py", .script),
            ("b.py", .program), ("tool", .program), ("package", .bundle), ("plain", .program),
            ("app.pyz", .bundle), ("-", .input), ("https://x/a.py", .remote), ("", .program),
        ] {
            #expect(RunTarget(word, in: scratch.path, isModule: false) == expected, "\(word)")
        }
        #expect(RunTarget("json.tool", in: scratch.path, isModule: true) == .module)
        let program = RunTarget.program.replacement(
            of: "pytest", at: 3, interpreter: "/e/bin/python", scripts: "/e/bin", searchPath: "/x::/y")
        #expect(program.candidates == ["/e/bin/pytest", "/x/pytest", "./pytest", "/y/pytest"])
        #expect(program.leading.isEmpty && program.keepsArgumentsFrom == 3)
        let module = RunTarget.module.replacement(
            of: "pytest", at: 3, interpreter: "/e/bin/python", scripts: "/e/bin", searchPath: nil)
        #expect(module.leading == ["/e/bin/python", "-m"] && module.keepsArgumentsFrom == 3)
        let script = scratch / "moved"
        try Self.write("#!/nowhere/bin/python -E\n", script)
        let failure = RunFailure(word: "moved", code: ENOENT, candidates: [scratch / "none", script])
            .diagnostic
        #expect(failure.causes == ["`\(script)` is to be run by `/nowhere/bin/python`, which does not exist"])
        #expect(failure.exitCode == .usage)
    }
}
