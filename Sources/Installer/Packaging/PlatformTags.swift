/// The tags of wheels that one interpreter accepts, best first (PEP 425, in the order of `packaging.tags`).
///
/// The list is a sequence of groups, each a Python and an ABI tag over all platform tags (or `any`
/// alone). The place of a wheel follows from a look-up per tag; the list itself is built only to be shown.
package struct PlatformTags: Sendable, Hashable {
    package let pythonMajor: Int
    package let pythonMinor: Int
    /// `cpython`, `pypy`, …: `sys.implementation.name`.
    package let implementation: String
    package let isFreeThreaded: Bool
    package let isDebug: Bool
    package let platform: TargetPlatform

    private let table: Table

    /// - Parameter genericABI: for an implementation other than CPython, the ABI tag from its
    ///   `EXT_SUFFIX`, such as `pypy310_pp73`.
    package init(
        python: (major: Int, minor: Int), implementation: String = "cpython", freeThreaded: Bool = false,
        debug: Bool = false, genericABI: String? = nil, platform: TargetPlatform
    ) {
        pythonMajor = python.major
        pythonMinor = python.minor
        self.implementation = implementation
        isFreeThreaded = freeThreaded
        isDebug = debug
        self.platform = platform
        table = Table(
            groups: Self.groups(
                python.major, min(python.minor, 999), implementation, freeThreaded: freeThreaded,
                debug: debug,
                genericABI),
            platforms: platform.tags)
    }

    package static func == (a: PlatformTags, b: PlatformTags) -> Bool {
        a.table === b.table || (a.table.groups == b.table.groups && a.table.platforms == b.table.platforms)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(table.groups)
        hasher.combine(platform)
    }

    /// The place of the wheel's best tag in `all`: lower is better, nil when none of its tags fits.
    package func rank(of wheel: WheelFilename) -> Int? {
        var platform: Int?
        var isAny = false
        Self.forEachPart(of: wheel.platformTag) { part in
            if part == "any" {
                isAny = true
            } else if let place = table.platformPlaces[part] {
                platform = min(platform ?? .max, place)
            }
        }
        guard isAny || platform != nil else { return nil }
        var best: Int?
        Self.forEachPart(of: wheel.pythonTag) { python in
            guard let abis = table.places[python] else { return }
            Self.forEachPart(of: wheel.abiTag) { abi in
                guard let place = abis[abi] else { return }
                if let platform, let start = place.start { best = min(best ?? .max, start + platform) }
                if isAny, let any = place.any { best = min(best ?? .max, any) }
            }
        }
        return best
    }

    package func isCompatible(_ wheel: WheelFilename) -> Bool { rank(of: wheel) != nil }

    /// All tags, best first: `cp312-cp312-manylinux_2_36_x86_64` to `py30-none-any`.
    package var all: [String] {
        table.groups.flatMap { group in
            group.isAny
                ? ["\(group.python)-\(group.abi)-any"]
                : table.platforms.map { "\(group.python)-\(group.abi)-\($0)" }
        }
    }

    private static func forEachPart(of tag: String, _ body: (Substring) -> Void) {
        var rest = Substring(tag)
        while let dot = rest.utf8.firstIndex(of: UInt8(ascii: ".")) {
            body(rest[..<dot])
            rest = rest[rest.utf8.index(after: dot)...]
        }
        body(rest)
    }
}

// MARK: - Groups

extension PlatformTags {
    fileprivate struct Group: Hashable, Sendable {
        var python: String
        var abi: String
        var isAny = false
    }

    private static func groups(
        _ major: Int, _ minor: Int, _ implementation: String, freeThreaded: Bool, debug: Bool,
        _ genericABI: String?
    ) -> [Group] {
        let digits = "\(major)\(minor)"
        var groups: [Group] = []
        var interpreterForAny: String?
        if implementation == "cpython" {
            let python = "cp" + digits
            interpreterForAny = python
            groups += cpythonABIs(major, minor, freeThreaded, debug).map { Group(python: python, abi: $0) }
            // The stable ABI began with 3.2; free-threaded builds have their own (PEP 803).
            let stable = freeThreaded ? "abi3t" : "abi3"
            let hasStable = (major, minor) >= (3, 2)
            if hasStable { groups.append(Group(python: python, abi: stable)) }
            groups.append(Group(python: python, abi: "none"))
            if hasStable {
                for older in stride(from: minor - 1, to: 1, by: -1) {
                    groups.append(Group(python: "cp\(major)\(older)", abi: stable))
                }
            }
        } else {
            let short = ["pypy": "pp", "ironpython": "ip", "jython": "jy"][implementation] ?? implementation
            let python = short + digits
            if let genericABI, genericABI != "none" { groups.append(Group(python: python, abi: genericABI)) }
            groups.append(Group(python: python, abi: "none"))
            if implementation == "pypy" { interpreterForAny = "pp3" }
        }
        let pure =
            ["py" + digits, "py\(major)"]
            + stride(from: minor - 1, through: 0, by: -1).map { "py\(major)\($0)" }
        groups += pure.map { Group(python: $0, abi: "none") }
        if let interpreterForAny { groups.append(Group(python: interpreterForAny, abi: "none", isAny: true)) }
        groups += pure.map { Group(python: $0, abi: "none", isAny: true) }
        return groups
    }

    private static func cpythonABIs(_ major: Int, _ minor: Int, _ freeThreaded: Bool, _ debug: Bool)
        -> [String]
    {
        let base = "cp\(major)\(minor)"
        let threads = freeThreaded && (major, minor) >= (3, 13) ? "t" : ""
        let d = debug ? "d" : ""
        // Before 3.8 the allocator was part of the ABI, before 3.3 the width of a character.
        if (major, minor) < (3, 3) { return [base + d + "mu"] }
        if (major, minor) < (3, 8) { return [base + d + "m"] }
        return debug ? [base + threads + d, base + threads] : [base + threads]
    }

    /// Where each tag stands.
    fileprivate final class Table: Sendable {
        struct Place {
            /// Of the group's first platform tag.
            var start: Int?
            /// Of the group with `any`.
            var any: Int?
        }

        let groups: [Group]
        let platforms: [String]
        let platformPlaces: [Substring: Int]
        /// By Python tag, then by ABI tag.
        let places: [Substring: [Substring: Place]]

        init(groups: [Group], platforms: [String]) {
            self.groups = groups
            self.platforms = platforms
            var platformPlaces: [Substring: Int] = [:]
            for (i, platform) in platforms.enumerated() where platformPlaces[platform[...]] == nil {
                platformPlaces[platform[...]] = i
            }
            var places: [Substring: [Substring: Place]] = [:]
            var next = 0
            for group in groups {
                var place = places[group.python[...]]?[group.abi[...]] ?? Place()
                if group.isAny {
                    place.any = place.any ?? next
                    next += 1
                } else {
                    place.start = place.start ?? next
                    next += platforms.count
                }
                places[group.python[...], default: [:]][group.abi[...]] = place
            }
            self.platformPlaces = platformPlaces
            self.places = places
        }
    }
}

// MARK: - Why not

extension PlatformTags {
    /// Which of a wheel's tags is in the way. The first that fails, in the order in which people think.
    package enum Mismatch: Hashable, Sendable {
        case python(wheel: String)
        case abi(wheel: String)
        case platform(wheel: String)
    }

    /// Nil when the wheel fits.
    package func mismatch(of wheel: WheelFilename) -> Mismatch? {
        guard rank(of: wheel) == nil else { return nil }
        let fitsPlatform = wheel.platformTags.contains { $0 == "any" || table.platformPlaces[$0[...]] != nil }
        if !fitsPlatform { return .platform(wheel: wheel.platformTag) }
        let pythons = wheel.pythonTags.compactMap { table.places[$0[...]] }
        let own = implementation == "cpython" ? "cp\(pythonMajor)\(pythonMinor)" : nil
        if pythons.isEmpty { return .python(wheel: wheel.pythonTag) }
        if let own, !wheel.pythonTags.contains(own), wheel.abiTag != "none" {
            return .python(wheel: wheel.pythonTag)
        }
        return .abi(wheel: wheel.abiTag)
    }

    /// For a hint: "wheels for Python `cp39`, this is `cp312`".
    package func explanation(of mismatch: Mismatch) -> String {
        let python =
            (implementation == "cpython" ? "cp" : implementation == "pypy" ? "pp" : implementation)
            + "\(pythonMajor)\(pythonMinor)"
        switch mismatch {
        case .python(let wheel): return "it is for the Python tag `\(wheel)`, and this Python is `\(python)`"
        case .abi(let wheel):
            let own = table.groups.first?.abi ?? "none"
            return "it is for the ABI `\(wheel)`, and this Python has `\(own)`"
        case .platform(let wheel):
            return
                "it is for the platform `\(wheel)`, and this one is `\(table.platforms.first ?? "unknown")`"
        }
    }
}
