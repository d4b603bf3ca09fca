import Testing

@testable import Installer

struct FilenameTests {
    @Test func wheelsAsPackagingReadsThem() throws {
        let rows = try PackagingVectors.rows("wheel-filenames")
        var failures: [String] = []
        for row in rows {
            let text = row[0] as! String
            guard let wheel = try? WheelFilename(parsing: text) else {
                if row.count > 1 { failures.append("\(text) refused") }
                continue
            }
            // Names that `packaging` does not know as variant wheels (PEP 825) are its errors, not ours.
            guard row.count > 1 else {
                if !wheel.isVariant { failures.append("\(text) should be refused") }
                continue
            }
            if wheel.name.text != row[1] as! String { failures.append("\(text): name") }
            if wheel.version.description != row[2] as! String { failures.append("\(text): \(wheel.version)") }
            if wheel.build.map({ "\($0.number)\($0.suffix)" }) ?? "" != row[3] as! String {
                failures.append("\(text): build")
            }
            var tags: Set<String> = []
            for python in wheel.pythonTags {
                for abi in wheel.abiTags {
                    for platform in wheel.platformTags { tags.insert("\(python)-\(abi)-\(platform)") }
                }
            }
            if tags.sorted() != row[4] as! [String] { failures.append("\(text): tags \(tags)") }
        }
        PackagingVectors.expectNone(failures, of: rows.count)
    }

    /// The table of spec/wheel-variants.md §2.
    @Test(
        arguments: [
            (
                "numpy-2.3.2-cp313-cp313t-musllinux_1_2_x86_64-x86_64_v3_openblas.whl", nil,
                "x86_64_v3_openblas"
            ),
            (
                "numpy-2.3.2-7-cp313-cp313t-musllinux_1_2_x86_64-x86_64_v3_openblas.whl", "7",
                "x86_64_v3_openblas"
            ),
            ("numpy-2.3.2-future99-none-any-null.whl", nil, "null"),
            ("numpy-2.3.2-cp312.cp313-none-any-cpu.v3.whl", nil, "cpu.v3"),
            ("dummy_project-0.0.1-py3-none-any-36266d4d.whl", nil, "36266d4d"),
            ("foo-1.2.3-202206090410-py3-none-any.whl", "202206090410", nil),
            ("foo-1.0-99999999999999999999999x-py3-none-any.whl", "99999999999999999999999x", nil),
        ] as [(String, String?, String?)])
    func variantWheels(text: String, build: String?, label: String?) throws {
        let wheel = try WheelFilename(parsing: text)
        #expect(wheel.build?.text == build)
        #expect(wheel.variantLabel == label)
        #expect(label == nil || VariantLabel(label!)?.text == label)
    }

    @Test(arguments: [
        "foo-1.2.3-tag-py3-none-any-cpu.whl", "numpy-2.3.2-3py-none-any.whl",
        "numpy-2.3.2-7-3py-none-any-null.whl",
        "numpy-2.3.2-py3-none-any-.whl", "numpy-2.3.2-py3-none-any-CUDA.whl",
        "numpy-2.3.2-py3-none-any-cpu_!v3.whl",
        "foo-1.2.3-2022-py3-none-any-a-b.whl", "foo-1.0-py3-none-any\n.whl", "foo-1.0-py3-none-any-x\n.whl",
        "foo-1.0---.whl", ".whl", "-----.whl", "-1.0-py3-none-any.whl", "f\u{e9}-1.0-py3-none-any.whl",
        "foo-1.0-py3-none-../../any.whl", "foo-1.0-py3-none-any.whl\n", "foo/bar-1.0-py3-none-any.whl",
        "foo-1.0-" + String(repeating: "py3.", count: 1000) + "x-none-any.whl",
    ])
    func refusedWheels(text: String) {
        let error = #expect(throws: FilenameError.self) { _ = try WheelFilename(parsing: text) }
        #expect(error?.reason.isEmpty == false)
    }

    @Test func sourceDistributions() throws {
        let rows = try PackagingVectors.rows("sdist-filenames")
        var failures: [String] = []
        for row in rows {
            let text = row[0] as! String
            let parsed = try? SourceDistributionFilename(parsing: text)
            let expected = row.count > 1 ? "\(row[1]) \(row[2])" : "nil"
            let found = parsed.map { "\($0.name) \($0.version)" } ?? "nil"
            if found != expected { failures.append("\(text): \(found), not \(expected)") }
        }
        PackagingVectors.expectNone(failures, of: rows.count)

        let foo = PackageName("foo")!
        #expect(
            try SourceDistributionFilename(parsing: "foo-1.0-1.tar.gz", expecting: foo).version
                == Version("1.0.post1"))
        #expect(
            try SourceDistributionFilename(parsing: "foo-bar-1.0.tar.gz", expecting: PackageName("foo-bar"))
                .name.text == "foo-bar")
        #expect(throws: FilenameError.self) {
            _ = try DistributionFilename.parse("bar-1.0.tar.gz", expecting: foo)
        }
        #expect(throws: FilenameError.self) {
            _ = try DistributionFilename.parse("foo-1.0.exe", expecting: foo)
        }
        #expect(try DistributionFilename.parse("Foo-1.0-py3-none-any.whl", expecting: foo).isWheel)
    }
}
