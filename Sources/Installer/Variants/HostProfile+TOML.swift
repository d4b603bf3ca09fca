internal import VariantProviders

extension HostProfile {
    /// The static lists of the fork of uv that tried variants first (V-186): tables `[[provider]]` with
    /// `namespace` and `properties`, a table of features in order. What it lists is the whole host.
    init(importing document: TOMLDocument) throws {
        var faults: [TOMLFault] = []
        var providers: [String: Entry] = [:]
        guard let tables = document.root["provider"]?.array else {
            throw document.errors([document.fault("expected tables `[[provider]]`", at: 0..<0)])
        }
        for table in tables {
            guard let namespace = table["namespace"]?.string, VariantSyntax.isName(namespace) else {
                faults.append(
                    document.fault(
                        "a provider needs a `namespace` made of `0-9`, `a-z` and `_`",
                        at: table["namespace"] ?? table))
                continue
            }
            if providers[namespace] != nil {
                faults.append(document.fault("the namespace `\(namespace)` is there twice", at: table))
            }
            guard let properties = table["properties"]?.table else {
                faults.append(document.fault("a provider needs a table `properties`", at: table))
                continue
            }
            let features = properties.entries.compactMap { feature(of: $0, document, &faults) }
            providers[namespace] = Entry(features.filter { !$0.values.isEmpty })
        }
        guard faults.isEmpty else { throw document.errors(faults) }
        self.init(providers: providers)

        func feature(
            of entry: TOMLTable.Entry, _ document: TOMLDocument, _ faults: inout [TOMLFault]
        ) -> VariantFeature? {
            guard VariantSyntax.isName(entry.key), let items = entry.item.array else {
                faults.append(
                    document.fault(
                        "expected a feature made of `0-9`, `a-z` and `_` with an array of values",
                        at: entry.keySpan))
                return nil
            }
            var values: [String] = []
            for item in items {
                guard let value = item.string, VariantSyntax.isValue(value), !values.contains(value) else {
                    faults.append(
                        document.fault(
                            "expected a value made of `0-9`, `a-z`, `_` and `.`, each once", at: item))
                    continue
                }
                values.append(value)
            }
            return VariantFeature(entry.key, values)
        }
    }
}
