internal import VariantProviders

/// Reads typed values from the tables of a lock and gathers what is wrong with them.
struct LockFields {
    let document: TOMLDocument
    private(set) var faults: [TOMLFault] = []
    /// Markers and names repeat: each text is read once.
    private var markers: [String: Marker] = [:]
    private var versions: [String: Version] = [:]

    init(_ document: TOMLDocument) { self.document = document }

    mutating func report(_ message: String, at span: Range<Int>) {
        // Far more than are shown.
        guard faults.count < 1000 else { return }
        let fault = document.fault(message, at: span)
        faults.append(TOMLFault(fault.message, fault.snippet.maskingUserInformation))
    }

    private mutating func refuse(_ item: TOMLItem, _ name: String, _ kind: String) {
        report("expected `\(name)` to be \(kind), found \(item.kindName)", at: item.span)
    }

    private mutating func refuse(_ text: String, _ what: String, _ item: TOMLItem) {
        report("`\(TextExcerpt.shortened(text))` is no valid \(what)", at: item.span)
    }

    // MARK: Kinds

    static func path(_ key: String, _ label: String) -> String { label.isEmpty ? key : "\(label).\(key)" }

    mutating func required(
        _ key: String, of table: TOMLTable, _ label: String, at span: Range<Int>
    ) -> TOMLItem? {
        if let item = table[key] { return item }
        report("`\(Self.path(key, label))` is missing", at: span)
        return nil
    }

    mutating func table(_ item: TOMLItem, _ name: @autoclosure () -> String) -> TOMLTable? {
        if item.table == nil { refuse(item, name(), "a table") }
        return item.table
    }

    mutating func array(_ item: TOMLItem, _ name: @autoclosure () -> String) -> [TOMLItem]? {
        if item.array == nil { refuse(item, name(), "an array") }
        return item.array
    }

    mutating func string(_ item: TOMLItem, _ name: @autoclosure () -> String) -> String? {
        if item.string == nil { refuse(item, name(), "a string") }
        return item.string
    }

    /// The elements under a key; empty when it is not there.
    mutating func elements(_ key: String, of table: TOMLTable, _ label: String) -> [TOMLItem] {
        guard let item = table[key] else { return [] }
        return array(item, Self.path(key, label)) ?? []
    }

    mutating func text(_ key: String, of table: TOMLTable, _ label: String) -> String? {
        guard let item = table[key] else { return nil }
        return string(item, Self.path(key, label))
    }

    mutating func flag(_ key: String, of table: TOMLTable, _ label: String) -> Bool? {
        guard let item = table[key] else { return nil }
        if item.boolean == nil { refuse(item, Self.path(key, label), "a boolean") }
        return item.boolean
    }

    mutating func moment(_ key: String, of table: TOMLTable, _ label: String) -> Int64? {
        guard let item = table[key] else { return nil }
        if case .offsetDateTime(let moment) = item.value { return moment.unixSeconds }
        refuse(item, Self.path(key, label), "a date and time with an offset")
        return nil
    }

    mutating func size(_ key: String, of table: TOMLTable, _ label: String) -> UInt64? {
        guard let item = table[key] else { return nil }
        if let number = item.integer, number >= 0 { return UInt64(number) }
        refuse(item, Self.path(key, label), "a whole number that is not negative")
        return nil
    }

    // MARK: Names and versions

    mutating func packageName(_ item: TOMLItem, _ label: @autoclosure () -> String) -> PackageName? {
        guard let text = string(item, label()) else { return nil }
        if let name = PackageName(text) { return name }
        refuse(text, "package name", item)
        return nil
    }

    mutating func packageName(
        _ key: String, of table: TOMLTable, _ label: String, at span: Range<Int>
    ) -> PackageName? {
        guard let item = required(key, of: table, label, at: span) else { return nil }
        return packageName(item, Self.path(key, label))
    }

    mutating func extraName(_ item: TOMLItem, _ label: @autoclosure () -> String) -> ExtraName? {
        guard let text = string(item, label()) else { return nil }
        return extraName(text, at: item.span)
    }

    mutating func extraName(_ text: String, at span: Range<Int>) -> ExtraName? {
        if let name = ExtraName(text) { return name }
        report("`\(TextExcerpt.shortened(text))` is no valid name", at: span)
        return nil
    }

    mutating func version(_ key: String, of table: TOMLTable, _ label: String) -> Version? {
        guard let item = table[key], let text = string(item, Self.path(key, label)) else { return nil }
        if let known = versions[text] { return known }
        guard let version = Version(text) else {
            refuse(text, "version", item)
            return nil
        }
        versions[text] = version
        return version
    }

    mutating func specifiers(_ item: TOMLItem, _ label: @autoclosure () -> String) -> VersionSpecifiers? {
        guard let text = string(item, label()) else { return nil }
        do throws(VersionError) {
            return try VersionSpecifiers(parsing: text)
        } catch {
            report("`\(TextExcerpt.shortened(text))` is no version specifier: \(error.reason)", at: item.span)
            return nil
        }
    }

    mutating func requirement(_ item: TOMLItem, _ label: @autoclosure () -> String) -> Requirement? {
        guard let text = string(item, label()) else { return nil }
        do throws(RequirementError) {
            return try Requirement(parsing: text)
        } catch {
            report("`\(TextExcerpt.shortened(text))` is no requirement: \(error.message)", at: item.span)
            return nil
        }
    }

    mutating func marker(_ item: TOMLItem, _ label: @autoclosure () -> String) -> Marker? {
        guard let text = string(item, label()) else { return nil }
        if let known = markers[text] { return known }
        do throws(RequirementError) {
            let marker = try Marker(parsing: text, inLock: true)
            markers[text] = marker
            return marker
        } catch {
            report("`\(TextExcerpt.shortened(text))` is no marker: \(error.message)", at: item.span)
            return nil
        }
    }

    mutating func marker(_ key: String, of table: TOMLTable, _ label: String) -> Marker? {
        guard let item = table[key] else { return nil }
        return marker(item, Self.path(key, label))
    }

    // MARK: Places

    /// A URL that a file can be had from, or a page. Never with credentials: a lock goes into version control.
    mutating func url(_ item: TOMLItem, _ label: @autoclosure () -> String) -> String? {
        reference(item, label()) == nil ? nil : item.string
    }

    /// The same in parts.
    mutating func reference(_ item: TOMLItem, _ label: @autoclosure () -> String) -> URLReference? {
        guard let text = string(item, label()) else { return nil }
        do throws(InvalidURL) {
            let url = try URLReference(parsing: text)
            guard url.isHTTP || url.scheme == "file" else {
                report(
                    "the scheme `\(TextExcerpt.shortened(url.scheme))` is not `https`, `http` or `file`",
                    at: item.span)
                return nil
            }
            guard url.userinfo == nil else {
                report("the URL holds credentials, which have no place in a lock", at: item.span)
                return nil
            }
            return url
        } catch {
            report("the URL is not valid: \(error.reason)", at: item.span)
            return nil
        }
    }

    /// A path that can be handed to the system.
    mutating func filePath(_ item: TOMLItem, _ label: @autoclosure () -> String) -> String? {
        guard let text = string(item, label()) else { return nil }
        if text.isEmpty || text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            report("`\(TextExcerpt.shortened(text))` is no path", at: item.span)
            return nil
        }
        return text
    }

    /// A URL or a path, by its looks.
    mutating func place(_ item: TOMLItem, _ label: @autoclosure () -> String) -> String? {
        guard let text = string(item, label()) else { return nil }
        return text.contains("://") ? url(item, label()) : filePath(item, label())
    }

    // MARK: Properties

    /// `{ nvidia = { sm_arch = ["90"] } }` (V-001…V-007)
    mutating func properties(_ item: TOMLItem, _ label: String) -> VariantProperties? {
        guard let table = table(item, label) else { return nil }
        var result: [String: [String: [String]]] = [:]
        for namespace in table.entries {
            guard isName(namespace, label), let features = self.table(namespace.item, label) else { continue }
            for feature in features.entries {
                guard isName(feature, label), let values = array(feature.item, label) else { continue }
                for value in values {
                    guard let text = string(value, label) else { continue }
                    if !VariantSyntax.isValue(text) { refuse(text, "value of a variant feature", value) }
                    result[namespace.key, default: [:]][feature.key, default: []].append(text)
                }
            }
        }
        return VariantProperties(result)
    }

    private mutating func isName(_ entry: TOMLTable.Entry, _ label: String) -> Bool {
        if VariantSyntax.isName(entry.key) { return true }
        report("`\(TextExcerpt.shortened(entry.key))` is no valid name in `\(label)`", at: entry.keySpan)
        return false
    }

    mutating func label(_ key: String, of table: TOMLTable, _ label: String, at span: Range<Int>)
        -> VariantLabel?
    {
        guard let item = required(key, of: table, label, at: span),
            let text = string(item, Self.path(key, label))
        else { return nil }
        if let label = VariantLabel(text) { return label }
        refuse(text, "variant label", item)
        return nil
    }
}
