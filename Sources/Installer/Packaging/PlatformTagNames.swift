extension TargetPlatform {
    /// The platform tags that fit, best first, in the order of `packaging.tags` (PEP 425, 600, 656).
    package var tags: [String] {
        switch self {
        case .linux(let machine, let libc): Self.linuxTags(machine, libc)
        case .macOS(let major, let minor, let machine): Self.macTags(major, minor, machine)
        case .windows(let machine):
            switch machine {
            case "x86_64", "amd64": ["win_amd64"]
            case "aarch64", "arm64": ["win_arm64"]
            case "i686", "x86", "win32": ["win32"]
            default: ["win_" + machine]
            }
        case .android(let level, let machine):
            stride(from: level, through: 16, by: -1).map { "android_\($0)_\(machine)" }
        case .iOS(let major, let minor, let multiarch): Self.iOSTags(major, minor, multiarch)
        case .pyodide(let year): ["pyodide_\(year)_0_wasm32"]
        case .other(let tag): [tag]
        }
    }

    // MARK: Linux

    private static func linuxTags(_ machine: String, _ libc: Libc) -> [String] {
        // A 32-bit process on an ARMv8 kernel runs what was built for ARMv7 too.
        let machines = machine == "armv8l" ? ["armv8l", "armv7l"] : [machine]
        var tags: [String] = []
        switch libc {
        case .glibc(let major, let minor):
            let manylinuxMachines: Set = [
                "x86_64", "aarch64", "ppc64", "ppc64le", "s390x", "loongarch64", "riscv64", "armv7l", "i686",
            ]
            if machines.contains(where: manylinuxMachines.contains) {
                let oldest = machine == "x86_64" || machine == "i686" ? 5 : 17
                for machine in machines { tags += manylinuxTags(machine, major, minor, oldest: oldest) }
            }
        case .musl(let major, let minor):
            for machine in machines {
                for minor in stride(from: min(minor, 999), through: 0, by: -1) {
                    tags.append("musllinux_\(major)_\(minor)_\(machine)")
                }
            }
        case .unknown: break
        }
        return tags + machines.map { "linux_" + $0 }
    }

    /// From the given glibc down to 2.`oldest`, each older alias after the version it names.
    private static func manylinuxTags(_ machine: String, _ major: Int, _ minor: Int, oldest: Int) -> [String]
    {
        let aliases = [17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"]
        var tags: [String] = []
        for currentMajor in stride(from: min(major, 9), through: 2, by: -1) {
            // The last minor version of an older major one is not known; 50 is what `packaging` takes.
            let newest = currentMajor == major ? min(minor, 999) : 50
            for currentMinor in stride(from: newest, through: currentMajor == 2 ? oldest : 0, by: -1) {
                tags.append("manylinux_\(currentMajor)_\(currentMinor)_\(machine)")
                if currentMajor == 2, let alias = aliases[currentMinor] { tags.append("\(alias)_\(machine)") }
            }
        }
        return tags
    }

    // MARK: Apple

    private static func macTags(_ major: Int, _ minor: Int, _ machine: String) -> [String] {
        var tags: [String] = []
        func add(_ major: Int, _ minor: Int) {
            for format in macFormats(major, minor, machine) {
                tags.append("macosx_\(major)_\(minor)_\(format)")
            }
        }
        if major == 10 {
            for minor in stride(from: min(minor, 99), through: 0, by: -1) { add(10, minor) }
            return tags
        }
        // From 11 on the yearly release is the major version.
        for major in stride(from: min(major, 99), to: 10, by: -1) { add(major, 0) }
        for minor in stride(from: 16, to: 3, by: -1) {
            // An arm64 machine runs older universal2 binaries, whose Intel half may go further back.
            if machine == "x86_64" { add(10, minor) } else { tags.append("macosx_10_\(minor)_universal2") }
        }
        return tags
    }

    private static func macFormats(_ major: Int, _ minor: Int, _ machine: String) -> [String] {
        let isTooOld = major == 10 && minor < 4
        switch machine {
        case "x86_64":
            return isTooOld ? [] : ["x86_64", "intel", "fat64", "fat32", "universal2", "universal"]
        case "i386": return isTooOld ? [] : ["i386", "intel", "fat32", "fat", "universal"]
        case "arm64": return ["arm64", "universal2"]
        case "ppc64":
            return major > 10 || minor > 5 || isTooOld ? [] : ["ppc64", "fat64", "universal"]
        case "ppc": return major > 10 || minor > 6 ? [] : ["ppc", "fat32", "fat", "universal"]
        default: return [machine]
        }
    }

    private static func iOSTags(_ major: Int, _ minor: Int, _ multiarch: String) -> [String] {
        guard major >= 12 else { return [] }
        var tags = stride(from: min(minor, 99), through: 0, by: -1).map { "ios_\(major)_\($0)_\(multiarch)" }
        for major in stride(from: min(major, 99) - 1, to: 11, by: -1) {
            for minor in stride(from: 9, through: 0, by: -1) {
                tags.append("ios_\(major)_\(minor)_\(multiarch)")
            }
        }
        return tags
    }
}
