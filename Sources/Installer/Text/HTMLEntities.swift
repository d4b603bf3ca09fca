/// The character references of HTML: all numeric ones, and the names that pages of files use (Latin 1,
/// punctuation, and the ASCII signs that URLs are made of).
enum HTMLEntities {
    /// The text of `bytes` with its references resolved; what is no reference stays as it is.
    ///
    /// In an attribute a name without its semicolon before `=` or a letter is no reference, so that
    /// `?a=1&copy=2` survives.
    static func text(of bytes: ArraySlice<UInt8>, inAttribute: Bool) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var at = bytes.startIndex
        while at < bytes.endIndex {
            if bytes[at] == UInt8(ascii: "&"), let (scalar, end) = reference(bytes, at + 1, inAttribute) {
                result.append(contentsOf: UTF8.encode(scalar)!)
                at = end
            } else {
                result.append(bytes[at])
                at += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func reference(
        _ bytes: ArraySlice<UInt8>, _ start: Int, _ inAttribute: Bool
    ) -> (Unicode.Scalar, end: Int)? {
        guard start < bytes.endIndex else { return nil }
        if bytes[start] == UInt8(ascii: "#") { return numeric(bytes, start + 1) }
        var end = start
        while end < bytes.endIndex, end - start < 32, bytes[end].isASCIIAlphanumeric { end += 1 }
        guard end > start else { return nil }
        let name = String(decoding: bytes[start..<end], as: UTF8.self)
        let next = end < bytes.endIndex ? bytes[end] : 0
        if next == UInt8(ascii: ";") {
            return (names[name] ?? legacy[name]).map { ($0, end + 1) }
        }
        if inAttribute, next == UInt8(ascii: "=") { return nil }
        return legacy[name].map { ($0, end) }
    }

    private static func numeric(_ bytes: ArraySlice<UInt8>, _ start: Int) -> (Unicode.Scalar, end: Int)? {
        var at = start
        let isHex = at < bytes.endIndex && bytes[at] | 0x20 == UInt8(ascii: "x")
        if isHex { at += 1 }
        let digits = at
        var value: UInt32 = 0
        while at < bytes.endIndex, let digit = bytes[at].hexDigitValue, isHex || digit < 10 {
            // Once out of range it stays there; a million digits must not overflow.
            if value <= 0x10FFFF { value = value * (isHex ? 16 : 10) + UInt32(digit) }
            at += 1
        }
        guard at > digits else { return nil }
        if at < bytes.endIndex, bytes[at] == UInt8(ascii: ";") { at += 1 }
        if value >= 0x80, value <= 0x9F { value = windows1252[Int(value - 0x80)] }
        return (value == 0 ? "\u{FFFD}" : Unicode.Scalar(value) ?? "\u{FFFD}", at)
    }

    /// What numeric references to C1 controls mean: the characters of Windows-1252 there.
    private static let windows1252: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
        0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161,
        0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]

    /// Those that may lack their semicolon: five ASCII ones, and Latin 1 in its order from U+00A0.
    private static let legacy: [String: Unicode.Scalar] = {
        var names: [String: Unicode.Scalar] = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "AMP": "&", "LT": "<", "GT": ">", "QUOT": "\"",
        ]
        let latin = """
            nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 \
            acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde \
            Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute \
            Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde \
            auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute \
            ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml
            """
        for (offset, name) in latin.split(separator: " ").enumerated() {
            names[String(name)] = Unicode.Scalar(UInt8(0xA0 + offset))
        }
        return names
    }()

    private static let names: [String: Unicode.Scalar] = [
        "apos": "'", "Tab": "\t", "NewLine": "\n", "excl": "!", "num": "#", "dollar": "$", "percnt": "%",
        "lpar": "(", "rpar": ")", "ast": "*", "plus": "+", "comma": ",", "period": ".", "sol": "/",
        "colon": ":",
        "semi": ";", "equals": "=", "quest": "?", "commat": "@", "lsqb": "[", "lbrack": "[", "bsol": "\\",
        "rsqb": "]", "rbrack": "]", "Hat": "^", "lowbar": "_", "grave": "`", "lcub": "{", "lbrace": "{",
        "verbar": "|", "vert": "|", "rcub": "}", "rbrace": "}", "hyphen": "\u{2010}", "dash": "\u{2010}",
        "ndash": "\u{2013}", "mdash": "\u{2014}", "lsquo": "\u{2018}", "rsquo": "\u{2019}",
        "ldquo": "\u{201C}",
        "rdquo": "\u{201D}", "bull": "\u{2022}", "hellip": "\u{2026}", "euro": "\u{20AC}",
        "trade": "\u{2122}",
        "larr": "\u{2190}", "uarr": "\u{2191}", "rarr": "\u{2192}", "darr": "\u{2193}", "le": "\u{2264}",
        "ge": "\u{2265}", "ne": "\u{2260}", "minus": "\u{2212}", "ensp": "\u{2002}", "emsp": "\u{2003}",
        "thinsp": "\u{2009}", "zwnj": "\u{200C}", "zwj": "\u{200D}", "lrm": "\u{200E}", "rlm": "\u{200F}",
    ]
}
