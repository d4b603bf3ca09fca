extension SupportedProperties.Unsupported {
    /// Why nothing of a namespace is supported, in words that read on from the namespace's name:
    /// ``nvidia: nothing of it was found on this host``.
    package func text(of namespace: String) -> String {
        switch self {
        case .optional: "its provider is optional; `--enable-provider \(namespace)` turns it on"
        case .disabled: "its provider is disabled"
        case .notInProfile: "the host profile does not name it"
        case .otherRelease(let requirement, let reproduced):
            "`\(requirement)` asks for another release than those that swuv has built in (\(reproduced.joined(separator: ", ")))"
        case .untrusted(let packages):
            "swuv has nothing built in for the plugin \(Self.list(packages)), and it is not trusted to run"
        case .unknownBuiltin(let name): "swuv knows no provider `\(name)`"
        case .noProvider: "the metadata names no provider for it"
        case .nothingFound: "nothing of it was found on this host"
        case .failed(let reason): "its provider failed: \(reason)"
        }
    }

    private static func list(_ names: [String]) -> String {
        names.map { "`\($0)`" }.joined(separator: ", ")
    }
}
