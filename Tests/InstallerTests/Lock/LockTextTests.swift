import Testing

@testable import Installer

/// `swuv.lock` as text (design §5).
struct LockTextTests {
    @Test(arguments: LockSamples.all)
    func roundTrips(_ name: String, _ text: String) throws {
        let lock = try Lock(parsing: Array(text.utf8), file: "swuv.lock")
        let lines = Array(lock.text.split(separator: "\n"))
        let difference = zip(lines, text.split(separator: "\n")).first { $0 != $1 }
        #expect(lock.text == text, "\(String(describing: difference))")
        #expect(try Lock(parsing: Array(lock.text.utf8), file: "swuv.lock") == lock)
    }

    @Test func means() throws {
        let lock = try Lock(parsing: Array(LockSamples.conflict.utf8), file: "swuv.lock")
        #expect(lock.inputs.members[0].extras.count == 3)
        #expect(lock.inputs.members[0].groups[ExtraName("dev")!]?.count == 4)
        #expect(lock.choices[0].options.map(\.option.label.text) == ["cu126", "cpu"])
        #expect(lock.choices[0].options[1].option.properties.isEmpty)
        let torch = lock.packages.filter { $0.name.text == "torch" }
        #expect(torch.map(\.wheels[0].basename).last == "torch-2.9.0+cu126-cp311-cp311-linux_x86_64.whl")
        let plain = try Lock(parsing: Array(LockSamples.plain.utf8), file: "swuv.lock")
        #expect(plain.packages[0].sdist?.uploadTime == 1_740_787_199)
        let variants = try Lock(parsing: Array(LockSamples.variants.utf8), file: "swuv.lock")
        #expect(variants.packages[0].variants?.variants.count == 3)
        #expect(variants.packages[0].wheels.map(\.filename.variantLabel) == ["cu126", "null", "rocm"])
    }

    /// What is wrong is said with its place, all of it at once.
    @Test(
        arguments: [
            ("version = 1\n", "version = 2\n", "line 2, column 11: the lock has version 2 of the format"),
            ("version = 1\n", "version = 0\n", "expected `version` to be the version of the format"),
            ("version = 1\n", "", "`version` is missing"),
            ("requires-python = \">=3.9\"", "requires-python = \"soon\"", "`soon` is no version specifier"),
            ("[inputs]\n", "[inputs]\nresolution = \"best\"\n", "`best` is no value of `resolution`"),
            ("\"alpha[fast]>=1\"", "\"alpha[fast]>=\"", "is no requirement"),
            ("\"alpha[fast]>=1\"", "{ requirement = \"alpha\" }", "exactly one of `index`, `url`"),
            (
                "path = \".\"\n", "path = 3\n",
                "expected `inputs.member.path` to be a string, found an integer"
            ),
            ("path = \".\"\n", "path = \"a\\u0000b\"\n", "is no path"),
            ("name = \"beta\"\nversion", "name = \"../beta\"\nversion", "`../beta` is no valid package name"),
            ("version = \"2.0\"", "version = \"two\"", "`two` is no valid version"),
            ("version = \"2.0\"\n", "", "`package.version` is missing"),
            ("version = \"2.0\"", "version = \"2.1\"", "is not of version 2.1 of `beta`"),
            ("hashes = { sha256 = \"", "hashes = { sha256 = \"x", "is no sha256 in hexadecimal"),
            (", hashes = { sha256 = \"\(LockSamples.sha)\" } }", " }", "`package.sdist.hashes` is missing"),
            (
                "sha256 = \"\(LockSamples.sha)\"", "md5 = \"\(LockSamples.sha.prefix(32))\"",
                "no hash that can be trusted"
            ),
            ("alpha-1.0-py3", "../alpha-1.0-py3", nil),
            ("alpha-1.0-py3-none", "gamma-1.0-py3-none", "it belongs to `gamma`, not to `alpha`"),
            (
                "{ index = \"https://index.example/simple\" }",
                "{ index = \"https://a:b@index.example/simple\" }",
                "the URL holds credentials"
            ),
            (
                "{ index = \"https://index.example/simple\" }", "{ index = \"ftp://index.example/simple\" }",
                "the scheme `ftp` is not"
            ),
            ("{ index = \"https://index.example/simple\" }", "{ }", "exactly one of `index`"),
            (
                "{ index = \"https://index.example/simple\" }", "{ member = \".\" }",
                "`alpha` is a source tree and cannot have files"
            ),
            ("marker = \"sys_platform == 'win32'\"", "marker = \"os == 1\"", "is no marker"),
            (
                "{ name = \"beta\" }", "{ name = \"delta\" }",
                "`delta`: the lock has no entry of it that can be meant"
            ),
            ("{ name = \"beta\" }", "{ name = \"beta\", version = \"3\" }", "`beta`: the lock has no entry"),
            ("[package.extras]\nfast", "[package.extras]\n\"../x\"", "`../x` is no valid name"),
            ("size = 7", "size = -7", "expected `package.sdist.size` to be a whole number"),
            ("py3-none-any.whl\"", "py3-none-any-cu1.whl\"", "no `package.variants-json`"),
            ("[[package]]\nname = \"beta\"", "[[package]]\nname = \"beta\"\nname = \"x\"", "line 36"),
            ("[[package]]\nname = \"beta\"", "<<<<<<< HEAD\n[[package]]\nname = \"beta\"", "line 34"),
        ] as [(String, String, String?)])
    func refuses(_ old: String, _ new: String, _ message: String?) throws {
        let text = LockSamples.plain.replacingFirst(old, with: new)
        guard let message else {
            // A URL says where to read, never where to write.
            _ = try Lock(parsing: Array(text.utf8), file: "swuv.lock")
            return
        }
        let error = #expect(throws: TOMLErrors.self) {
            try Lock(parsing: Array(text.utf8), file: "swuv.lock")
        }
        #expect(error.map { "\($0)" }?.contains(message) == true, "\(String(describing: error))")
    }

    @Test(arguments: [
        (LockSamples.forks, "version = \"1.0\", source = { index = \"links\" }, ", "", "has 2 entries of it"),
        (
            LockSamples.forks, "name = \"beta\"\nversion = \"1.0\"\nsource = { index = \"links\" }",
            "name = \"beta\"\nversion = \"2.0\"\nsource = { index = \"https://index.example/simple\" }",
            "is not of version 2.0"
        ),
        (LockSamples.conflict, "label = \"cpu\"", "label = \"CPU\"", "`CPU` is no valid variant label"),
        (
            LockSamples.conflict, "sm_arch = [\"80_real\"", "sm_arch = [80",
            "expected `choice.options.properties` to be a string"
        ),
        (
            LockSamples.conflict, "extra = \"cpu\" }, {", "extra = \"cpu\", group = \"x\" }, {",
            "needs either `extra` or `group`"
        ),
        (LockSamples.variants, "null = {}", "null = 3", "expected an object"),
        (LockSamples.workspace, "\(String(repeating: "a", count: 40))", "main", "`main` is no commit"),
    ])
    func refusesMore(_ text: String, _ old: String, _ new: String, _ message: String) {
        let error = #expect(throws: TOMLErrors.self) {
            try Lock(parsing: Array(text.replacingFirst(old, with: new).utf8), file: "swuv.lock")
        }
        #expect(error.map { "\($0)" }?.contains(message) == true, "\(String(describing: error))")
    }

    @Test func reportsAllFaults() {
        let text = LockSamples.plain.replacingFirst("version = \"2.0\"", with: "version = \"two\"")
            .replacingFirst("size = 7", with: "size = true").replacingFirst("path = \".\"", with: "path = []")
        let error = #expect(throws: TOMLErrors.self) {
            try Lock(parsing: Array(text.utf8), file: "swuv.lock")
        }
        #expect(error?.faults.map(\.line) == [10, 24, 36])
    }
}

/// What the writer makes of values is what the reader has read.
struct TOMLWriterTests {
    @Test(arguments: [
        "", "plain", "a \"b\" \\ 'c'", "tab\tnew\nline\r", "\u{1}\u{7F}", "ü 日本 🎉", "# no comment",
    ])
    func strings(_ text: String) throws {
        var writer = TOMLWriter()
        writer.beginTable("a b", "c-d_1", "")
        writer.entry(text, text)
        writer.lines("list", [.string(text), .table([(text, .strings([text, "x"]))])])
        writer.lines("empty", [])
        writer.entry("moment", .moment(TOMLDateTime(unixSeconds: -1)))
        let table = try TOMLDocument(parsing: writer.text, file: "t")["a b", "c-d_1", ""]
        #expect(table?[text]?.string == text)
        #expect(table?["list"]?[0]?.string == text)
        #expect(table?["list"]?[1]?[text]?[0]?.string == text)
        #expect(table?["empty"] == nil)
        #expect(writer.text.contains("1969-12-31T23:59:59Z"))
    }

    @Test(arguments: [
        0, 951_782_399, 951_782_400, 1_740_787_199, 4_102_444_800, -2_203_977_600, 253_402_300_799,
    ])
    func moments(_ seconds: Int64) {
        let moment = TOMLDateTime(unixSeconds: seconds)
        #expect(moment.unixSeconds == seconds)
        #expect(TOMLDateTime(Array(moment.description.utf8)[...])?.unixSeconds == seconds)
    }
}
