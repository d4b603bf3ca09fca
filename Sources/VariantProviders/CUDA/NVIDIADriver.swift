/// What the NVIDIA driver of this machine says, asked in the order of V-305 to V-307.
///
/// Each step asks only for what the ones before left open.
struct NVIDIADriver {
    private(set) var cuda: CUDAVersion?
    private(set) var cudaSource: String?
    /// One per device that answered; nil when nobody could be asked.
    private(set) var devices: [ComputeCapability]?
    private(set) var deviceSource: String?
    /// `580.65.06`
    private(set) var driverVersion: String?
    private(set) var observations: [ProviderAnswer.Observation] = []
    private(set) var warnings: [String] = []
    /// Why the first library that is there did not answer.
    private var failure: String?
    /// It answers nobody: nothing else that would wait for it is asked.
    private var isHung = false

    private let wantsCUDA: Bool
    private let wantsDevices: Bool

    init(_ system: any SystemProbe, cuda wantsCUDA: Bool, devices wantsDevices: Bool) {
        self.wantsCUDA = wantsCUDA
        self.wantsDevices = wantsDevices
        askLibrary(.nvml, "nvml", system)
        if !isComplete && !isHung { askLibrary(.cuda, "libcuda", system) }
        if !isComplete && !isHung { askProgram(system) }
        if wantsCUDA && cuda == nil { guess(system) }
        if let failure, cudaSource == nil && deviceSource == nil, Self.hasDevice(system) {
            warnings.append("the NVIDIA driver does not answer: \(failure)")
        }
    }

    private var isComplete: Bool {
        (!wantsCUDA || cuda != nil) && (!wantsDevices || devices != nil)
    }

    private mutating func observe(_ place: String, _ finding: String) {
        observations.append(.init(place, finding))
    }

    private mutating func take(
        _ version: CUDAVersion?, _ capabilities: [ComputeCapability]?, _ source: String
    ) {
        if cuda == nil, let version {
            cuda = version
            cudaSource = source
        }
        if devices == nil, let capabilities {
            devices = capabilities
            deviceSource = source
        }
    }

    // MARK: The libraries

    private mutating func askLibrary(_ library: DriverLibrary, _ source: String, _ system: any SystemProbe) {
        switch system.facts(from: library) {
        case .absent: observe(library.soname, "not found")
        case .failed(let reason): fail(library, reason)
        case .hung(let time):
            fail(library, "no answer within \(time)")
            isHung = true
        case .facts(let facts): read(facts, library, source)
        }
    }

    private mutating func fail(_ library: DriverLibrary, _ reason: String) {
        observe(library.soname, reason.shown)
        failure = failure ?? "\(library.soname): \(reason.shown)"
    }

    private mutating func read(_ facts: [DriverOutcome.Fact], _ library: DriverLibrary, _ source: String) {
        var version: CUDAVersion?
        var count: Int?
        var found: [ComputeCapability] = []
        var skipped: [String] = []
        for fact in facts {
            switch fact.key {
            case "driver": driverVersion = driverVersion ?? fact.value
            case "cuda": version = Int(fact.value).flatMap(CUDAVersion.init(number:))
            case "devices": count = Int(fact.value)
            case "device":
                if let capability = ComputeCapability(fact.value.prefix { $0 != " " }) {
                    found.append(capability)
                }
            case "skipped": skipped.append(fact.value)
            default: break
            }
        }
        let words = version.map { "CUDA \($0)" } ?? "no CUDA version"
        observe(library.soname, "\(words), \(Self.devices(found.count))")
        // A library that sees devices and cannot ask one of them leaves the question open; one that sees none
        // answers it (V-308).
        let isAnswer = !found.isEmpty || count == 0
        if isAnswer && devices == nil {
            warnings += skipped.map { "an NVIDIA device was left out: \($0)" }
        } else {
            for device in skipped { observe(library.soname, "left out: \(device)") }
        }
        take(version, isAnswer ? found : nil, source)
    }

    private static func devices(_ count: Int) -> String {
        count == 1 ? "1 device" : "\(count == 0 ? "no" : "\(count)") devices"
    }

    // MARK: The program

    private static let patience = Duration.seconds(10)

    private mutating func askProgram(_ system: any SystemProbe) {
        if wantsCUDA && cuda == nil {
            switch system.output(of: ["nvidia-smi", "-q"], timeout: Self.patience) {
            case .notFound: return observe("nvidia-smi", "not found")
            case .failed(let reason): return observe("nvidia-smi", reason.shown)
            case .output(let bytes):
                let text = String(decoding: bytes, as: UTF8.self)
                driverVersion = driverVersion ?? Self.value(of: ["Driver Version"], in: text)
                let version = Self.value(of: ["CUDA Version", "CUDA UMD Version"], in: text)
                    .flatMap { CUDAVersion(decimal: $0) }
                observe("nvidia-smi -q", version.map { "CUDA \($0)" } ?? "no CUDA version")
                take(version, nil, "nvidia-smi")
            }
        }
        if wantsDevices && devices == nil {
            let query = ["nvidia-smi", "--query-gpu=compute_cap", "--format=csv,noheader"]
            switch system.output(of: query, timeout: Self.patience) {
            case .notFound: observe("nvidia-smi", "not found")
            case .failed(let reason): observe("nvidia-smi --query-gpu", reason.shown)
            case .output(let bytes):
                let found = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
                    .compactMap { ComputeCapability($0.filter { $0 != " " }) }
                observe("nvidia-smi --query-gpu", Self.devices(found.count))
                take(nil, found.isEmpty ? nil : found, "nvidia-smi")
            }
        }
    }

    /// The value of the first line `KEY   : VALUE` with one of the keys; nil when it is none that counts.
    private static func value(of keys: [String], in text: String) -> String? {
        for line in text.split(whereSeparator: \.isNewline) {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let key = line[..<colon].split(separator: " ").joined(separator: " ")
            guard keys.contains(key) else { continue }
            let value = line[line.index(after: colon)...].split(separator: " ").joined(separator: " ")
            return value.utf8.first.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } == true
                ? value : nil
        }
        return nil
    }

    // MARK: The guess

    /// The kernel's driver alone does not give the CUDA version; this is the one that its branch came with
    /// (V-307). Only where a device is: in a container without one the driver shows all the same.
    private mutating func guess(_ system: any SystemProbe) {
        guard let (place, version) = Self.kernelDriver(system) else {
            return observe("/proc/driver/nvidia/version", "not found")
        }
        driverVersion = driverVersion ?? version
        guard Self.hasDevice(system) else {
            return observe(place, "driver \(version), but no device in /dev")
        }
        guard let branch = version.split(separator: ".").first.flatMap({ Int($0) }),
            let guess = Self.branches.first(where: { $0.branch <= branch })
        else { return observe(place, "driver \(version), of no known branch") }
        observe(place, "driver \(version): CUDA \(guess.cuda) is a guess")
        warnings.append(
            "CUDA \(guess.cuda) is a guess from the kernel driver \(version): nothing else answered")
        take(guess.cuda, nil, "kernel driver version (a guess)")
    }

    private static func kernelDriver(_ system: any SystemProbe) -> (place: String, version: String)? {
        let module = "/sys/module/nvidia/version"
        if let bytes = system.contents(of: module, limit: 4096) {
            let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
            if isVersion(text) { return (module, text) }
        }
        let process = "/proc/driver/nvidia/version"
        guard let bytes = system.contents(of: process, limit: 4096) else { return nil }
        // NVRM version: NVIDIA UNIX x86_64 Kernel Module  580.65.06  Sun Jul 27 …
        let runs = columns(String(decoding: bytes, as: UTF8.self).prefix { !$0.isNewline })
        guard runs.count > 1, isVersion(runs[1]) else { return nil }
        return (process, runs[1])
    }

    /// The parts of a line between two or more blanks.
    private static func columns(_ line: some StringProtocol) -> [String] {
        var columns: [String] = [""]
        var blanks = 0
        for character in line {
            if character == " " {
                blanks += 1
                continue
            }
            if blanks > 1 {
                columns.append("")
            } else if blanks == 1 {
                columns[columns.count - 1].append(" ")
            }
            blanks = 0
            columns[columns.count - 1].append(character)
        }
        return columns.filter { !$0.isEmpty }
    }

    private static func isVersion(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".")
            }
            && text.utf8.first != UInt8(ascii: ".")
    }

    private static func hasDevice(_ system: any SystemProbe) -> Bool {
        system.exists("/dev/nvidiactl") || system.exists("/dev/nvidia0")
    }

    /// The newest first.
    private static let branches: [(branch: Int, cuda: CUDAVersion)] = [
        (580, 13, 0), (575, 12, 9), (570, 12, 8), (565, 12, 7), (560, 12, 6), (555, 12, 5), (550, 12, 4),
        (545, 12, 3), (535, 12, 2), (530, 12, 1), (525, 12, 0), (520, 11, 8), (515, 11, 7), (510, 11, 6),
        (495, 11, 5), (470, 11, 4),
    ].map { ($0.0, CUDAVersion(major: $0.1, minor: $0.2)) }
}
