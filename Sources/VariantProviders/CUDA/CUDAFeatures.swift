/// What a version of CUDA and a device support, as the published provider lists it: no probe, no state.
enum CUDAFeatures {
    /// nil when the lists would have more than 1024 values together (V-304): numbers that an override made
    /// up.
    static func make(_ version: CUDAVersion, _ capability: ComputeCapability?) -> [VariantFeature]? {
        guard count(version, capability) <= mostValues else { return nil }
        var features = [
            VariantFeature("cuda_version_lower_bound", lowerBounds(version)),
            VariantFeature("cuda_version_upper_bound", upperBounds(version)),
        ]
        if let capability { features.append(VariantFeature("sm_arch", architectures(capability))) }
        return features.filter { !$0.values.isEmpty }
    }

    private static let mostValues = 1024
    /// The range that the published provider counts through: CUDA 11 to 15, each with minors up to 20.
    private static let majors = CUDAVersion.oldest.major...CUDAVersion.newest.major
    private static let lastMinor = CUDAVersion.newest.minor

    /// A wheel needs at least this CUDA: `12.7` down to `11` (V-301). Each major ends with itself alone.
    private static func lowerBounds(_ version: CUDAVersion) -> [String] {
        guard version.major >= majors.lowerBound else { return [] }
        return (majors.lowerBound...version.major).reversed().flatMap { major in
            let minors = 0...(major == version.major ? version.minor : lastMinor)
            return minors.reversed().map { "\(major).\($0)" } + ["\(major)"]
        }
    }

    /// A wheel needs less than this CUDA: `15.20` down to the one after the driver's (V-302).
    private static func upperBounds(_ version: CUDAVersion) -> [String] {
        guard version.major <= majors.upperBound else { return [] }
        return (version.major...majors.upperBound).reversed().flatMap { major in
            if major > version.major {
                return (0...lastMinor).reversed().map { "\(major).\($0)" } + ["\(major)"]
            }
            return version.minor < lastMinor
                ? ((version.minor + 1)...lastMinor).reversed().map { "\(major).\($0)" } : []
        }
    }

    /// Machine code of the same major up to the device's, then intermediate code (V-303).
    private static func architectures(_ capability: ComputeCapability) -> [String] {
        guard capability >= .lowest else { return [] }
        return running(on: capability)
    }

    private static func running(on capability: ComputeCapability) -> [String] {
        (0...capability.minor).reversed().map { "\(capability.major)\($0)_real" }
            + ["\(capability.major)0_virtual"]
    }

    /// What the least of several devices runs. Published wheels are chosen for the best one (V-300); an index of builds
    /// for one driver is there for all of them.
    static func lowest(_ capability: ComputeCapability) -> VariantFeature {
        VariantFeature("sm_arch_lowest", running(on: capability))
    }

    /// All that a device may ever be said to have. Versions and devices have no end; these are told by how they are
    /// written, and those that the published provider counts through are examples.
    static var known: [KnownFeature] {
        let versions = majors.flatMap { major in ["\(major)"] + (0...lastMinor).map { "\(major).\($0)" } }
        let devices = (ComputeCapability.lowest.major...12).flatMap { major in
            ["\(major)0_virtual"] + (0...9).map { "\(major)\($0)_real" }
        }
        return [
            KnownFeature("cuda_version_lower_bound", versions) { isBound($0, from: majors.lowerBound) },
            KnownFeature("cuda_version_upper_bound", versions) { isBound($0, from: 0) },
            KnownFeature("sm_arch", devices, where: isArchitecture),
            KnownFeature("sm_arch_lowest", devices, where: isArchitecture),
        ]
    }

    /// `12` or `12.8`
    private static func isBound(_ value: String, from lowest: Int) -> Bool {
        let parts = value.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { number($0) }
        return (1...2).contains(parts.count) && numbers.count == parts.count && numbers[0] >= lowest
    }

    /// `86_real` or `80_virtual`
    @Sendable private static func isArchitecture(_ value: String) -> Bool {
        let parts = value.split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let number = number(parts[0]), number / 10 >= ComputeCapability.lowest.major
        else {
            return false
        }
        return parts[1] == "real" || parts[1] == "virtual" && number % 10 == 0
    }

    /// A number as it is written in values: without sign or leading zeros.
    private static func number(_ text: Substring) -> Int? {
        guard let number = Int(text), "\(number)" == text, number >= 0 else { return nil }
        return number
    }

    /// At least as many as the lists would have, without making them.
    private static func count(_ version: CUDAVersion, _ capability: ComputeCapability?) -> Int {
        let block = lastMinor + 2
        var count = 0
        if version.major >= majors.lowerBound {
            count += (version.major - majors.lowerBound) * block + version.minor + 2
        }
        if version.major <= majors.upperBound {
            count += (majors.upperBound - version.major) * block + max(lastMinor - version.minor, 0)
        }
        if let capability, capability >= .lowest { count += capability.minor + 2 }
        return count
    }
}
