extension VariantValues {
    /// What markers about a variant index see: its label.
    package init(label: VariantLabel) {
        self.init(label: label.text, properties: [], features: [], namespaces: [])
    }
}
