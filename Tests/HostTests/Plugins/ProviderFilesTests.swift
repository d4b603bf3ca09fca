import Foundation
import Testing
import VariantProviders

@testable import Host
@testable import Installer

@Suite struct ProviderFilesTests {
    private static let list = "[[provider]]\nnamespace = \"hz\"\nstatic = { level = [\"v2\", \"v1\"] }\n"

    /// What is wrong in a file is told with its place and what was expected, all at once, and costs that file alone.
    @Test(arguments: [
        ("[[provider]\n", ["line 1, column 12: expected"]),
        ("hello = 1\n", ["line 1, column 1: unknown key `hello`; expected one of `provider`, `trust`"]),
        ("[[providers]]\nnamespace = \"a\"", ["unknown key `providers`; did you mean `provider`?"]),
        ("provider = 3", ["line 1, column 12: expected an array of tables, `[[provider]]`"]),
        (
            "[[provider]]\nbuiltin = 3\n",
            ["needs a `namespace`", "expected a string for `builtin`, found an integer"]
        ),
        ("[[provider]]\nnamespace = \"HZ\"\nstatic = {}\n", ["expected a namespace", "found `HZ`"]),
        ("[[provider]]\nnamespace = \"hz\"\n", ["a provider needs one of `builtin`, `command`"]),
        (
            "[[provider]]\nnamespace = \"hz\"\ncommand = [\"/a\"]\nstatic = {}\n",
            ["line 4, column 1: a provider is one of", "`command` was given already"]
        ),
        ("[[provider]]\nnamespace = \"hz\"\nbuiltin = \"nvidja\"\n", ["swuv has no provider `nvidja`"]),
        (
            "[[provider]]\nnamespace = \"hz\"\ncommand = \"/bin/x\"\n",
            ["expected an array", "found a string"]
        ),
        ("[[provider]]\nnamespace = \"hz\"\ncommand = []\n", ["`command` names no program"]),
        (
            "[[provider]]\nnamespace = \"hz\"\ncommand = [\"$(touch /x)\", \"; touch /y\"]\n",
            ["expected the absolute path of a program, found `$(touch /x)`"]
        ),
        ("[[provider]]\nnamespace = \"hz\"\ncommand = [\"/a\\u0000b\"]\n", ["cannot hold a NUL"]),
        ("[[provider]]\nnamespace = \"hz\"\nstatic = {}\ntimeout = 5\n", ["expected a time such as"]),
        ("[[provider]]\nnamespace = \"hz\"\nstatic = {}\ntimeout = \"5h\"\n", ["expected a time such as"]),
        ("[[provider]]\nnamespace = \"hz\"\nstatic = {}\ntimeout = \"601s\"\n", ["ten minutes at most"]),
        (
            "[[provider]]\nnamespace = \"hz\"\nstatic = {}\nenabled = \"no\"\n",
            ["expected a boolean for `enabled`"]
        ),
        (
            "[[provider]]\nnamespace = \"hz\"\nstatic = { Level = [\"v 1\", \"v1\", \"v1\", 3] }\n",
            [
                "found `Level`", "found `v 1`", "`v1` stands in the list of `Level` already",
                "found an integer",
            ]
        ),
        (
            "[[provider]]\nnamespace = \"hz\"\nstatic = { a = [\"1\"], b = [\"1\"] }\n",
            ["more than one feature needs a `feature-order`"]
        ),
        (
            "[[provider]]\nnamespace = \"hz\"\nstatic = { a = [\"1\"], b = [\"1\"] }\nfeature-order = [\"a\", \"a\", \"c\"]\n",
            ["stands in `feature-order` already", "names `c`, which is not listed", "does not name `b`"]
        ),
        (
            "[[provider]]\nnamespace = \"hz\"\ncommand = [\"/a\"]\nfeature-order = []\n",
            ["goes with `static` alone"]
        ),
        (
            "[[provider]]\nnamespace = \"hz\"\npython = { requires = [], plugin-api = \"a\" }\n",
            ["expected an array of requirements"]
        ),
        (
            "[[provider]]\nnamespace = \"hz\"\npython = { requires = [\"a @ https://x/a.whl\", \"b >>1\"], plugin-api = \"os;x\" }\n",
            ["comes from an index and not from a URL", "expected a requirement", "found `os;x`"]
        ),
        (
            "[[provider]]\nnamespace = \"hz\"\nstatic = {}\nstands-for = [{ package = \"a b\", versions = [\"x\"] }, { package = \"a\" }]\n",
            ["found `a b`", "expected a version, found `x`", "`versions` is missing"]
        ),
        ("[[trust]]\nversions = \">=1\"\n", ["`package` is missing"]),
        (
            "[[trust]]\npackage = \"a\"\nversions = \"one\"\nhashes = [\"md5:00\"]\nall = true\n",
            ["expected versions such as", "expected a hash such as", "unknown key `all`"]
        ),
    ])
    func faults(_ text: String, _ expected: [String]) {
        let drops = DropIns(["bad.toml": text, "good.toml": Self.list])
        #expect(drops.answer() == "level=v2,v1")
        let warning = drops.warnings.first ?? ""
        #expect(drops.warnings.count == 1)
        #expect(warning.hasPrefix("the providers of `[DIR]/d/bad.toml` are ignored | Failed to read"))
        for part in expected { #expect(warning.contains(part), "\(warning)") }
    }

    /// Files that cannot be read, or say nothing (hostile cases d-toml-empty, d-toml-nonutf8, d-file-dangling).
    @Test func unreadable() throws {
        let drops = DropIns(["empty.toml": "# nothing\n", "good.toml": Self.list])
        try Data([0xFF, 0xFE, 0, 0x41]).write(to: URL(fileURLWithPath: drops.path("d/bytes.toml")))
        try FileManager.default.createSymbolicLink(
            atPath: drops.path("d/dangling.toml"), withDestinationPath: "/nowhere/at/all")
        try FileManager.default.createDirectory(
            atPath: drops.path("d/folder.toml"), withIntermediateDirectories: true)
        mkfifo(drops.path("d/pipe.toml"), 0o644)
        try Data(repeating: 0x23, count: 2 << 20).write(to: URL(fileURLWithPath: drops.path("d/huge.toml")))
        drops.write("d/.hidden.toml", "broken")
        drops.write("d/backup.toml~", "broken")
        #expect(drops.answer() == "level=v2,v1")
        let text = drops.warnings.joined(separator: "\n")
        for part in [
            "`[DIR]/d/empty.toml` says nothing", "bytes.toml` are ignored", "`/nowhere` does not exist",
            "`[DIR]/d/folder.toml` is not a regular file", "`[DIR]/d/pipe.toml` is not a regular file",
            "huge.toml` are ignored",
        ] {
            #expect(text.contains(part), "\(text)")
        }
        #expect(drops.warnings.count == 6)
    }

    /// Files and directories that others may change are not obeyed (hostile cases of kind `trust`).
    @Test(arguments: [
        ("d/hz.toml", 0o666, "others may write to `[DIR]/d/hz.toml` (mode 0666)"),
        ("d/hz.toml", 0o664, "others may write to `[DIR]/d/hz.toml` (mode 0664)"),
        ("d/hz.toml", 0o646, "(mode 0646)"),
        ("d", 0o777, "others may write to `[DIR]/d` (mode 0777)"),
        ("d", 0o775, "(mode 0775)"),
        ("d", 0o1777, "(mode 1777)"),
        ("", 0o777, "others may write to `[DIR]` (mode 0777)"),
    ])
    func writable(_ place: String, _ mode: Int, _ expected: String) {
        let drops = DropIns(["hz.toml": Self.list])
        chmod(drops.path(place), mode_t(mode))
        #expect(drops.answer() == "no provider")
        #expect(drops.warnings.count == 1)
        #expect(drops.warnings.first?.contains(expected) == true, "\(drops.warnings)")
        chmod(drops.directory.path, 0o755)
    }

    @Test func stickyDirectoriesOnTheWay() {
        let drops = DropIns(["hz.toml": Self.list])
        chmod(drops.directory.path, 0o1777)
        #expect(drops.answer() == "level=v2,v1")
        #expect(drops.warnings.isEmpty)
    }

    /// A link is followed, and where it leads is held to the same rules.
    @Test func links() throws {
        let drops = DropIns(programs: ["open/hz.toml": Self.list, "shut/hz.toml": Self.list])
        chmod(drops.path("shut/hz.toml"), 0o644)
        chmod(drops.path("open/hz.toml"), 0o644)
        chmod(drops.path("open"), 0o777)
        let link = drops.path("d/hz.toml")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "../shut/hz.toml")
        #expect(drops.answer() == "level=v2,v1")
        try FileManager.default.removeItem(atPath: link)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "../open/hz.toml")
        #expect(drops.answer() == "no provider")
        #expect(drops.warnings.last?.contains("others may write to `[DIR]/open`") == true)
        try FileManager.default.removeItem(atPath: link)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "hz.toml")
        #expect(drops.answer() == "no provider")
        #expect(drops.warnings.last?.contains("too many links") == true)
    }

    @Test(.enabled(if: ProcessEnvironment.isRoot)) func owners() {
        for place in ["d/hz.toml", "d", ""] {
            let drops = DropIns(["hz.toml": Self.list])
            chown(drops.path(place), 65534, 65534)
            #expect(drops.answer() == "no provider")
            #expect(drops.warnings.first?.contains("belongs to user 65534") == true, "\(drops.warnings)")
        }
    }

    /// Later directories override earlier ones by file name; a broken file leaves what it would override.
    @Test func precedence() {
        let site = DropIns([
            "a.toml": "[[provider]]\nnamespace = \"hz\"\nstatic = { level = [\"site\"] }\n",
            "b.toml": "[[provider]]\nnamespace = \"other\"\nstatic = { x = [\"1\"] }\n",
        ])
        let user = DropIns(["a.toml": Self.list])
        func values(_ registry: ProviderRegistry) -> [String] {
            registry.registrations.compactMap { registration in
                guard case .file(let path) = registration.origin else { return nil }
                return
                    "\(registration.namespace) \(path.parent.parent.name == Path(user.directory.path).name)"
            }
        }
        #expect(values(site.registry([user.path("d")])) == ["other false", "hz true"])
        user.write("d/a.toml", "broken")
        #expect(values(site.registry([user.path("d")])) == ["hz false", "other false"])
        user.write("d/a.toml", "[[trust]]\npackage = \"p\"\n")
        #expect(values(site.registry([user.path("d")])) == ["other false"])
        user.write("d/z.toml", Self.list)
        user.write("d/a.toml", "# empty")
        #expect(values(site.registry([user.path("d")])) == ["other false", "hz true"])
    }

    @Test func folders() {
        func folders(_ environment: [String: String]) -> [String] {
            ProviderFiles.folders(environment, executable: "/opt/swuv/bin/swuv").map(\.path.text)
        }
        #expect(
            folders(["HOME": "/home/a", "SWUV_PROVIDERS_DIR": "/x"]) == [
                "/opt/swuv/share/swuv/providers.d", "/etc/swuv/providers.d",
                "/home/a/.config/swuv/providers.d", "/x",
            ])
        #expect(folders(["HOME": "/home/a", "XDG_CONFIG_HOME": "/c"])[2] == "/c/swuv/providers.d")
        #expect(folders([:]).count == 2)
        let drops = DropIns()
        _ = ProviderFiles(
            folders: ProviderFiles.folders(["SWUV_PROVIDERS_DIR": "/nowhere"], executable: nil),
            environment: [:], reporter: drops.reports
        ).registry()
        #expect(drops.warnings == ["the directory `/nowhere` of `SWUV_PROVIDERS_DIR` does not exist"])
    }

    /// Everything a file may say, read right.
    @Test func everything() throws {
        let file = try DropInReader.read(
            Array(
                """
                [[provider]]
                namespace = "hz"
                command = ["/usr/libexec/site-gpus", "--json", "$(x)"]
                timeout = "500ms"
                description = "the site's own"
                [[provider]]
                namespace = "py"
                python = { requires = ["My.Plugin >=1 ; python_version > '3'"] }
                stands-for = [
                    { package = "My_Plugin", versions = ["1.0", "2.0"], plugin-api = "a.b : C.d" },
                    { package = "other", versions = ["1"] },
                ]
                [[provider]]
                namespace = "st"
                static = { b = ["2", "1"], a = ["x.y"], c = [] }
                feature-order = ["b", "c", "a"]
                enabled = false
                [[provider]]
                namespace = "off"
                enabled = false
                [[trust]]
                package = "My.Plugin"
                versions = ">=1,<3"
                hashes = ["sha256:\(String(repeating: "0a", count: 32))"]
                [[variant-index]]
                packages = ["torch"]
                [variant-index.variants.cpu]
                index = "https://example/cpu"
                """.utf8), "/x/y.toml")
        #expect(file.providers.map(\.namespace) == ["hz", "py", "st", "off"])
        #expect(file.providers.map(\.isEnabled) == [true, true, false, false])
        #expect(file.providers[0].timeout == .milliseconds(500))
        guard case .command(let command) = file.providers[0].kind else { throw Diagnostic("no command") }
        #expect(command == ["/usr/libexec/site-gpus", "--json", "$(x)"])
        guard case .python(let requires, let api) = file.providers[1].kind else {
            throw Diagnostic("no python")
        }
        #expect(requires.map(\.name.text) == ["my-plugin"])
        #expect(api.text == "my_plugin")
        #expect(
            file.providers[1].standsFor == [
                ProviderEndpoint(package: "my-plugin", versions: ["1.0", "2.0"], pluginAPI: "a.b:C.d"),
                ProviderEndpoint(package: "other", versions: ["1"], pluginAPI: "other"),
            ])
        guard case .listed(let features) = file.providers[2].kind else { throw Diagnostic("no list") }
        #expect(features == [VariantFeature("b", ["2", "1"]), VariantFeature("a", ["x.y"])])
        #expect(file.trusted.map(\.package.text) == ["my-plugin"])
        #expect(file.trusted[0].versions?.description == ">=1,<3")
        #expect(file.trusted[0].hashes.count == 1)
        #expect(file.variantIndexes.map(\.name) == ["y"])
    }

    /// Native providers step aside for files that answer for their namespace, and only then.
    @Test func nativeProviders() {
        guard let native = NativeProvider.all.first else { return }
        func described(_ text: String) -> [String] {
            let drops = DropIns(["x.toml": text])
            defer { #expect(drops.warnings.isEmpty, "\(drops.warnings)") }
            return drops.registry().registrations.filter { $0.namespace == native.namespace }.map {
                "\($0.origin == .native ? "native" : "file")\($0.isEnabled ? "" : " off")\($0.standsFor.isEmpty ? " all" : "")"
            }
        }
        let namespace = "[[provider]]\nnamespace = \"\(native.namespace)\"\n"
        let plain = described("[[trust]]\npackage = \"a\"\n")
        #expect(plain.allSatisfy { $0 == "native" } && !plain.isEmpty)
        let rest = Array(plain.dropFirst())
        #expect(described(namespace + "static = {}\n") == ["file all"])
        #expect(described(namespace + "enabled = false\n") == plain.map { $0 + " off" })
        #expect(
            described(namespace + "static = {}\n" + namespace + "enabled = false\n") == ["file off all"])
        #expect(described(namespace + "builtin = \"\(native.name)\"\n") == rest + ["file"])
        #expect(
            described(namespace + "builtin = \"\(native.name)\"\nenabled = false\n") == rest + ["file off"])
        #expect(
            described(namespace + "command = [\"/x\"]\nenabled = false\n") == plain + ["file off all"])
        #expect(
            described(
                namespace + "command = [\"/x\"]\nstands-for = [{ package = \"a\", versions = [\"1\"] }]\n")
                == plain + ["file"])
    }

    /// The files in `providers.d` of this repository say what swuv knows without them, and nothing else.
    @Test func shippedFiles() throws {
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let folder = source.appendingPathComponent("../../../providers.d").standardized.path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
            $0.hasSuffix(".toml")
        }
        var shipped: [String: ProviderRegistration] = [:]
        for name in names where name != "pytorch.toml" {
            let path = folder + "/" + name
            let file = try DropInReader.read(try File.read(Path(path)), Path(path))
            #expect(file.trusted.isEmpty && file.variantIndexes.isEmpty)
            for provider in file.providers {
                guard case .builtin(let native) = provider.kind else {
                    Issue.record("\(name) holds something else than builtin providers")
                    continue
                }
                #expect(shipped[native.name] == nil && provider.isEnabled)
                #expect(provider.namespace == native.namespace && name == native.namespace + ".toml")
                #expect(provider.standsFor == native.endpoints, "\(native.name)")
                shipped[native.name] = ProviderRegistration(
                    namespace: native.namespace, standsFor: native.endpoints, origin: .native,
                    make: native.make)
            }
        }
        #expect(Set(shipped.keys) == Set(NativeProvider.all.map(\.name)))
        let reports = KeptReports()
        let registry = ProviderFiles(
            folders: [.init(Path(folder), custody: FileCustody(owners: Self.everybody(folder)))],
            environment: [:], reporter: reports
        ).registry()
        #expect(registry.registrations.count == NativeProvider.all.count)
        #expect(registry.registrations.allSatisfy { $0.origin != .native })
        #expect(registry.variantIndexes.map(\.name) == ["pytorch"])
    }

    /// Whoever owns the checkout and what lies above it.
    static func everybody(_ folder: String) -> [UInt32] {
        var owners = FileCustody().owners
        var path = Path(folder)
        while path.parent != path {
            if let owner = try? File.status(path)?.owner { owners.append(owner) }
            path = path.parent
        }
        return owners
    }
}
