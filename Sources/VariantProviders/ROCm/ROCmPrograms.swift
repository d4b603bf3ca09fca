/// The programs of ROCm that name GPUs, for where the kernel does not list them: in WSL.
///
/// They are only run where the device of such a driver is there; starting programs that can find nothing costs
/// every command on every other machine.
struct ROCmPrograms {
    let system: any SystemProbe

    /// Whether a GPU of AMD may be reached otherwise than through the kernel's list: `/dev/kfd`, or `/dev/dxg`
    /// in WSL.
    var mayFindDevices: Bool {
        system.exists("/dev/kfd") || system.exists("/dev/dxg")
    }

    /// What a program named.
    struct Outcome {
        /// One per GPU, in the order of the program's output.
        var devices: [String] = []
        var observation: ProviderAnswer.Observation
    }

    /// `rocminfo`. Its names count if all are known, or listed in `AMD_PREFERRED_GFX_ARCHS` (V-320).
    func rocminfo(alsoKnown: Set<String>) -> Outcome {
        var outcome = run(["rocminfo"], names: Self.agents)
        let unknown = outcome.devices.filter {
            !GfxTarget.knownToRocminfo.contains($0) && !alsoKnown.contains($0)
        }
        if !unknown.isEmpty {
            outcome.devices = []
            outcome.observation.finding = "`\(unknown[0])` is not among those known to it"
        }
        return outcome
    }

    func agentEnumerator() -> Outcome {
        run(["rocm_agent_enumerator", "-name"]) { output in
            output.lines.compactMap { line in line.words.first { GfxTarget.isName($0) } }
        }
    }

    /// `clinfo`, the last resort of `rocm-bootstrap`.
    func clinfo() -> Outcome { run(["clinfo"], names: Self.openCLDevices) }

    private func run(_ command: [String], names: ([UInt8]) -> [String]) -> Outcome {
        let place = command[0]
        switch system.output(of: command, timeout: .seconds(7)) {
        case .output(let output):
            let devices = Array(names(output).prefix(256))
            let finding = devices.isEmpty ? "names no GPU" : KFDTopology.counted(devices)
            return Outcome(devices: devices, observation: .init(place, finding))
        case .notFound: return Outcome(observation: .init(place, "not found"))
        case .failed(let reason): return Outcome(observation: .init(place, reason.shown))
        }
    }

    /// Lines `Name: gfx90a` of agents; those of instruction sets and of processors name something else.
    private static func agents(_ output: [UInt8]) -> [String] {
        output.lines.compactMap { line in
            guard let name = line.trimmed.value(of: "Name")?.text, GfxTarget.isName(name) else { return nil }
            return name
        }
    }

    /// The first `Name:` after each `Device Type: CL_DEVICE_TYPE_GPU`.
    private static func openCLDevices(_ output: [UInt8]) -> [String] {
        var names: [String] = []
        var isGPU = false
        for line in output.lines.map(\.trimmed) {
            if let type = line.value(of: "Device Type") {
                isGPU = type.text.contains("CL_DEVICE_TYPE_GPU")
            } else if isGPU, let name = line.value(of: "Name") {
                isGPU = false
                if let known = GfxTarget.bootstrapName(name.text) { names.append(known) }
            }
        }
        return names
    }
}
