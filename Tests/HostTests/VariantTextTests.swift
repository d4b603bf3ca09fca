import Foundation
import Testing
import VariantProviders

@testable import Host
@testable import Installer

/// What `swuv variants` shows.
@Suite struct VariantTextTests {
    @Test func explanations() throws {
        var text = ""
        var json = ""
        for row in try ExplanationRows.all() {
            text += "# \(row.title)\n\n"
            text += ExplanationText(row.explanation, isFull: row.isFull, style: .plain).text + "\n"
            if row.showsJSON {
                let object = JSONValue.object(ExplanationJSON.members(of: row.explanation))
                json += JSONWriter.text(of: object, .pretty)
            }
        }
        Golden.expect(text, equals: "explanations.txt")
        Golden.expect(json, equals: "explanation.json")
        let first = try #require(try ExplanationRows.all().first)
        Golden.expect(
            Golden.visible(ExplanationText(first.explanation, isFull: false, style: .coloured).text),
            equals: "explanation-coloured.txt")
        for line in text.split(separator: "\n") where !line.hasPrefix("#") && !line.contains(".whl") {
            #expect(line.unicodeScalars.count <= Style.plain.width, "\(line)")
        }
    }

    @Test func detections() {
        let lower =
            ["13.0", "13"] + (0...20).reversed().map { "12.\($0)" } + ["12"]
            + (0...20).reversed().map { "11.\($0)" } + ["11"]
        let rows: [Detection] = [
            Detection(
                namespace: "nvidia", packages: ["nvidia-variant-provider"], origin: .native,
                result: .answer(
                    ProviderAnswer(
                        features: [
                            VariantFeature("cuda_version_lower_bound", lower),
                            VariantFeature("sm_arch", ["90_real", "90_virtual"]),
                        ], source: "libnvidia-ml.so.1", summary: "driver 580.65.06 (CUDA 13.0), sm_90 x8",
                        observations: [
                            .init("libnvidia-ml.so.1", "CUDA 13.0, 8 devices"),
                            .init("device 0", "NVIDIA H200, sm_90"),
                        ]))),
            Detection(
                namespace: "amd", packages: ["amd-variant-provider"], origin: .native,
                result: .answer(
                    ProviderAnswer(observations: [
                        .init("/sys/class/kfd/kfd/topology/nodes", "not found"),
                        .init("/opt/rocm/.info/version", "not found"), .init("rocminfo", "not found"),
                        .init("rocm_agent_enumerator", "not found"),
                    ]))),
            Detection(
                namespace: "amd", packages: ["rocm-bootstrap"], origin: .native,
                result: .answer(
                    ProviderAnswer(
                        observations: [.init("/sys/class/kfd/kfd/topology/nodes", "not found")]))),
            Detection(
                namespace: "x86_64", origin: .native,
                result: .answer(
                    ProviderAnswer(
                        features: [VariantFeature("level", ["v3", "v2", "v1"])]
                            + ["avx2", "avx", "fma", "bmi2", "bmi1", "f16c", "aes", "sse4_2", "sse4_1"].map {
                                VariantFeature($0, ["on"])
                            }, source: "/proc/cpuinfo", summary: "level v3"))),
            Detection(
                namespace: "site_gpu", origin: .file("/etc/swuv/providers.d/site.toml"),
                result: .failed(
                    Diagnostic("`/usr/libexec/site-gpus` failed", causes: ["it took longer than 5s"]))),
            Detection(namespace: "tpu", origin: .native, result: .disabled),
        ]
        let texts = [(false, Style.plain), (true, .plain), (false, .coloured)].map { isFull, style in
            DetectionText(rows, isFull: isFull, style: style).text
        }
        Golden.expect(Golden.visible(texts.joined(separator: "\n---\n\n")), equals: "detections.txt")
        Golden.expect(DetectionText([], isFull: false, style: .plain).text, equals: "detections-none.txt")
    }

    @Test func commands() throws {
        let directory = TestDirectory([
            "a.json":
                #"{"providers": {"x86_64": {"static-properties": {"level": ["v3", "v2", "v1"]}}, "tpu": {"static-properties": {"present": ["true"]}}}, "platform": {"system": "linux", "machine": "x86_64"}}"#,
            "b.json":
                #"{"providers": {"x86_64": {"static-properties": {"level": ["v2", "v1"]}}}, "platform": {"system": "linux", "machine": "aarch64"}}"#,
            "bad.json": #"{"providers": {"X": {}, "y": {"static-properties": {"a": ["1"], "b": ["1"]}}}}"#,
            "swuv.toml": "[variants]\ndisable-providers = ['no_such']\n",
        ])
        let rows = [
            ["variants", "intersect", "a.json", "b.json"], ["variants", "intersect", "a.json"],
            ["variants", "intersect", "a.json", "bad.json"],
            ["variants", "intersect", "a.json", "none.json"],
            ["variants", "intersect", "bad.json", "--json"], ["variants", "intersect"],
            ["variants", "explain"], ["variants", "explain", "a b"],
            ["variants", "explain", "a @ https://host/a-1-py3-none-any.whl"],
            ["variants", "explain", "a", "--variant", "a"],
        ]
        let text = rows.map { ProgramRun($0, in: directory).transcript(of: $0) }.joined()
        Golden.expect(text, equals: "variants-commands.txt")
        // What is detected is a profile, and the cache is not touched.
        let untouched = TestDirectory()
        let run = ProgramRun(["variants", "detect", "--json"], in: untouched)
        #expect(run.status == 0)
        _ = try HostProfile(parsing: Array(run.output.utf8), file: "p.json")
        #expect(!ProgramRun(["variants", "detect"], in: untouched).output.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: untouched.path + "/home"))
        let written = ProgramRun(["variants", "intersect", "a.json", "-o", "c.json"], in: directory)
        #expect(written.status == 0 && written.output.isEmpty)
        let c = try Data(contentsOf: URL(fileURLWithPath: directory.path + "/c.json"))
        #expect(try HostProfile(parsing: Array(c), file: "c.json").providers.count == 2)
    }
}
