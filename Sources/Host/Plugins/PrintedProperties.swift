internal import Installer
internal import VariantProviders

/// What a command provider printed, read and checked.
struct PrintedProperties {
    /// In order of preference.
    var features: [VariantFeature]
    /// `source`: what the program says it found this with.
    var source: String?

    private static let maxDepth = 8

    /// Throws everything that is wrong with it. Members that mean nothing here are ignored, as in a profile (V-186).
    init(parsing bytes: [UInt8], program: String, errors: [UInt8] = []) throws {
        func refusal(_ causes: [String]) -> Diagnostic {
            Diagnostic(
                "`\(program)` printed no list of properties",
                causes: Array(causes.prefix(8)) + ProgramFailure.tail(errors))
        }
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }) {
            throw refusal(["it printed nothing; `{}` says that nothing is here"])
        }
        if UTF8Validity.firstFault(in: bytes) != nil { throw refusal(["it is not UTF-8"]) }
        let value: JSONValue
        do {
            value = try JSONReader.parse(bytes, maxDepth: Self.maxDepth)
        } catch {
            throw refusal(["it is not JSON: \(error)"])
        }
        guard let members = value.object else {
            throw refusal(["expected an object, found \(value.kindName)"])
        }
        var faults: [String] = []
        var listing = FeatureListing<String>(features: [], order: nil, place: "")
        for (key, item) in members {
            switch key {
            case "static-properties": listing.features = Self.features(item, &faults)
            case "feature-order":
                listing.order = Self.strings(item, key, &faults).map { ($0.text, $0.place) }
            case "source": source = item.string.map { String($0.prefix(200)) }
            default: break
            }
        }
        if value["feature-order"] != nil, value["static-properties"] == nil {
            faults.append("`feature-order` without `static-properties`")
        } else if !members.isEmpty, value["static-properties"] == nil {
            faults.append("`static-properties` is missing")
        }
        features = listing.ordered { message, place in
            faults.append(place.isEmpty ? message : "\(message) (at `\(place)`)")
        }
        if !faults.isEmpty { throw refusal(faults) }
    }

    private typealias Values = [(text: String, place: String)]

    private static func features(
        _ item: JSONValue, _ faults: inout [String]
    ) -> [(name: String, place: String, values: Values)] {
        guard let members = item.object else {
            faults.append("expected an object at `static-properties`, found \(item.kindName)")
            return []
        }
        return members.map { key, value in
            (key, "static-properties.\(key)", strings(value, "static-properties.\(key)", &faults))
        }
    }

    private static func strings(_ item: JSONValue, _ place: String, _ faults: inout [String]) -> Values {
        guard let elements = item.array else {
            faults.append("expected an array of strings at `\(place)`, found \(item.kindName)")
            return []
        }
        var values: Values = []
        for (index, element) in elements.enumerated() {
            if let text = element.string {
                values.append((text, "\(place)[\(index)]"))
            } else {
                faults.append("expected a string at `\(place)[\(index)]`, found \(element.kindName)")
            }
        }
        return values
    }
}
