extension VariantValues {
    /// What markers about a variant index see: its label.
    package init(label: VariantLabel) {
        self.init(label: label.text, properties: [], features: [], namespaces: [])
    }

    /// What markers see of a variant on a host that supports all of its properties.
    package init(label: VariantLabel, of properties: VariantProperties) {
        self.init(label: label)
        for (namespace, features) in properties.namespaces {
            namespaces.insert(namespace)
            for (feature, values) in features {
                self.features.insert("\(namespace) :: \(feature)")
                self.properties.formUnion(values.map { "\(namespace) :: \(feature) :: \($0)" })
            }
        }
    }
}
