import Foundation
import Glibc
import Installer
import Testing
import VariantProviders

/// Driver libraries made from `Tests/Fixtures/fake-drivers` with the system's compiler, once a run.
final class FakeDrivers: Sendable {
    static let shared = Result { try FakeDrivers() }

    /// The program that the tests are built beside; nil when it is not.
    static let swuv: Path? = {
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let program = Path(tests.deletingLastPathComponent().appendingPathComponent("swuv").path)
        return File.isExecutable(program) ? program : nil
    }()

    static let compiler = ProcessEnvironment.findProgram("cc", ProcessEnvironment.read())
    static let canRun = swuv != nil && compiler != nil

    private let scratch = try! Scratch()

    private init() throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let sources = Path(tests.appendingPathComponent("Fixtures/fake-drivers").path)
        for (folder, source, library, flags) in [
            ("new", "nvml.c", "libnvidia-ml.so.1", [String]()), ("new", "cuda.c", "libcuda.so.1", []),
            ("new", "level_zero.c", "libze_loader.so.1", []),
            ("old", "level_zero.c", "libze_loader.so.1", ["-DOLD"]),
        ] {
            try Directory.create(scratch / folder)
            let outcome = try Subprocess.run(
                [
                    "cc", "-shared", "-fPIC", "-w", "-o", (scratch / folder / library).text,
                    (sources / source).text,
                ] + flags)
            guard outcome.succeeded else { throw Diagnostic(outcome.errorText) }
        }
        try Directory.create(scratch / "broken")
        for library in DriverLibrary.allCases {
            try File.writeAtomically(Array("no library".utf8), to: scratch / "broken" / library.soname)
        }
    }

    /// The libraries of a folder (`new`, `old`, `broken`) in a mood, as `HostSystem` sees them.
    func system(_ mood: String, folder: String = "new", timeout: Duration = .seconds(20)) -> HostSystem {
        var environment = ProcessEnvironment.read()
        environment["FAKE"] = mood
        environment["CUDA_VISIBLE_DEVICES"] = ""
        environment["LD_LIBRARY_PATH"] = [(scratch / folder).text, environment["LD_LIBRARY_PATH"]].compactMap
        { $0 }
        .joined(separator: ":")
        return HostSystem(
            environment: environment, executable: FakeDrivers.swuv!, driverTimeout: timeout,
            evidence: { [directory = scratch / folder] in [directory / $0.soname] })
    }
}
