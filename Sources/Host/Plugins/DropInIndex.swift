internal import Installer

/// A `[[variant-index]]` table: a map from hardware to indexes, or, without `packages`, what is to be otherwise in
/// the map of that name that an earlier file has.
struct DropInIndex: Sendable {
    var name: String
    /// nil: it only adjusts.
    var packages: [PackageName]?
    var namespaces: [String]
    /// What relative indexes start at, as a URL that ends with `/`.
    var base: String?
    /// In the order of the file.
    var labels: [Label]
    /// nil where it is not said.
    var isEnabled: Bool?
    /// For messages about what it says beside other files.
    var document: TOMLDocument
    var span: Range<Int>

    struct Label: Sendable {
        var label: VariantLabel
        /// Absolute, or relative to the base; nil where it is not said.
        var index: String?
        var variant: VariantIndex.Variant
        var isEnabled: Bool?
        var span: Range<Int>
    }

    /// A fault of the table as a whole.
    func fault(_ message: String, at span: Range<Int>? = nil) -> Diagnostic {
        document.errors([document.fault(message, at: span ?? self.span)]).diagnostic
    }

    /// This map with what a later file says of it.
    func adjusted(by later: DropInIndex) throws -> DropInIndex {
        var result = self
        if let base = later.base { result.base = base }
        if let isEnabled = later.isEnabled { result.isEnabled = isEnabled }
        for change in later.labels {
            guard let place = result.labels.firstIndex(where: { $0.label == change.label }) else {
                throw later.fault("the map `\(name)` has no label `\(change.label)`", at: change.span)
            }
            if let index = change.index { result.labels[place].index = index }
            if let isEnabled = change.isEnabled { result.labels[place].isEnabled = isEnabled }
        }
        return result
    }

    /// What it comes to; nil when it is off, or nothing is left of it.
    func map(isOfSite: Bool) throws -> VariantIndex? {
        guard isEnabled ?? true, let packages else { return nil }
        let variants = try labels.filter { $0.isEnabled ?? true }.map { label in
            var variant = label.variant
            let index = label.index ?? label.label.text
            do throws(Diagnostic) {
                variant.url = try Self.url(of: index, base: base)
            } catch {
                throw fault(error.message, at: label.span)
            }
            return variant
        }
        guard !variants.isEmpty else { return nil }
        return VariantIndex(
            name: name, packages: Set(packages), namespaces: namespaces, variants: variants,
            isOfSite: isOfSite)
    }

    /// The URL of an index without the slash at its end.
    static func url(of index: String, base: String?) throws(Diagnostic) -> String {
        do {
            let url: URLReference
            if isAbsolute(index) {
                url = try URLReference(parsing: index)
            } else if let base {
                url = try URLReference(parsing: base).asDirectory.resolving(index)
            } else {
                throw Diagnostic("`index` is relative, and the map has no `base`")
            }
            if let reason = refusal(of: url) { throw Diagnostic("`\(url.text)` is no index: \(reason)") }
            var text = url.text
            while text.hasSuffix("/"), !text.hasSuffix("://") { text.removeLast() }
            return text
        } catch let error as InvalidURL {
            throw error.diagnostic
        } catch let error as Diagnostic {
            throw error
        } catch {
            throw Diagnostic(describing: error)
        }
    }

    static func isAbsolute(_ text: String) -> Bool { text.contains("://") || text.hasPrefix("file:") }

    /// Why it cannot be the URL of an index.
    static func refusal(of url: URLReference) -> String? {
        if !url.isHTTP && url.filePath == nil { return "expected `https`, `http` or `file`" }
        if url.userinfo != nil { return "credentials belong into a netrc file" }
        if url.query != nil || url.fragment != nil { return "it has a query or a fragment" }
        return nil
    }
}
