internal import CDrivers

/// The helper process `swuv __driver LIBRARY`, which asks a driver library so that no other process has to
/// (V-274), and what its caller makes of its output.
package enum DriverHelper {
    /// The first argument of the hidden command; the second one is a `DriverLibrary`.
    package static let argument = "__driver"

    /// How it ends. Anything else, a signal say, means that the driver failed.
    package enum Status: Int32, Sendable {
        /// The facts are on standard output.
        case answered = 0
        case absent = 3
        /// The reason is on standard error.
        case failed = 4
    }

    /// The whole helper: to be called before anything else happens in its process.
    package static func run(_ library: String) -> Int32 {
        guard let library = DriverLibrary(rawValue: library) else { return Status.absent.rawValue }
        let output = swuv_driver_prepare(longestLife)
        guard output >= 0 else { return Status.failed.rawValue }
        var complaint: String?
        for place in [library.soname] + DriverLibrary.directories.map({ $0 + "/" + library.soname }) {
            var reason: UnsafePointer<CChar>?
            if let handle = unsafe swuv_driver_open(place, &reason) {
                switch library {
                case .nvml: return unsafe swuv_driver_report_nvml(handle, output)
                case .cuda: return unsafe swuv_driver_report_cuda(handle, output)
                case .levelZero: return unsafe swuv_driver_report_level_zero(handle, output)
                }
            }
            // A library that is there and cannot be loaded is worth a word.
            let words = unsafe reason.map { unsafe String(cString: $0) } ?? ""
            if complaint == nil,
                !(words.hasPrefix(place + ":") && words.hasSuffix("No such file or directory"))
            {
                complaint = words
            }
        }
        guard let complaint else { return Status.absent.rawValue }
        unsafe swuv_driver_complain(complaint)
        return Status.failed.rawValue
    }

    /// In seconds: its caller gives up long before.
    private static let longestLife: UInt32 = 60

    /// The facts that the helper printed; nil when that is anything else, or too much of it.
    package static func parse(_ output: [UInt8]) -> [DriverOutcome.Fact]? {
        var facts: [DriverOutcome.Fact] = []
        guard output.isEmpty || output.last == UInt8(ascii: "\n") else { return nil }
        for line in output.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        where !output.isEmpty {
            guard facts.count < 4 * mostDevices, line.count <= 400,
                line.allSatisfy({ (0x20...0x7e).contains($0) }),
                let cut = line.firstIndex(of: UInt8(ascii: " ")), cut > line.startIndex,
                line[..<cut].allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) })
            else { return nil }
            facts.append(
                DriverOutcome.Fact(
                    String(decoding: line[..<cut], as: UTF8.self),
                    String(decoding: line[(cut + 1)...], as: UTF8.self)))
        }
        return facts
    }

    private static let mostDevices = 1024
}

extension DriverLibrary {
    /// The name that the dynamic loader knows it by.
    package var soname: String {
        switch self {
        case .nvml: "libnvidia-ml.so.1"
        case .cuda: "libcuda.so.1"
        case .levelZero: "libze_loader.so.1"
        }
    }

    /// Where systems of this processor's kind keep it, some of them outside the loader's path. Nothing else is
    /// searched (V-274).
    package static let directories =
        [
            "/usr/lib64", "/usr/lib", "/lib64", "/usr/local/nvidia/lib64", "/usr/local/nvidia/lib",
            "/usr/lib/wsl/lib", "/run/opengl-driver/lib", "/usr/local/lib",
        ] + ownDirectories

    #if arch(arm64)
        private static let ownDirectories = [
            "/usr/lib/aarch64-linux-gnu", "/usr/lib/aarch64-linux-gnu/nvidia",
            "/usr/lib/aarch64-linux-gnu/tegra",
        ]
    #else
        private static let ownDirectories = ["/usr/lib/x86_64-linux-gnu"]
    #endif
}
