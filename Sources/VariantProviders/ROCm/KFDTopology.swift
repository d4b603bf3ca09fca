/// The GPUs that the kernel's compute driver for AMD lists (V-322).
package struct KFDTopology: Hashable, Sendable {
    /// Their names, one per GPU, in the order of its nodes.
    package var devices: [String] = []
    package var observations: [ProviderAnswer.Observation] = []
    /// A GPU with a number that no name follows from.
    package var warnings: [String] = []

    static let directory = "/sys/class/kfd/kfd/topology/nodes"
    /// Far more than a machine has; a directory that lists more is not the kernel's.
    private static let mostNodes = 256

    package init(_ system: any SystemProbe) {
        let place = Self.directory
        guard let entries = system.entries(of: place) else {
            observations = [.init(place, "not found")]
            return
        }
        // As numbers, for `10` comes after `9`.
        let nodes = entries.filter(\.isDigits).compactMap { UInt32($0) }.sorted().prefix(Self.mostNodes)
        var readable = 0
        for node in nodes {
            guard let properties = system.contents(of: "\(place)/\(node)/properties", limit: 4096) else {
                continue
            }
            readable += 1
            add(properties, node: node)
        }
        let names = devices.isEmpty ? "no GPU" : "GPUs " + Self.counted(devices)
        let unreadable = readable == nodes.count ? "" : ", \(nodes.count - readable) cannot be read"
        observations.append(.init(place, "\(nodes.count) nodes\(unreadable), \(names)"))
    }

    private mutating func add(_ properties: [UInt8], node: UInt32) {
        var values: [String: UInt32] = [:]
        for line in properties.lines {
            let words = line.words
            guard words.count == 2, words[0] == "simd_count" || words[0] == "gfx_target_version" else {
                continue
            }
            values[words[0]] = UInt32(words[1])
        }
        // A processor is a node too, without vector units of this kind.
        guard values["simd_count", default: 0] > 0, let version = values["gfx_target_version"], version > 0
        else { return }
        if let name = GfxTarget.name(version: version) {
            devices.append(name)
        } else {
            warnings.append(
                "node \(node) of `\(Self.directory)` has the GPU version \(version), which is not known")
        }
    }

    /// `gfx942 x8, gfx90a`
    static func counted(_ devices: [String]) -> String {
        devices.distinct.prefix(8).map { name in
            let count = devices.count { $0 == name }
            return count == 1 ? name : "\(name) x\(count)"
        }.joined(separator: ", ")
    }
}
