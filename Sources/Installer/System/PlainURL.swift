/// A URL of the kind that nearly all are, told from the others in one pass: `http` or `https`, a host in lower case,
/// perhaps a port, and a path of plain characters without dot segments. It means just what it says, and it is what
/// `URLReference.text` would make of it.
struct PlainURL {
    private let text: String
    /// Where in the UTF-8 of the text the last component of the path begins.
    private let start: Int

    /// nil for every other text, valid URL or not.
    init?(_ text: String) {
        let bytes = text.utf8.span
        guard let host = Self.endOfScheme(bytes), let path = Self.endOfAuthority(bytes, from: host) else {
            return nil
        }
        var start = path
        for index in path..<bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "/"): start = index + 1
            case UInt8(ascii: "."): if index == start { return nil }
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                continue
            default: return nil
            }
        }
        self.text = text
        self.start = start
    }

    /// The name of the file that it leads to.
    var lastComponent: String { String(decoding: text.utf8.span.extracting(start...)) }

    func leads(to name: String) -> Bool {
        let own = text.utf8.span.extracting(start...)
        let other = name.utf8.span
        guard own.count == other.count else { return false }
        for index in own.indices where own[index] != other[index] { return false }
        return true
    }

    private static func endOfScheme(_ bytes: Span<UInt8>) -> Int? {
        func begins(_ scheme: StaticString) -> Bool {
            let count = scheme.utf8CodeUnitCount
            guard bytes.count > count else { return false }
            return scheme.withUTF8Buffer { name in
                for index in 0..<count where unsafe name[index] != bytes[index] { return false }
                return true
            }
        }
        return begins("https://") ? 8 : begins("http://") ? 7 : nil
    }

    /// Where the path begins.
    private static func endOfAuthority(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        host: while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."):
                index += 1
            default: break host
            }
        }
        guard index > start, index < bytes.count else { return nil }
        if bytes[index] == UInt8(ascii: ":") {
            index += 1
            var port = 0
            let first = index
            while index < bytes.count, bytes[index] &- UInt8(ascii: "0") < 10, index < first + 5 {
                port = port * 10 + Int(bytes[index] - UInt8(ascii: "0"))
                index += 1
            }
            guard index > first, bytes[first] != UInt8(ascii: "0"), port <= Int(UInt16.max) else {
                return nil
            }
        }
        return index < bytes.count && bytes[index] == UInt8(ascii: "/") ? index : nil
    }
}
