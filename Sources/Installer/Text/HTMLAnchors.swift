/// One link of an index page or of a find-links page.
package struct HTMLAnchor: Hashable, Sendable {
    /// The target as written, entities resolved; relative to the page or its base.
    package var href: String
    /// The text between the tags, white space trimmed; cut at `HTMLAnchors.maxTextLength` bytes.
    package var text: String
    /// `data-requires-python` (PEP 503).
    package var requiresPython: String?
    /// `data-yanked` (PEP 592): the reason, which may be empty; nil when the file is not yanked.
    package var yanked: String?
    /// `data-core-metadata` (PEP 714), or `data-dist-info-metadata` (PEP 658): `true`, `sha256=…` or empty.
    package var coreMetadata: String?
    /// `data-gpg-sig`.
    package var signature: String?

    package init(href: String, text: String) {
        self.href = href
        self.text = text
    }
}

/// The links of an HTML page, as PEP 503 indexes and plain file listings write them.
///
/// It is a tolerant scan, not a tree: whatever the bytes are, it ends after one pass over them and never fails.
/// Comments, scripts and styles are passed over, tags and attributes may be of any case, quoted or not, and of two
/// attributes with one name the first counts, all as HTML says.
package struct HTMLAnchors: Sendable {
    /// The `href` of the first `<base>` that has one.
    package private(set) var base: String?
    /// The `content` of `<meta name="pypi:repository-version">` (PEP 629).
    package private(set) var repositoryVersion: String?
    package private(set) var anchors: [HTMLAnchor] = []

    package static let maxTextLength = 4096

    package init(_ bytes: [UInt8]) {
        var scanner = HTMLScanner(bytes)
        while let tag = scanner.nextTag() {
            switch tag.name {
            case .anchor:
                guard let href = tag.attribute("href") else { continue }
                var anchor = HTMLAnchor(href: Self.trimmed(href), text: scanner.textOfAnchor())
                anchor.requiresPython = tag.attribute("data-requires-python")
                anchor.yanked = tag.attribute("data-yanked")
                anchor.coreMetadata =
                    tag.attribute("data-core-metadata") ?? tag.attribute("data-dist-info-metadata")
                anchor.signature = tag.attribute("data-gpg-sig")
                anchors.append(anchor)
            case .base:
                if base == nil, let href = tag.attribute("href") { base = Self.trimmed(href) }
            case .meta:
                guard repositoryVersion == nil, tag.attribute("name") == "pypi:repository-version" else {
                    continue
                }
                repositoryVersion = tag.attribute("content").map(Self.trimmed)
            case .rawText, .other:
                continue
            }
        }
    }

    /// Without the white space around it that HTML does not count as part of a URL.
    static func trimmed(_ text: String) -> String {
        let bytes = text.utf8
        guard let start = bytes.firstIndex(where: { !$0.isASCIISpace }),
            let end = bytes.lastIndex(where: { !$0.isASCIISpace })
        else { return "" }
        return String(text[start...end])
    }
}
