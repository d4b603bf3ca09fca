internal import VariantProviders

/// Turns a wheel into a variant wheel (V-254, V-255). The old wheel stays as it is.
package func makeVariant(_ request: MakeVariantRequest, in session: Session) throws -> MakeVariantReport {
    let path = request.wheel.absolute(in: session.workingDirectory)
    let wheel = VariantWheel(path)
    // What the wheel itself says of variants does not count beside a seed.
    let faults = request.seed == nil ? wheel.faults : wheel.archiveFaults
    guard faults.isEmpty else {
        throw Diagnostic("`\(request.wheel)` is not a sound wheel", causes: faults)
    }
    let seed = try listed(seed(of: request, wheel, session), session)
    let (label, metadata) = try seed.metadata(
        label: request.label, properties: VariantProperties(request.properties))
    try verify(metadata.variants[label] ?? VariantProperties(), against: metadata, session)
    for doubt in metadata.unknownProperties { session.reporter.warning(Diagnostic(doubt)) }
    // Nothing may be written that a reader refuses (V-254).
    let text = Array(metadata.text.utf8)
    try VariantMetadata(parsing: text, file: "variant.json").embedded(label: label, file: "variant.json")
    let directory = request.output?.absolute(in: session.workingDirectory) ?? path.parent
    let target = directory / wheel.name(as: label)
    try SystemError.writing(or: "or choose another directory with `--output-dir`") {
        try Directory.create(directory)
        try wheel.write(to: target, metadata: metadata)
    }
    return MakeVariantReport(
        path: target, label: label, properties: metadata.variants[label] ?? VariantProperties(),
        seed: seed.name, sha256: try Digest.ofFile(target), leftOut: wheel.signatures)
}

/// The seed with what plugins say now and not where the wheel is installed (V-251).
private func listed(_ seed: VariantSeed, _ session: Session) throws -> VariantSeed {
    if seed.builtNamespaces.isEmpty { return seed }
    let registry = try session.providers.detectors()
    var lists: [String: [VariantFeature]] = [:]
    for namespace in seed.builtNamespaces.sorted() {
        guard let request = PluginRequest(building: namespace, seed.metadata) else { continue }
        do {
            guard let catalogue = registry.catalogue else { throw Diagnostic("plugins cannot be run here") }
            lists[namespace] = try catalogue(request).listed()
        } catch {
            throw Diagnostic(describing: error).wrapped(
                in: "cannot list the properties of `\(namespace)` in the wheel")
        }
    }
    return seed.listing(lists)
}

/// Holds properties against the plugins that will be asked for them, as far as those are trusted (V-254).
private func verify(
    _ properties: VariantProperties, against metadata: VariantMetadata, _ session: Session
) throws {
    let requests = properties.namespaces.keys.sorted().compactMap { PluginRequest(building: $0, metadata) }
    if requests.isEmpty { return }
    let registry = try session.providers.detectors()
    guard let catalogue = registry.catalogue else { return }
    var refusals: [String] = []
    for request in requests where request.requires.allSatisfy(registry.trusts) {
        let given = properties.namespaces[request.namespace] ?? [:]
        do {
            refusals += try catalogue(request).refusals(of: given, request.namespace)
        } catch {
            // Older plugins cannot tell; a wheel for them can be made nevertheless.
            session.reporter.warning(
                Diagnostic(describing: error).wrapped(
                    in: "the properties of `\(request.namespace)` are not verified"))
        }
    }
    guard refusals.isEmpty else { throw Diagnostic("Cannot make the variant", causes: refusals) }
}

extension PluginRequest {
    /// The question for all that the plugin of a namespace knows; nil where none is asked.
    fileprivate init?(building namespace: String, _ metadata: VariantMetadata) {
        guard case .plugin(let requires, let api)? = metadata.providers[namespace]?.kind,
            let first = requires.first
        else { return nil }
        self.init(namespace: namespace, requires: requires, api: api ?? first.name.underscored)
    }
}

private func seed(
    of request: MakeVariantRequest, _ wheel: VariantWheel, _ session: Session
) throws -> VariantSeed {
    guard let file = request.seed else {
        guard var metadata = wheel.metadata else { return try .native() }
        metadata.variants = [:]
        return VariantSeed(metadata, name: "`\(wheel.path.name)`")
    }
    let bytes = try File.readStream(
        file.absolute(in: session.workingDirectory), limit: VariantMetadata.sizeLimit)
    guard file.fileExtension == "toml" else { return try VariantSeed(json: bytes, file: file.text) }
    guard let seed = try VariantSeed(project: TOMLDocument(parsing: bytes, file: file.text)) else {
        throw Diagnostic(
            "`\(file)` has no table `[variant]`",
            hints: [
                "It names the providers of the project's variants: `[variant.default-priorities]` and `[variant.providers.NAMESPACE]`"
            ])
    }
    return seed
}
