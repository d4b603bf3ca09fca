internal import Installer
internal import VariantProviders

/// A list that a drop-in file fixes: `static = { … }` (V-182).
struct ListedProvider: VariantProvider {
    let name: String
    let features: [VariantFeature]
    /// The file that lists them.
    let file: Path

    func answer() -> ProviderAnswer {
        ProviderAnswer(
            features: features, source: file.text, summary: "listed in \(file.name)",
            observations: [.init(file.text, features.isEmpty ? "lists nothing" : "lists what is supported")])
    }
}
