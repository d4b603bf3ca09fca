/// Cheap facts of a machine whose change may change what variant providers answer: while they stay, nobody is asked
/// again (design §5). They are no answer themselves.
package struct HardwareFingerprint: Hashable, Sendable {
    /// The kernel's id of this boot: another host, or the same one after it was off.
    var boot: String
    /// The version of the loaded NVIDIA driver: `580.65.06`, empty without one.
    package var nvidia: String
    /// `/dev`, `/dev/dri` and, where an AMD device is, `/opt/rocm`: while these are untouched, no device came or went.
    var places: [FileStamp]
    /// The names of device nodes of accelerators, and the versions of other drivers.
    var devices: QuickDigest

    init(boot: String, nvidia: String, places: [FileStamp], devices: QuickDigest) {
        self.boot = boot
        self.nvidia = nvidia
        self.places = places
        self.devices = devices
    }

    /// Of this machine.
    ///
    /// - Parameter root: in place of `/`, for tests.
    package init(root: Path = "/") {
        boot = Self.word(root, "proc/sys/kernel/random/boot_id")
        nvidia = Self.nvidiaVersion(root)
        places = Self.places(root)
        devices = Self.devices(root)
    }

    /// Whether the machine is still the same, with as few system calls as possible: a look at the names of devices
    /// only where the directories of device nodes were touched.
    package func holds(root: Path = "/") -> Bool {
        guard !boot.isEmpty, Self.word(root, "proc/sys/kernel/random/boot_id") == boot,
            Self.nvidiaVersion(root) == nvidia
        else { return false }
        return isUntouched(root) || Self.devices(root) == devices
    }

    private func isUntouched(_ root: Path) -> Bool {
        guard !places.isEmpty, places[0].kind == .directory else { return false }
        // The last place counts only where the first says that there is an AMD device.
        for index in places.indices where FileStamp(of: root / Self.placeNames[index]) != places[index] {
            return false
        }
        return true
    }

    /// What a person should know that changed since `earlier`: `driver changed 550.54 → 580.65`.
    package func change(since earlier: HardwareFingerprint) -> String {
        if nvidia == earlier.nvidia { return "devices changed" }
        if nvidia.isEmpty { return "driver \(earlier.nvidia) is gone" }
        if earlier.nvidia.isEmpty { return "driver \(nvidia) is new" }
        return "driver changed \(earlier.nvidia) → \(nvidia)"
    }

    // MARK: Looking

    private static let placeNames: [Path] = ["dev", "dev/dri", "opt/rocm"]

    private static func places(_ root: Path) -> [FileStamp] {
        let count = File.exists(root / "dev/kfd") ? 3 : 2
        let now = Clock.wall()
        return placeNames.prefix(count).map { name in
            var stamp = FileStamp(of: root / name)
            // Touched just now: it could be touched again without showing. Look at the devices then.
            if !stamp.isSettled(at: now) { stamp.ctime = .min }
            return stamp
        }
    }

    private static func nvidiaVersion(_ root: Path) -> String {
        let version = word(root, "sys/module/nvidia/version")
        if !version.isEmpty { return version }
        // Containers may show the driver's own file alone: `NVRM version: NVIDIA UNIX x86_64 Kernel Module  580.65.06 …`.
        guard let bytes = read(root / "proc/driver/nvidia/version") else { return "" }
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
        let version2 = line.split(separator: UInt8(ascii: " ")).first { word in
            guard let first = word.first, first >= UInt8(ascii: "0"), first <= UInt8(ascii: "9") else {
                return false
            }
            return word.contains(UInt8(ascii: "."))
        }
        return version2.map(printable) ?? ""
    }

    private static func devices(_ root: Path) -> QuickDigest {
        var digest = QuickDigest.none
        for entry in (try? Directory.entries(root / "dev")) ?? [] where isAccelerator(entry.name) {
            digest = digest + QuickDigest(of: "dev " + entry.name)
        }
        for entry in (try? Directory.entries(root / "dev/dri")) ?? [] {
            digest = digest + QuickDigest(of: "dri " + entry.name)
        }
        for module in ["amdgpu", "xe", "i915"] where File.exists(root / "sys/module" / module) {
            let version = word(root, Path("sys/module/" + module + "/version"))
            digest = digest + QuickDigest(of: "module " + module + " " + version)
        }
        if let rocm = try? File.status(root / "opt/rocm") {
            digest = digest + QuickDigest(of: "rocm \(rocm.inode) \(rocm.mtime)")
        }
        return digest
    }

    /// Device nodes that providers look for, or whose number tells how many devices there are.
    private static func isAccelerator(_ name: String) -> Bool {
        for prefix in ["nvidia", "nvhost", "kfd", "dxg", "accel", "davinci", "apex", "vfio"] {
            if name.utf8.starts(with: prefix.utf8) { return true }
        }
        return false
    }

    /// The first word of a small file; empty when it cannot be read.
    private static func word(_ root: Path, _ path: Path) -> String {
        guard let bytes = read(root / path) else { return "" }
        return printable(bytes.prefix { $0 > 32 })
    }

    private static func printable(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.prefix(64).filter { $0 > 32 && $0 < 127 }, as: UTF8.self)
    }

    private static func read(_ path: Path) -> ArraySlice<UInt8>? {
        File.beginning(of: path, limit: 256).map { $0[...] }
    }
}

extension HardwareFingerprint {
    func write(to writer: inout StampWriter) {
        writer.put(boot)
        writer.put(nvidia)
        writer.put(UInt8(places.count))
        for place in places { writer.put(place) }
        writer.put(devices)
    }

    init?(reading reader: inout StampReader) {
        guard let boot = reader.text(), let nvidia = reader.text(), let count: UInt8 = reader.number(),
            Int(count) <= Self.placeNames.count
        else { return nil }
        var places: [FileStamp] = []
        for _ in 0..<count {
            guard let place = reader.stamp() else { return nil }
            places.append(place)
        }
        guard let devices = reader.digest() else { return nil }
        self.init(boot: boot, nvidia: nvidia, places: places, devices: devices)
    }
}
