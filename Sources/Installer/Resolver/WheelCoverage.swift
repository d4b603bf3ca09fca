internal import Synchronization

/// Which environments wheels are for, as far as their tags say.
enum WheelCoverage {
    /// nil when one of the files is for every environment, and when there is none.
    static func environments(of wheels: [IndexFile]) -> MarkerSet? {
        var all = MarkerSet.never
        for file in wheels {
            guard let wheel = file.wheel, let environments = environments(of: wheel) else { return nil }
            all = all.or(environments)
        }
        return wheels.isEmpty ? nil : all
    }

    /// nil: for every environment.
    static func environments(of wheel: WheelFilename) -> MarkerSet? {
        let python = known(pythons, PythonTags(wheel)) {
            let ranges = Self.pythons(of: wheel)
            return ranges.isFull ? nil : MarkerSet(pythonVersions: ranges)
        }
        let platform = known(platforms, wheel.platformTag) {
            var platforms = MarkerSet.never
            for tag in wheel.platformTags {
                guard let one = environments(of: tag) else { return nil }
                platforms = platforms.or(one)
            }
            return platforms
        }
        guard let python, let platform else { return python ?? platform }
        return platform.and(python)
    }

    // MARK: What was found out

    // The same few tags stand in the names of all wheels: each is thought about once.
    private typealias Known<Key: Hashable & Sendable> = Mutex<[Key: MarkerSet?]>
    private static let pythons = Known<PythonTags>([:])
    private static let platforms = Known<String>([:])

    private struct PythonTags: Hashable, Sendable {
        var python: String
        var abi: String

        init(_ wheel: WheelFilename) {
            python = wheel.pythonTag
            abi = wheel.abiTag
        }
    }

    private static func known<Key: Hashable & Sendable>(
        _ table: borrowing Known<Key>, _ key: Key, _ make: () -> MarkerSet?
    ) -> MarkerSet? {
        if let found = table.withLock({ $0[key] }) { return found }
        let made = make()
        table.withLock { $0[key] = .some(made) }
        return made
    }

    // MARK: Python

    /// The Pythons that can run the wheel by its Python and ABI tags. A tag that tells nothing means all.
    static func pythons(of wheel: WheelFilename) -> VersionRanges {
        let isStable = wheel.abiTags.contains("abi3")
        var all = VersionRanges.empty
        for tag in wheel.pythonTags {
            guard let one = pythons(of: tag, isStable: isStable) else { return .full }
            all = all.union(one)
        }
        return all
    }

    /// `py3`: from there on; `cp312`: that one; `cp312` with the stable ABI: from there on. nil: it tells nothing.
    private static func pythons(of tag: String, isStable: Bool) -> VersionRanges? {
        let name = tag.utf8.prefix { !NameRules.isDigit($0) }
        let digits = tag.utf8.dropFirst(name.count)
        guard !digits.isEmpty, digits.count <= 4, digits.allSatisfy(NameRules.isDigit),
            let major = digits.first.map({ UInt64($0 - UInt8(ascii: "0")) })
        else { return nil }
        let minor = UInt64(String(decoding: digits.dropFirst(), as: UTF8.self))
        let lower = Version(release: [major, minor ?? 0])
        let isGeneric = name.elementsEqual("py".utf8)
        guard
            isGeneric || ["cp", "pp", "graalpy", "ip", "jy"].contains(where: { name.elementsEqual($0.utf8) })
        else {
            return nil
        }
        if major < 3 { return .between(lower, Version(release: [major, (minor ?? 98) + 1])) }
        if isGeneric || isStable || minor == nil { return minor == nil && major == 3 ? .full : .from(lower) }
        return .between(lower, Version(release: [major, minor! + 1]))
    }

    // MARK: Platforms

    private static func marker(_ platform: String, _ machines: [String]) -> MarkerSet? {
        var text = "sys_platform == '\(platform)'"
        if !machines.isEmpty {
            text += " and ("
            text += machines.map { "platform_machine == '\($0)'" }.joined(separator: " or ") + ")"
        }
        return (try? Marker(parsing: text)).map { MarkerSet($0) }
    }

    /// nil for a tag that tells nothing.
    private static func environments(of tag: String) -> MarkerSet? {
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

/// Whether one of the Pythons of a target can run a wheel, remembered by its tags: the same few stand in the names of
/// all wheels.
final class RunnableTags: Sendable {
    private let pythons: VersionRanges
    private let known = Mutex<[Tags: Bool]>([:])

    private struct Tags: Hashable {
        var python: String
        var abi: String
    }

    init(_ pythons: VersionRanges) { self.pythons = pythons }

    func contains(_ wheel: WheelFilename) -> Bool {
        let tags = Tags(python: wheel.pythonTag, abi: wheel.abiTag)
        if let result = known.withLock({ $0[tags] }) { return result }
        let result = !WheelCoverage.pythons(of: wheel).isDisjoint(with: pythons)
        known.withLock { $0[tags] = result }
        return result
    }
}
