import Testing

@testable import Installer

/// What a wheel must be beyond a sound archive.
@Suite struct WheelArchiveTests {
    private static func fixture(_ change: (inout WheelFixture) -> Void) -> WheelFixture {
        var fixture = WheelFixture("demo", files: [.init("demo/__init__.py", "VALUE = 1\n")])
        change(&fixture)
        return fixture
    }

    static let refused: [(String, WheelFixture, String)] = [
        ("no dist-info", fixture { $0.dropped = ["METADATA", "WHEEL", "RECORD"] }, "no `.dist-info`"),
        (
            "two dist-infos", fixture { $0.files.append(.init("other-9.dist-info/METADATA", "x")) },
            "more than one"
        ),
        ("no WHEEL", fixture { $0.dropped = ["WHEEL"] }, "no `WHEEL`"),
        ("no METADATA", fixture { $0.dropped = ["METADATA"] }, "no `METADATA`"),
        ("no RECORD", fixture { $0.dropped = ["RECORD"] }, "no `RECORD`"),
        ("format 2", fixture { $0.wheel = "Wheel-Version: 2.0\nRoot-Is-Purelib: true\n" }, "version 2.0"),
        ("no format", fixture { $0.wheel = "Root-Is-Purelib: true\n" }, "no `Wheel-Version`"),
        ("no root", fixture { $0.wheel = "Wheel-Version: 1.0\n" }, "Root-Is-Purelib"),
        ("other name", fixture { $0.metadata = "Name: other\nVersion: 1.0\n" }, "project `other`"),
        ("other version", fixture { $0.metadata = "Name: demo\nVersion: 1.1\n" }, "version `1.1`"),
        (
            "replaces python", fixture { $0.files.append(.init("demo-1.0.data/data/bin/python3", "x")) },
            "replace a program"
        ),
        (
            "replaces activate", fixture { $0.files.append(.init("demo-1.0.data/scripts/activate", "x")) },
            "replace a program"
        ),
        (
            "replaces pyvenv.cfg", fixture { $0.files.append(.init("demo-1.0.data/data/pyvenv.cfg", "x")) },
            "part of the environment"
        ),
        (
            "nested script", fixture { $0.files.append(.init("demo-1.0.data/scripts/sub/tool", "x")) },
            "below another directory"
        ),
        ("unknown place", fixture { $0.files.append(.init("demo-1.0.data/weird/x", "x")) }, "no place"),
        (
            "data of another", fixture { $0.files.append(.init("other-1.0.data/data/x", "x")) },
            "another project"
        ),
        ("our stage", fixture { $0.files.append(.init(".swuv/journal", "x")) }, "prepares changes"),
        (
            "code in an entry point",
            fixture { $0.entryPoints = "[console_scripts]\nd = demo:f();import os\n" },
            "not `module:function`"
        ),
        (
            "no callable", fixture { $0.entryPoints = "[console_scripts]\nd = demo\n" },
            "not `module:function`"
        ),
        (
            "script with a slash", fixture { $0.entryPoints = "[console_scripts]\na/b = demo:f\n" },
            "not a name"
        ),
        (
            "script python3", fixture { $0.entryPoints = "[gui_scripts]\npython3.12 = demo:f\n" },
            "replace a program"
        ),
        ("script twice", fixture { $0.entryPoints = "[console_scripts]\nd = demo:f\nd = demo:g\n" }, "twice"),
        (
            "wrong digest",
            fixture {
                $0.rows["demo/__init__.py"] =
                    "demo/__init__.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,10"
            }, "sha256 of its RECORD"
        ),
        ("wrong size", fixture { $0.rows["demo/__init__.py"] = "demo/__init__.py,,11" }, "RECORD says 11"),
        ("broken RECORD", fixture { $0.record = "\"demo" }, "never closed"),
    ]

    @Test func refusesInvalidWheels() throws {
        let scratch = try InstallScratch()
        for (name, fixture, reason) in Self.refused {
            do {
                _ = try scratch.planned(fixture)
                Issue.record("\(name) was accepted")
            } catch {
                let text = "\(Diagnostic(describing: error))"
                #expect(text.contains(reason) && text.contains("demo-1.0"), "\(name): \(text)")
            }
        }
        #expect(try Directory.entries(scratch.cache.archives).isEmpty)
        #expect(try Directory.entries(scratch.cache.temporary).isEmpty)
    }

    static let accepted: [(String, WheelFixture)] = [
        ("newer minor", fixture { $0.wheel = "Wheel-Version: 1.9\nRoot-Is-Purelib: true\n" }),
        ("empty RECORD", fixture { $0.record = "" }),
        ("RECORD with CRLF", fixture { $0.lineEnd = "\r\n" }),
        (
            "RECORD names what is outside",
            fixture { $0.rows["demo/__init__.py"] = "../../../../x,,\r\n/etc/passwd,," }
        ),
        (
            "weak digest",
            fixture { $0.rows["demo/__init__.py"] = "demo/__init__.py,md5=1B2M2Y8AsgTpgAmY7PhCfg,10" }
        ),
        ("Latin-1 metadata", fixture { $0.metadata += "Summary: caf\u{e9}\n" }),
        (
            "same script twice",
            fixture { $0.entryPoints = "[console_scripts]\nd = demo:f\nd = demo : f [x]\n" }
        ),
        (
            "other groups",
            fixture { $0.entryPoints = "[weird]\nno equals sign\n[console_scripts]\nd = demo.a:B.c\n" }
        ),
        ("python in a name", fixture { $0.entryPoints = "[console_scripts]\npython-argcomplete = demo:f\n" }),
        ("own direct_url", fixture { $0.files.append(.init("demo-1.0.dist-info/direct_url.json", "{}")) }),
    ]

    @Test func installsOddWheels() throws {
        for (name, fixture) in Self.accepted {
            let scratch = try InstallScratch()
            let before = try scratch.environmentTree()
            #expect(throws: Never.self, "\(name)") { try scratch.install([fixture]) }
            #expect(try scratch.faults() == [], "\(name)")
            #expect(File.exists(scratch.site / "demo/__init__.py"), "\(name)")
            #expect(!File.exists(scratch.site / "demo-1.0.dist-info/direct_url.json"), "\(name)")
            try scratch.uninstall("demo")
            #expect(try scratch.environmentTree() == before, "\(name)")
        }
    }
}
