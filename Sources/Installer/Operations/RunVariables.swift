/// The environment variables that bear on what a project's environment holds.
package enum RunVariables {
    /// Their digest, whatever their order. Two processes with the same one would lock, choose and install alike.
    ///
    /// - Parameter variables: `NAME=value`.
    package static func digest(of variables: [String]) -> QuickDigest {
        var digest = QuickDigest.none
        for variable in variables where isRelevant(variable) {
            digest = digest + QuickDigest(of: variable)
        }
        return digest
    }

    package static func digest(of environment: [String: String]) -> QuickDigest {
        digest(of: environment.map { "\($0.key)=\($0.value)" })
    }

    /// The search path and the active environment are not among them: an environment that is there and fits is used
    /// whatever they say, and a command that swuv runs would see others.
    static func isRelevant(_ variable: String) -> Bool {
        let bytes = variable.utf8
        guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else { return false }
        let name = bytes[..<equals]
        for prefix in prefixes where name.starts(with: prefix.utf8) {
            return !isExempt(name)
        }
        return names.contains { name.elementsEqual($0.utf8) }
    }

    /// What swuv and uv tell the commands they run, where something is kept, how it looks, and secrets, of which
    /// not even a digest should lie about.
    private static func isExempt(_ name: Substring.UTF8View) -> Bool {
        for exempt in exemptions where name.elementsEqual(exempt.utf8) { return true }
        for ending in ["_PASSWORD", "_TOKEN", "_USERNAME"]
        where name.reversed().starts(with: ending.utf8.reversed()) {
            return true
        }
        return false
    }

    private static let prefixes = [
        "SWUV_", "UV_", "PIP_", "VARIANT_", "NV_VARIANT_PROVIDER_", "AMD_VARIANT_PROVIDER_",
        "INTEL_VARIANT_PROVIDER_", "TPU_VARIANT_PROVIDER_", "ASCEND_VARIANT_PROVIDER_", "ROCM_BOOTSTRAP_",
    ]
    private static let names = [
        "HOME", "XDG_CONFIG_HOME", "CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES",
        "HIP_VISIBLE_DEVICES", "AMD_PREFERRED_GFX_ARCHS", "ROCM_PATH", "ASCEND_TOOLKIT_HOME",
        "ASCEND_RT_VISIBLE_DEVICES", "ZE_AFFINITY_MASK",
    ]
    private static let exemptions = [
        "SWUV_RUN_RECURSION_DEPTH", "UV_RUN_RECURSION_DEPTH", "SWUV_ENV_FILE", "UV_ENV_FILE",
        "SWUV_NO_ENV_FILE", "UV_NO_ENV_FILE", "SWUV_NO_PROGRESS", "UV_NO_PROGRESS", "SWUV_CACHE_DIR",
        "UV_CACHE_DIR", "SWUV_OFFLINE", "UV_OFFLINE", "SWUV_WORKING_DIR", "UV_WORKING_DIR", "SWUV_PROJECT",
        "UV_PROJECT",
    ]
}
