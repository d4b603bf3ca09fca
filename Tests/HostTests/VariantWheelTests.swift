import Foundation
import TestSupport
import Testing

@testable import Host
@testable import Installer

/// The commands for packagers, from command line to output.
@Suite struct VariantWheelTests {
    private static let seed = """
        [variant.default-priorities]
        namespace = ["gpu", "cpu"]
        [variant.providers.gpu]
        requires = ["gpu-provider"]
        [variant.providers.cpu]
        static-properties = { level = ["v3", "v2"] }
        [variant.variants]
        fast = { cpu = { level = ["v3"] } }
        """

    @Test func makeCheckIndex() throws {
        let directory = TestDirectory(["pyproject.toml": Self.seed, "dist/notes.txt": ""])
        let wheel = WheelBuilder("demo", "1.0")
        try Data(wheel.build()).write(to: URL(fileURLWithPath: directory.path + "/" + wheel.filename))
        var bad = WheelBuilder("demo", "1.0")
        bad.files = [("demo.py", Array("x".utf8))]
        bad.metadata = "Metadata-Version: 2.1\nName: demo\nVersion: 2\n"
        try Data(bad.build()).write(
            to: URL(fileURLWithPath: directory.path + "/demo-1.0-py3-none-any-bad.whl"))
        let make = [
            "variants", "make", wheel.filename, "--metadata", "pyproject.toml", "--output-dir", "dist",
        ]
        let gpu = ["--label", "gpu", "--property", "gpu :: arch :: b", "--property", "gpu::arch::a"]
        let rows: [[String]] = [
            make + ["--label", "fast"], make + gpu + ["--json"], make, make + ["--label", "null", "-q"],
            make + ["--label", "slow", "--property", "cpu :: level :: v9"],
            make + ["--label", "SLOW"], make + ["--property", "cpu :: level"], ["variants", "make"],
            ["variants", "check", "dist"],
            ["variants", "check", "dist", "demo-1.0-py3-none-any-bad.whl", "dist/notes.txt"],
            ["variants", "check", "demo-1.0-py3-none-any-bad.whl", "--json"], ["variants", "check", "none"],
            ["variants", "index", "dist"], ["variants", "index", "dist", "--json"],
            ["variants", "check", "dist", "--json"],
            ["variants", "index", "."],
        ]
        let text = rows.map { ProgramRun($0, in: directory).transcript(of: $0) }.joined()
        // The digest of a wheel depends on the release of libdeflate.
        let stable = text.replacing(/"sha256": "[0-9a-f]{64}"/, with: "\"sha256\": \"[SHA256]\"")
        Golden.expect(stable, equals: "variant-wheels.txt")
    }
}
