internal import Installer

/// What `run` is asked to prepare, from all layers of settings.
struct RunPlan {
    let request: RunRequest

    /// - Parameter script: its metadata, and where it is.
    init(_ settings: Settings, script: (metadata: ScriptMetadata, file: Path)?, isInput: Bool) throws {
        let base: RunRequest.Base
        let isIsolated = try settings.isOn(.isolated)
        let start = settings.path(.project) ?? settings.workingDirectory
        if let script {
            var sync = try settings.syncRequest()
            sync.lock.script = LockRequest.Script(
                script.file, environments: try settings.environmentsOfScripts())
            sync.selection.remembers = false
            base = .script(script.metadata, at: script.file, isInput ? nil : sync)
        } else if try settings.isOn(.noProject) || !Workspace.hasProject(above: start) {
            base = .interpreter(isolated: isIsolated)
        } else {
            var sync = try settings.syncRequest()
            // What other commands put there may stay, and what is said here is for this once.
            sync.isExact = try settings.isOn(.exact)
            sync.removesUnselected = try !settings.isOn(.inexact)
            sync.selection.remembers = false
            if isIsolated {
                base = .isolatedProject(sync)
            } else if try settings.isOn(.noSync) {
                base = .untouchedProject(sync)
            } else {
                base = .project(sync)
            }
        }
        var request = RunRequest(
            base: base, target: try settings.environmentTarget(), access: try settings.indexAccess(),
            resolution: try settings.resolutionOptions(), variants: try settings.variantRequest(),
            environments: try settings.environmentsOfScripts())
        request.upgrade = try settings.selection(all: .upgrade, some: .upgradePackage)
        request.reinstall = try settings.selection(all: .reinstall, some: .reinstallPackage)
        let additions = RequirementSources(
            requirements: settings.texts(.with).flatMap(Self.requirements),
            editables: settings.texts(.withEditable),
            files: settings.texts(.withRequirements))
        if additions != RequirementSources() { request.additions = additions }
        if case .project = base {
            let given = ["swuv"] + settings.arguments.given
            if given.count > 1, given[1] == "run", let words = RunWords(given, from: 2) {
                request.stamping = Self.stamping(settings, words: words.bearing)
            }
        }
        self.request = request
    }

    /// `--with a,b` is two requirements; a comma within one is followed by an operator or a blank.
    private static func requirements(_ text: String) -> [String] {
        var parts: [String] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: true) {
            let first = part.utf8.first { $0 != 32 }
            let startsName = first.map { $0.isASCIIAlphanumericOrDot } ?? false
            let isInside = parts.last.map { $0.contains("[") && !$0.contains("]") } ?? false
            if parts.isEmpty || (startsName && !isInside) {
                parts.append(String(part))
            } else {
                parts[parts.count - 1] += "," + part
            }
        }
        return parts
    }

    /// What a stamp has to name beside what the project itself reads.
    static func stamping(_ settings: Settings, words: String) -> RunRequest.Stamping? {
        let environment = settings.environment
        let start = settings.path(.project) ?? settings.workingDirectory
        var files = settings.configuration.files.map(\.path) + [Configuration.systemFile]
        if let home = Configuration.userDirectory(environment) { files.append(home / "swuv" / "swuv.toml") }
        // What a file is called relative to somewhere means nothing to another process.
        guard files.allSatisfy(\.isAbsolute) else { return nil }
        let folders = ProviderFiles.folders(environment, executable: ProcessEnvironment.executable).map(
            \.path)
        let variables = environment.map { "\($0.key)=\($0.value)" }
        let place = ["SWUV_PROJECT_ENVIRONMENT", "UV_PROJECT_ENVIRONMENT"].lazy.compactMap { environment[$0] }
            .first { !$0.isEmpty }
        let found = StampSearch.find(from: start, words: words, environment: place)
        let why = found.flatMap {
            $0.stamp.mismatch(
                RunStamp.Question(project: $0.project, words: words, variables: variables))
        }
        return RunRequest.Stamping(
            words: words, files: files, folders: folders.filter(\.isAbsolute), earlier: found?.stamp,
            isOtherMachine: why == .machine, watch: StampWatch(environment: environment))
    }
}

extension UInt8 {
    fileprivate var isASCIIAlphanumericOrDot: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
