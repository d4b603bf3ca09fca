/// The platform that files are chosen for: what the interpreter runs on, or what `--python-platform` says.
package enum TargetPlatform: Hashable, Sendable {
    package enum Libc: Hashable, Sendable {
        case glibc(major: Int, minor: Int)
        case musl(major: Int, minor: Int)
        /// Neither, or not found out: only `linux_*` wheels fit.
        case unknown
    }

    /// `machine` as in tags: `x86_64`, `aarch64`, `armv7l`.
    case linux(machine: String, libc: Libc)
    /// `machine` is `arm64` or `x86_64`.
    case macOS(major: Int, minor: Int, machine: String)
    /// `machine` is `x86_64`, `i686` or `aarch64`.
    case windows(machine: String)
    case android(apiLevel: Int, machine: String)
    /// `multiarch` is `arm64_iphoneos`, `arm64_iphonesimulator` or `x86_64_iphonesimulator`.
    case iOS(major: Int, minor: Int, multiarch: String)
    case pyodide(year: Int)
    /// Any other: the one tag that `sysconfig.get_platform()` gives, such as `freebsd_14_1_release_amd64`.
    case other(tag: String)

    /// The names of `--python-platform`, which are uv's and mean the same.
    package init?(named name: String) {
        switch name {
        case "linux", "x86_64-unknown-linux-gnu": self = .manylinux("x86_64", 28)
        case "aarch64-unknown-linux-gnu": self = .manylinux("aarch64", 28)
        case "x86_64-unknown-linux-musl": self = .linux(machine: "x86_64", libc: .musl(major: 1, minor: 2))
        case "aarch64-unknown-linux-musl": self = .linux(machine: "aarch64", libc: .musl(major: 1, minor: 2))
        case "riscv64-unknown-linux": self = .manylinux("riscv64", 39)
        case "windows", "x86_64-pc-windows-msvc": self = .windows(machine: "x86_64")
        case "i686-pc-windows-msvc": self = .windows(machine: "i686")
        case "aarch64-pc-windows-msvc": self = .windows(machine: "aarch64")
        case "macos", "aarch64-apple-darwin": self = .macOS(major: 14, minor: 0, machine: "arm64")
        case "x86_64-apple-darwin": self = .macOS(major: 14, minor: 0, machine: "x86_64")
        case "aarch64-linux-android": self = .android(apiLevel: 24, machine: "arm64_v8a")
        case "x86_64-linux-android": self = .android(apiLevel: 24, machine: "x86_64")
        case "arm64-apple-ios": self = .iOS(major: 13, minor: 0, multiarch: "arm64_iphoneos")
        case "arm64-apple-ios-simulator": self = .iOS(major: 13, minor: 0, multiarch: "arm64_iphonesimulator")
        case "x86_64-apple-ios-simulator":
            self = .iOS(major: 13, minor: 0, multiarch: "x86_64_iphonesimulator")
        case "wasm32-pyodide2024": self = .pyodide(year: 2024)
        case "wasm32-pyodide2025": self = .pyodide(year: 2025)
        default:
            guard let platform = Self.manylinux(named: name) else { return nil }
            self = platform
        }
    }

    /// The names listed in help and in the error for an unknown one. `x86_64-manylinux_2_N` and
    /// `aarch64-manylinux_2_N` are accepted for every N.
    package static let names = [
        "linux", "macos", "windows", "x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu",
        "x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl", "riscv64-unknown-linux",
        "x86_64-apple-darwin", "aarch64-apple-darwin", "x86_64-pc-windows-msvc", "i686-pc-windows-msvc",
        "aarch64-pc-windows-msvc", "x86_64-manylinux2014", "aarch64-manylinux2014", "x86_64-manylinux_2_28",
        "aarch64-manylinux_2_28", "aarch64-linux-android", "x86_64-linux-android", "arm64-apple-ios",
        "arm64-apple-ios-simulator", "x86_64-apple-ios-simulator", "wasm32-pyodide2024", "wasm32-pyodide2025",
    ]

    private static func manylinux(_ machine: String, _ minor: Int) -> TargetPlatform {
        .linux(machine: machine, libc: .glibc(major: 2, minor: minor))
    }

    private static func manylinux(named name: String) -> TargetPlatform? {
        for machine in ["x86_64", "aarch64"] where name.hasPrefix(machine + "-") {
            let rest = String(name.dropFirst(machine.count + 1))
            if rest == "manylinux2014" { return .manylinux(machine, 17) }
            if rest.hasPrefix("manylinux_2_"), let minor = Int(rest.dropFirst(12)), (5...99).contains(minor) {
                return .manylinux(machine, minor)
            }
        }
        return nil
    }
}

// MARK: - Markers

extension TargetPlatform {
    /// The environment of the same interpreter on this platform. What the platform does not determine
    /// (the kernel's release and version) is empty.
    package func adapting(_ environment: MarkerEnvironment) -> MarkerEnvironment {
        var copy = environment
        copy.platformRelease = ""
        copy.platformVersion = ""
        switch self {
        case .linux(let machine, _):
            copy.set(os: "posix", sys: "linux", system: "Linux", machine: machine)
        case .macOS(_, _, let machine):
            copy.set(os: "posix", sys: "darwin", system: "Darwin", machine: machine)
        case .windows(let machine):
            let names = ["x86_64": "AMD64", "aarch64": "ARM64", "i686": "x86"]
            copy.set(os: "nt", sys: "win32", system: "Windows", machine: names[machine] ?? machine)
        case .android(_, let machine):
            copy.set(
                os: "posix", sys: "android", system: "Android",
                machine: machine == "arm64_v8a" ? "aarch64" : machine)
        case .iOS(_, _, let multiarch):
            copy.set(
                os: "posix", sys: "ios", system: "iOS",
                machine: multiarch.hasPrefix("arm64") ? "arm64" : "x86_64")
        case .pyodide:
            copy.set(os: "posix", sys: "emscripten", system: "Emscripten", machine: "wasm32")
        case .other: return environment
        }
        return copy
    }
}

extension MarkerEnvironment {
    fileprivate mutating func set(os: String, sys: String, system: String, machine: String) {
        osName = os
        sysPlatform = sys
        platformSystem = system
        platformMachine = machine
    }
}
