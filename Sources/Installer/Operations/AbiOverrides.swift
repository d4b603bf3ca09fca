extension Session {
    private static let abiVariable = "VARIANT_ABI_DEPENDENCY"

    /// `VARIANT_ABI_DEPENDENCY=torch==2.8.0,numpy==2.1`: versions that variants built for other packages are held
    /// against, in place of what is resolved; for tests and provisioning (V-238). A malformed item is ignored
    /// with a warning.
    func abiOverrides() -> [PackageName: Version] {
        var versions: [PackageName: Version] = [:]
        for item in (environment[Self.abiVariable] ?? "").split(separator: ",") {
            let requirement = try? Requirement(parsing: String(item))
            guard let requirement, let version = requirement.specifiers.pinned else {
                reporter.warning(
                    Diagnostic(
                        "`\(TextExcerpt.shortened(String(item)))` of `\(Self.abiVariable)` is ignored",
                        causes: ["expected `NAME==VERSION`"]))
                continue
            }
            versions[requirement.name] = version
        }
        return versions
    }
}
