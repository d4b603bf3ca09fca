import Testing

@testable import Installer

/// Wheels whose name has a variant label, on their way into the cache (V-013…V-015, V-035, V-161).
@Suite struct VariantWheelTests {
    private static let file = "demo-1.0.dist-info/variant.json"

    private static func fixture(
        label: String?, variant: String?, _ change: (inout WheelFixture) -> Void = { _ in }
    ) -> WheelFixture {
        var fixture = WheelFixture("demo", files: [.init("demo/__init__.py", "VALUE = 1\n")])
        fixture.label = label
        if let variant { fixture.files.append(.init(file, variant)) }
        change(&fixture)
        return fixture
    }

    private static let good = VariantsText.of(["x": "mkl"])

    static let refused: [(String, WheelFixture, String)] =
        [
            ("missing", fixture(label: "x", variant: nil), "no `.dist-info/variant.json`"),
            ("another label", fixture(label: "y", variant: good), "expected `y`"),
            (
                "two labels", fixture(label: "x", variant: VariantsText.of(["x": "mkl", "y": "openblas"])),
                "2 variants"
            ),
            ("null with properties", fixture(label: "null", variant: good), "expected `null`"),
            (
                "not in RECORD", fixture(label: "x", variant: good) { $0.rows[file] = .some(nil) },
                "RECORD does not list"
            ),
            (
                "wrong digest",
                fixture(label: "x", variant: good) {
                    $0.rows[file] =
                        "\(file),sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,\(good.utf8.count)"
                }, "sha256 of its RECORD"
            ),
            (
                "elsewhere",
                fixture(label: "x", variant: nil) { $0.files.append(.init("demo/variant.json", good)) },
                "no `"
            ),
            (
                "two dist-infos",
                fixture(label: "x", variant: nil) {
                    $0.files.append(.init("other-1.0.dist-info/variant.json", good))
                }, "more than one"
            ),
            (
                "too large",
                fixture(label: "x", variant: nil) {
                    var large = ZipFixture.Entry(file)
                    large.raw = [UInt8](repeating: 0, count: 20_000)
                    large.central.size = UInt32(VariantMetadata.sizeLimit + 1)
                    large.local.size = large.central.size
                    $0.files.append(large)
                    $0.rows[file] = "\(file),,"
                }, "larger than"
            ),
        ] + VariantsText.broken.map { ("broken", fixture(label: "x", variant: $0.text), $0.reason) }

    @Test func refusesVariantWheelsWithoutRightMetadata() throws {
        let scratch = try InstallScratch()
        for (name, fixture, reason) in Self.refused {
            do {
                _ = try scratch.planned(fixture)
                Issue.record("\(name) was accepted")
            } catch {
                let text = "\(Diagnostic(describing: error))"
                #expect(text.contains(reason) && text.contains(fixture.filename), "\(name): \(text)")
            }
        }
        #expect(try Directory.entries(scratch.cache.archives).isEmpty)
        #expect(try Directory.entries(scratch.cache.temporary).isEmpty)
    }

    @Test func acceptsLabelsOfEveryForm() throws {
        let scratch = try InstallScratch()
        for label in ["x", "null", "12.8", ".", "..", "_", "a.b_c", String(repeating: "l", count: 150)] {
            let text = VariantsText.of([label: label == "null" ? nil : "mkl"])
            let wheel = try scratch.planned(Self.fixture(label: label, variant: text)).wheel
            #expect(wheel.manifest.variantLabel == label)
            #expect(scratch.store.existing(wheel.filename, sha256: wheel.sha256) != nil, "\(label)")
        }
    }

    /// V-013: without a label the file means nothing, whatever is in it, and does not get into an environment,
    /// where it would speak of a variant. The same bytes under both names are two wheels.
    @Test func theNameDecides() throws {
        for order in [["x", nil], [nil, "x"], ["x", nil, "x"]] as [[String?]] {
            let scratch = try InstallScratch()
            for label in order {
                let fixture = Self.fixture(label: label, variant: Self.good)
                let planned = try scratch.planned(fixture)
                #expect(planned.wheel.manifest.variantLabel == label)
                try scratch.install([fixture])
                #expect(try scratch.faults() == [])
                #expect(
                    File.exists(scratch.site / Path(Self.file)) == (label != nil), "\(order) \(label as Any)")
                let other = try WheelFilename(parsing: "demo-1.0-py3-none-any-y.whl")
                #expect(scratch.store.existing(other, sha256: planned.wheel.sha256) == nil)
                try scratch.uninstall("demo")
            }
        }
        let scratch = try InstallScratch()
        for text in VariantsText.broken.map(\.text) {
            try scratch.install([Self.fixture(label: nil, variant: text)])
            #expect(try scratch.faults() == [])
        }
    }
}
