internal import VariantProviders

extension HostProfile {
    /// The variables by which builds are told for which GPUs to compile, of what the profile says of them.
    ///
    /// `sm_arch` lists what runs on the host, the device's own code first; what comes after it needs no code of its own.
    var buildVariables: [String: String] {
        var variables: [String: String] = [:]
        if let first = values("nvidia", "sm_arch").first,
            let capability = first.split(separator: "_").first, capability.utf8.count > 1,
            capability.utf8.allSatisfy(\.isASCIIDigit)
        {
            let minor = capability.suffix(1)
            // Intermediate code of the lowest common major, where devices differ.
            let isVirtual = first.hasSuffix("_virtual")
            variables["TORCH_CUDA_ARCH_LIST"] =
                "\(capability.dropLast()).\(minor)" + (isVirtual ? "+PTX" : "")
            variables["CMAKE_CUDA_ARCHITECTURES"] = capability + (isVirtual ? "-virtual" : "")
        }
        let targets = values("amd", "gfx_arch").filter { target in
            target.utf8.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") }
        }
        if !targets.isEmpty { variables["PYTORCH_ROCM_ARCH"] = targets.joined(separator: ";") }
        return variables
    }

    private func values(_ namespace: String, _ feature: String) -> [String] {
        providers[namespace]?.features.first { $0.name == feature }?.values ?? []
    }
}
