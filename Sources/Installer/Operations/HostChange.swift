internal import VariantProviders

/// What a host would need in order to support some features, in words for people who know their hardware and not
/// the names of properties.
package struct HostChange {
    private let missing: [UnsupportedFeature]
    private let supported: SupportedProperties

    init(_ missing: [UnsupportedFeature], on supported: SupportedProperties) {
        self.missing = missing
        self.supported = supported
    }

    /// A noun phrase: `an NVIDIA GPU and a driver for CUDA 13.0 or newer`.
    var text: String {
        var seen: Set<String> = []
        let namespaces = missing.map(\.namespace).filter { seen.insert($0).inserted }
        return namespaces.map(phrase).joined(separator: ", and ")
    }

    /// What is missing is hardware or a driver, as far as swuv could find out.
    var isAboutHost: Bool { missing.allSatisfy { option($0.namespace) == nil } }

    private func phrase(_ namespace: String) -> String {
        let features = missing.filter { $0.namespace == namespace }
        if let option = option(namespace) { return option }
        func values(_ feature: String) -> [String]? { features.first { $0.feature == feature }?.values }
        let known: String?
        switch namespace {
        case "nvidia": known = nvidia(values, count: features.count)
        case "amd": known = amd(values, count: features.count)
        case "x86_64" where features.count == 1: known = values("level").flatMap(Self.level)
        case "aarch64" where features.count == 1: known = values("version").flatMap(Self.armVersion)
        case "intel" where features.count == 1:
            known = values("device_ip").map { "an Intel GPU with the device IP \(Self.either($0))" }
        case "tpu" where features.count == 1:
            known = values("present").map { $0 == ["false"] ? "a machine without TPU" : "a Google TPU" }
        case "ascend": known = values("npu_type").map { "an Ascend NPU of type \(Self.either($0))" }
        default: known = nil
        }
        return known ?? "a host that supports \(UnsupportedFeature.text(of: features))"
    }

    /// When it is no hardware that is missing, but somebody who may look for it.
    private func option(_ namespace: String) -> String? {
        switch supported.reasons[namespace] {
        case .optional: "`--enable-provider \(namespace)`, where the hardware is there"
        case .disabled: "the provider of `\(namespace)` turned on again"
        case .untrusted, .otherRelease, .unknownBuiltin, .noProvider:
            "a provider for `\(namespace)` that swuv may ask"
        case .notInProfile, .nothingFound, .failed, nil: nil
        }
    }

    // MARK: Known namespaces

    private func nvidia(_ values: (String) -> [String]?, count: Int) -> String? {
        let hasGPU = supported.features["nvidia"]?.contains { $0.name == "sm_arch" } ?? false
        var driver: String?
        if let lower = values("cuda_version_lower_bound"), let least = lower.min(by: Self.isLower) {
            driver = "a driver for CUDA \(least) or newer"
        }
        if let upper = values("cuda_version_upper_bound"), let most = upper.max(by: Self.isLower) {
            driver =
                driver.map { "\($0), but older than \(most)" } ?? "a driver for a CUDA older than \(most)"
        }
        let capabilities = values("sm_arch").map { $0.compactMap(Self.capability) }
        let understood = (driver == nil ? 0 : 1) + (capabilities == nil ? 0 : 1)
        guard understood > 0, understood >= min(count, 2) else { return nil }
        let gpu: String
        switch capabilities {
        case nil: gpu = "an NVIDIA GPU"
        case let list? where list.isEmpty: return nil
        case let list?: gpu = "an NVIDIA GPU of compute capability \(Self.either(Self.unique(list)))"
        }
        guard let driver else { return gpu }
        // Who has the GPU already needs the driver alone.
        if capabilities == nil, hasGPU { return "an NVIDIA " + driver.dropFirst(2) }
        return "\(gpu) and \(driver)"
    }

    /// `8.6` of `86_real` and `86_virtual`.
    private static func capability(_ value: String) -> String? {
        let digits = value.utf8.prefix { (0x30...0x39).contains($0) }
        guard digits.count >= 2 else { return nil }
        let text = String(decoding: digits, as: UTF8.self)
        return "\(text.dropLast()).\(text.suffix(1))"
    }

    private func amd(_ values: (String) -> [String]?, count: Int) -> String? {
        let gpu = values("gfx_arch").map { "an AMD GPU \(Self.either($0))" }
        let rocm = values("rocm_version").map { "ROCm \(Self.either($0))" }
        switch (gpu, rocm) {
        case (let gpu?, let rocm?): return count == 2 ? "\(gpu) and \(rocm)" : nil
        case (let one?, nil), (nil, let one?): return count == 1 ? one : nil
        case (nil, nil): return nil
        }
    }

    private static func level(_ values: [String]) -> String? {
        values.min(by: isLower).map { "a CPU of the level x86-64-\($0) or newer" }
    }

    private static func armVersion(_ values: [String]) -> String? {
        values.min(by: isLower).map { "a CPU of the architecture Arm \($0) or newer" }
    }

    // MARK: Words

    private static let listed = 8

    private static func either(_ items: [String]) -> String {
        var shown = Array(items.prefix(listed))
        if items.count > listed { shown.append("\(items.count - listed) others") }
        guard let last = shown.popLast() else { return "" }
        return shown.isEmpty ? last : shown.joined(separator: ", ") + " or " + last
    }

    private static func unique(_ items: [String]) -> [String] {
        var seen: Set<String> = []
        return items.filter { seen.insert($0).inserted }.sorted(by: isLower)
    }

    /// `9.0` before `10.0`: runs of digits compare as numbers.
    package static func isLower(_ a: String, _ b: String) -> Bool {
        var x = a.utf8[...]
        var y = b.utf8[...]
        while let p = x.first, let q = y.first {
            let isNumber = (0x30...0x39).contains(p) && (0x30...0x39).contains(q)
            guard isNumber else {
                if p != q { return p < q }
                x.removeFirst()
                y.removeFirst()
                continue
            }
            let m = x.prefix { (0x30...0x39).contains($0) }
            let n = y.prefix { (0x30...0x39).contains($0) }
            let one = Int(String(decoding: m, as: UTF8.self)) ?? .max
            let other = Int(String(decoding: n, as: UTF8.self)) ?? .max
            if one != other { return one < other }
            x = x[m.endIndex...]
            y = y[n.endIndex...]
        }
        return x.count < y.count
    }

    /// Which of two changes is the smaller one, when both are about the same feature: the lower value, since
    /// hardware and drivers grow; the higher one where it is a bound that hardware must stay below.
    static func isNearer(_ a: [UnsupportedFeature], than b: [UnsupportedFeature]) -> Bool? {
        for (one, other) in zip(a, b) {
            guard one.namespace == other.namespace, one.feature == other.feature else { return nil }
            guard let x = one.values.min(by: isLower), let y = other.values.min(by: isLower), x != y else {
                continue
            }
            return one.feature.hasSuffix("upper_bound") ? isLower(y, x) : isLower(x, y)
        }
        return nil
    }
}
