/// What tells one way to build a source from another: everything outside the source that the result may hang on.
enum BuildKey {
    /// Variables by which builds for accelerators are told what to compile for.
    static let hardwareVariables = [
        "TORCH_CUDA_ARCH_LIST", "PYTORCH_ROCM_ARCH", "CMAKE_CUDA_ARCHITECTURES", "CUDAARCHS",
        "HIP_ARCHITECTURES",
    ]

    static func text(
        _ interpreter: Interpreter, _ settings: BuildSettings, name: PackageName, kind: BuildBackend.Kind,
        variables: [String: String]
    ) -> String {
        var lines = [
            "1", interpreter.implementation.name, interpreter.version.description,
            interpreter.tags.all.first ?? "",
            kind == .editable ? "editable" : "wheel",
        ]
        lines += settings.configuration(of: name).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        lines += settings.constraints.map(\.description).sorted()
        lines += (settings.extraRequirements[name] ?? []).map { "needs \($0)" }.sorted()
        if settings.noIsolation.contains(name) { lines.append("in \(interpreter.prefix)") }
        for variable in hardwareVariables {
            if let value = variables[variable] { lines.append("\(variable)=\(value)") }
        }
        let digest = SmallSHA256.digest(Array(lines.joined(separator: "\n").utf8))
        return String(Hash(.sha256, bytes: digest).hex.prefix(20))
    }
}
