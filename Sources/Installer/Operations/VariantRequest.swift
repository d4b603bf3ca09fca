/// What a command that selects wheels was told about variants.
package struct VariantRequest: Hashable, Sendable {
    /// `--variant-profile`: a host profile in place of detection.
    package var profile: Path?
    package var preferences: VariantPreferences

    package init(profile: Path? = nil, preferences: VariantPreferences = .none) {
        self.profile = profile
        self.preferences = preferences
    }
}
