/// Which maps from hardware to indexes have a say beside the indexes of a command.
extension IndexSettings {
    /// Why a map is not in force; nil: it is, perhaps with some of its labels alone (`variants(inForce:)`).
    ///
    /// A map of the site or the user counts always, but for packages that are pinned elsewhere. One that came with
    /// swuv leads to public indexes: it steps aside where the user said that packages come from somewhere else.
    package func stepsAside(_ map: VariantIndex) -> String? {
        if noIndex { return "no index may be asked" }
        if let pinned = pins.keys.filter(map.packages.contains).min() {
            return "`\(pinned)` is pinned to an index"
        }
        return variants(inForce: map).isEmpty ? "another default index was named" : nil
    }

    /// The labels of a map that may be used with these indexes.
    package func variants(inForce map: VariantIndex) -> [VariantIndex.Variant] {
        if map.isOfSite || isDefaultAssumed { return map.variants }
        let hosts = Set(indexes.compactMap { try? URLReference(parsing: $0.url).host })
        return map.variants.filter { variant in
            guard let url = try? URLReference(parsing: variant.url) else { return false }
            return url.scheme == "file" || url.isLoopback || hosts.contains(url.host)
        }
    }

    /// The maps in force with the labels that may be used.
    package func inForce(
        _ maps: [VariantIndex], saying: (_ why: String) -> Void = { _ in }
    ) -> [VariantIndex] {
        maps.compactMap { map in
            if let reason = stepsAside(map) {
                saying("the variant index `\(map.name)` is not in force: \(reason)")
                return nil
            }
            var map = map
            map.variants = variants(inForce: map)
            return map
        }
    }
}

extension URLReference {
    /// It leads to this machine.
    fileprivate var isLoopback: Bool {
        if host == "localhost" || host == "[::1]" { return true }
        return host.hasPrefix("127.")
            && host.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    }
}
