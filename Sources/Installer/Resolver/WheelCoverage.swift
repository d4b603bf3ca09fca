/// Which environments the wheels of a release are for, as far as their platform tags say.
enum WheelCoverage {
    /// nil when a release has a source distribution or a wheel for every platform.
    static func environments(of files: [IndexFile]) -> MarkerSet? {
        var all = MarkerSet.never
        for file in files {
            guard let wheel = file.wheel, wheel.platformTag != "any" else { return nil }
            for tag in wheel.platformTags {
                guard let marker = environments(of: tag) else { return nil }
                all = all.or(marker)
            }
        }
        return files.isEmpty ? nil : all
    }

    /// nil for a tag that tells nothing.
    private static func environments(of tag: String) -> MarkerSet? {
        func marker(_ platform: String, _ machines: [String]) -> MarkerSet? {
            var text = "sys_platform == '\(platform)'"
            if !machines.isEmpty {
                text += " and ("
                text += machines.map { "platform_machine == '\($0)'" }.joined(separator: " or ") + ")"
            }
            return (try? Marker(parsing: text)).map { MarkerSet($0) }
        }
        switch tag {
        case "any": return nil
        case "win_amd64": return marker("win32", ["AMD64"])
        case "win_arm64": return marker("win32", ["ARM64"])
        case "win32": return marker("win32", ["x86"])
        default: break
        }
        let architectures = [
            "x86_64", "aarch64", "armv7l", "armv6l", "i686", "ppc64le", "ppc64", "s390x", "riscv64",
            "loongarch64", "arm64", "universal2", "intel", "fat64", "fat32", "fat", "universal",
        ]
        let architecture = architectures.first { tag.hasSuffix("_" + $0) }
        if tag.hasPrefix("linux_") || tag.hasPrefix("manylinux") || tag.hasPrefix("musllinux") {
            return architecture.map { marker("linux", [$0]) } ?? marker("linux", [])
        }
        if tag.hasPrefix("macosx_") {
            switch architecture {
            case "universal2": return marker("darwin", ["x86_64", "arm64"])
            case "intel", "x86_64": return marker("darwin", ["x86_64"])
            case "arm64": return marker("darwin", ["arm64"])
            default: return marker("darwin", [])
            }
        }
        return nil
    }
}
