/// Reads index pages and find-links pages in HTML (PEP 503, 592, 629, 658).
enum PageHTML {
    /// Feeds the links of the page to `builder`. A file is named by its URL, a variants file also by the
    /// text of its link.
    static func read(_ page: HTMLAnchors, into builder: inout PageBuilder) throws {
        if let version = page.repositoryVersion { try PageFault.checkVersion(version) }
        for anchor in page.anchors { read(anchor, into: &builder) }
    }

    /// One link.
    static func read(_ anchor: HTMLAnchor, into builder: inout PageBuilder) {
        builder.begin()
        builder.setURL(anchor.href)
        if let name = name(of: anchor, builder.base) { builder.setBasename(name) }
        if let fragment = Self.fragment(of: anchor.href) { addHash(fragment, to: &builder) }
        if let python = anchor.requiresPython { builder.setPython(python) }
        if let reason = anchor.yanked { builder.setYanked(reason) }
        if let offer = anchor.coreMetadata, offer.lowercased() != "false" {
            let parts = offer.split(separator: "=", maxSplits: 1)
            builder.setMetadata(
                parts.count == 2 ? String(parts[0]) : "", parts.count == 2 ? String(parts[1]) : "")
        }
        builder.finish()
    }

    /// Where relative links of the page lead from: its `base`, if that is a web address, else its own.
    static func base(of page: HTMLAnchors, at url: URLReference) -> URLReference {
        guard let href = page.base, let base = try? url.resolving(href),
            base.isHTTP || base.scheme == url.scheme
        else { return url }
        return base
    }

    /// The last part of the URL, save for variants files: theirs may be any (V-071).
    private static func name(of anchor: HTMLAnchor, _ base: URLReference) -> String? {
        if PageBuilder.isVariantsName(anchor.text) { return anchor.text }
        guard let url = try? base.resolving(anchor.href) else { return nil }
        let name = url.lastComponent
        return name.isEmpty ? nil : name
    }

    private static func fragment(of href: String) -> Substring? {
        href.utf8.firstIndex(of: UInt8(ascii: "#")).map { href[href.utf8.index(after: $0)...] }
    }

    /// `sha256=…`, perhaps among other parts joined by `&`.
    private static func addHash(_ fragment: Substring, to builder: inout PageBuilder) {
        for part in fragment.split(separator: "&") {
            let sides = part.split(separator: "=", maxSplits: 1)
            guard sides.count == 2 else { continue }
            builder.addHash(String(sides[0]), String(sides[1]))
        }
    }
}
