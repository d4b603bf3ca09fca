/// The last line of defence for passwords: whatever is told about URLs, their credentials are not. Rooms keep
/// credentials out of what they report; texts of users and servers may still hold some.
enum Redaction {
    /// Every `scheme://user:password@` of the text with `****` for the credentials. A user name alone stays,
    /// except in `http:` and `https:`, where it may be a token.
    static func redacted(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "@")) else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var copied = 0
        var place = 0
        while place + 2 < bytes.count {
            guard bytes[place] == UInt8(ascii: ":"), bytes[place + 1] == UInt8(ascii: "/"),
                bytes[place + 2] == UInt8(ascii: "/")
            else {
                place += 1
                continue
            }
            let start = place + 3
            let end = bytes[start...].firstIndex(where: endsAuthority) ?? bytes.count
            place = start
            guard let at = bytes[start..<end].lastIndex(of: UInt8(ascii: "@")) else { continue }
            let isWeb =
                bytes[..<(start - 3)].suffix(5).elementsEqual("https".utf8)
                || bytes[..<(start - 3)].suffix(4).elementsEqual("http".utf8)
            guard isWeb || bytes[start..<at].contains(UInt8(ascii: ":")) else { continue }
            result += bytes[copied..<start] + Array("****".utf8)
            copied = at
            place = at
        }
        if copied == 0 { return text }
        return String(decoding: result + bytes[copied...], as: UTF8.self)
    }

    private static func endsAuthority(_ byte: UInt8) -> Bool {
        byte <= 0x20 || "/?#\"'`<>,".utf8.contains(byte)
    }
}
