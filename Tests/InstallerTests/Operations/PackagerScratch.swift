import Testing

@testable import Installer

/// A directory of wheels, and a session that works in it.
final class PackagerScratch {
    let scratch: Scratch
    let log = InstallScratch.Warnings()
    let session: Session

    init(_ registry: ProviderRegistry = .native) throws {
        scratch = try Scratch()
        session = Session(
            workingDirectory: scratch.path, environment: [:], cache: CacheLayout(root: scratch / "cache"),
            pool: WorkerPool(threads: 2), reporter: log, providers: ProviderSource(registry: { registry }))
        try Directory.create(scratch / "dist")
    }

    static let providers = """
        "default-priorities":{"namespace":["gpu","cpu"]},"providers":{"gpu":{"requires":["gpu-provider"]},\
        "cpu":{"static-properties":{"level":["v3","v2"]}}}
        """

    /// Metadata with these variants, a JSON object.
    static func metadata(_ variants: String, providers: String = providers) -> String {
        "{\"$schema\":\"\(VariantMetadata.schema850)\",\(providers),\"variants\":\(variants)}"
    }

    static func wheel(_ name: String = "demo", _ change: (inout WheelFixture) -> Void = { _ in })
        -> WheelFixture
    {
        var wheel = WheelFixture(
            name, files: [.init("\(name)/__init__.py", "A = 1\n"), .init("\(name)/b.py", "B = 2\n")])
        change(&wheel)
        return wheel
    }

    /// A wheel of `label` with this `variant.json`, sound but for `change`.
    static func variant(
        _ label: String, _ metadata: String?, _ change: (inout WheelFixture) -> Void = { _ in }
    ) -> (name: String, bytes: [UInt8]) {
        var fixture = wheel()
        if let metadata { fixture.files.append(.init("\(fixture.distInfo)/variant.json", metadata)) }
        change(&fixture)
        return ("demo-1.0-py3-none-any-\(label).whl", fixture.zip.bytes)
    }

    @discardableResult
    func put(_ name: String, _ bytes: [UInt8], in directory: String = "dist") throws -> Path {
        try Directory.create(scratch / directory)
        try File.writeAtomically(bytes, to: scratch / directory / name)
        return scratch / directory / name
    }

    func put(_ file: (name: String, bytes: [UInt8]), in directory: String = "dist") throws {
        try put(file.name, file.bytes, in: directory)
    }

    /// Everything below a directory, by path.
    func tree(_ directory: String) throws -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        for entry in try Directory.entries(scratch / directory) {
            let path = "\(directory)/\(entry.name)"
            if entry.kind == .directory {
                found.merge(try tree(path)) { first, _ in first }
            } else {
                found[path] = try File.read(scratch.path / path)
            }
        }
        return found
    }
}

/// All of an error, in one text; empty when there is none.
func complaint(_ body: () throws -> Void) -> String {
    do {
        try body()
        return ""
    } catch {
        let diagnostic = Diagnostic(describing: error)
        return ([diagnostic.message] + diagnostic.causes).joined(separator: "\n")
    }
}
