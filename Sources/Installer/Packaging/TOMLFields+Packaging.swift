/// Values of the packaging standards in TOML documents.
extension TOMLFields {
    /// An element of a list of requirements (PEP 508).
    mutating func requirement(_ item: TOMLItem, of list: String) -> ProjectRequirements.Entry? {
        guard let text = item.string else {
            report("a requirement of `\(list)` must be a string, not \(item.kindName)", item.span)
            return nil
        }
        do {
            return ProjectRequirements.Entry(requirement: try Requirement(parsing: text), span: item.span)
        } catch {
            report(error.message, span(of: error.columns, in: item, text))
            return nil
        }
    }

    mutating func requirements(_ item: TOMLItem, _ list: String) -> [ProjectRequirements.Entry] {
        var found: [ProjectRequirements.Entry] = []
        for element in array(item, list) ?? [] {
            if let entry = requirement(element, of: list) { found.append(entry) }
        }
        return found
    }

    mutating func marker(_ item: TOMLItem, _ name: String) -> Marker? {
        guard let text = string(item, name) else { return nil }
        do {
            return try Marker(parsing: text)
        } catch {
            report(error.message, span(of: error.columns, in: item, text))
            return nil
        }
    }

    mutating func specifiers(_ item: TOMLItem, _ name: String) -> VersionSpecifiers? {
        guard let text = string(item, name) else { return nil }
        do {
            return try VersionSpecifiers(parsing: text)
        } catch {
            report(error.reason, span(of: error.columns, in: item, text))
            return nil
        }
    }

    /// `kind`: `an extra`, `a dependency group`.
    mutating func extraName(_ item: TOMLItem, _ name: String, _ kind: String) -> ExtraName? {
        guard let text = string(item, name) else { return nil }
        guard let name = ExtraName(text) else {
            report("`\(TextExcerpt.shortened(text))` is no valid name of \(kind)", item.span)
            return nil
        }
        return name
    }

    mutating func packageName(_ item: TOMLItem, _ name: String) -> PackageName? {
        guard let text = string(item, name) else { return nil }
        guard let name = PackageName(text) else {
            report("`\(TextExcerpt.shortened(text))` is no valid name of a package", item.span)
            return nil
        }
        return name
    }
}
