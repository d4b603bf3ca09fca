/// Turns a wheel into a variant wheel (V-254, V-255). The old wheel stays as it is.
package func makeVariant(_ request: MakeVariantRequest, in session: Session) throws -> MakeVariantReport {
    let path = request.wheel.absolute(in: session.workingDirectory)
    let wheel = VariantWheel(path)
    // What the wheel itself says of variants does not count beside a seed.
    let faults = request.seed == nil ? wheel.faults : wheel.archiveFaults
    guard faults.isEmpty else {
        throw Diagnostic("`\(request.wheel)` is not a sound wheel", causes: faults)
    }
    let seed = try seed(of: request, wheel, session)
    let (label, metadata) = try seed.metadata(
        label: request.label, properties: VariantProperties(request.properties))
    // Nothing may be written that a reader refuses (V-254).
    let text = Array(metadata.text.utf8)
    try VariantMetadata(parsing: text, file: "variant.json").embedded(label: label, file: "variant.json")
    let directory = request.output?.absolute(in: session.workingDirectory) ?? path.parent
    try Directory.create(directory)
    let target = directory / wheel.name(as: label)
    try wheel.write(to: target, metadata: metadata)
    return MakeVariantReport(
        path: target, label: label, properties: metadata.variants[label] ?? VariantProperties(),
        seed: seed.name, sha256: try Digest.ofFile(target), leftOut: wheel.signatures)
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
