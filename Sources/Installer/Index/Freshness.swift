/// How long an answer may be used without asking again (RFC 9111).
struct Freshness: Equatable {
    /// It may be kept at all.
    var isStorable = true
    /// Seconds from now on. 0 when the server does not say: then it is asked again, with a validator.
    var seconds: Int64 = 0
    /// It is for one user only.
    var variesByUser = false

    private static let longest: Int64 = 10 * 365 * 86_400

    /// - Parameter now: seconds since 1970.
    init(_ headers: HTTPHeaders, now: Int64) {
        var maxAge: Int64?
        var isImmutable = false
        var mustAsk = false
        for directive in headers.list("cache-control").lowercased().split(separator: ",") {
            let sides = directive.split(separator: "=", maxSplits: 1)
            guard let name = sides.first?.trimmingSpaces else { continue }
            switch name {
            case "no-store": isStorable = false
            case "no-cache": mustAsk = true
            case "immutable": isImmutable = true
            case "max-age":
                let text = sides.count > 1 ? sides[1].trimmingSpaces : ""
                maxAge = maxAge ?? Int64(text.filter { $0 != "\"" }) ?? 0
            default: break
            }
        }
        let age = headers["age"].flatMap { Int64($0) } ?? 0
        if let maxAge {
            seconds = min(maxAge, Self.longest) - max(age, 0)
        } else if isImmutable {
            seconds = 365 * 86_400
        } else if let expires = headers["expires"].flatMap(HTTPDate.seconds) {
            seconds = min(expires, now + Self.longest) - (headers["date"].flatMap(HTTPDate.seconds) ?? now)
        }
        for field in headers.list("vary").lowercased().split(separator: ",") {
            switch field.trimmingSpaces {
            case "*": mustAsk = true
            case "authorization", "cookie": variesByUser = true
            default: break  // What else we send is the same in every request.
            }
        }
        if mustAsk || seconds < 0 { seconds = 0 }
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var text = self
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
