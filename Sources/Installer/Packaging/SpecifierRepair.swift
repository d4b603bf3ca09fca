/// Repairs of mistakes that old releases published in `Requires-Dist` and `Requires-Python` and that
/// other installers accept. A repair never makes a specifier match less than it plainly meant:
///
/// | written | read as |
/// |---|---|
/// | `>=3.6.*`, `<4.*`, `~=2.1.*` | without `.*` |
/// | `!=3.0*` | `!=3.0.*` |
/// | `>=1.0<2.0`, `>=1.0 <2.0` | `>=1.0,<2.0` |
/// | `!=~5.0` | `!=5.0.*` |
/// | `=>1.0`, `=<1.0` | `>=1.0`, `<=1.0` |
/// | `>=3.6'`, `>='3.6'` | without quotes |
/// | `>dev` | `>0.0.0.dev0` |
/// | `>=3.6,` and `,>=3.6` | without the comma |
/// | `3.6` alone | `==3.6` |
enum SpecifierRepair {
    static func specifiers(_ text: String) -> VersionSpecifiers? {
        let repaired = repair(Array(text.utf8))
        return try? VersionSpecifiers(parsing: repaired)
    }

    /// Repairs the version specifier of a requirement; name, extras and marker must be right.
    static func requirement(_ text: String) -> Requirement? {
        let bytes = Array(text.utf8)
        // The marker begins at the first `;`: a specifier holds none.
        let semicolon = bytes.firstIndex(of: UInt8(ascii: ";")) ?? bytes.count
        guard !bytes[..<semicolon].contains(UInt8(ascii: "@")) else { return nil }
        let start =
            if let close = bytes[..<semicolon].firstIndex(of: UInt8(ascii: "]")) {
                close + 1
            } else {
                bytes[..<semicolon].firstIndex {
                    SpecifierParser.isOperatorByte($0) || $0 == UInt8(ascii: "(")
                }
                    ?? semicolon
            }
        let head = String(decoding: bytes[..<start], as: UTF8.self)
        let tail = String(decoding: bytes[semicolon...], as: UTF8.self)
        return try? Requirement(parsing: head + repair(Array(bytes[start..<semicolon])) + tail)
    }

    private static func repair(_ bytes: [UInt8]) -> String {
        clauses(bytes).map(repairClause).filter { !$0.isEmpty }.joined(separator: ",")
    }

    /// Splits at commas and where a new operator begins without one. Quotes and parentheses are dropped.
    private static func clauses(_ bytes: [UInt8]) -> [[UInt8]] {
        var out: [[UInt8]] = [[]]
        var inOperator = false
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"): continue
            case UInt8(ascii: ","): out.append([])
            case _ where NameRules.isSpace(byte): continue
            case _ where SpecifierParser.isOperatorByte(byte):
                // `!` also ends an epoch: `1!2.0`.
                let isEpoch =
                    byte == UInt8(ascii: "!") && !inOperator
                    && (out[out.count - 1].last.map(NameRules.isDigit) ?? false)
                if !inOperator && !isEpoch && !out[out.count - 1].isEmpty { out.append([]) }
                out[out.count - 1].append(byte)
                inOperator = !isEpoch
                continue
            default: out[out.count - 1].append(byte)
            }
            inOperator = false
        }
        return out
    }

    private static func repairClause(_ clause: [UInt8]) -> String {
        let split = clause.firstIndex { !SpecifierParser.isOperatorByte($0) } ?? clause.count
        var op = String(decoding: clause[..<split], as: UTF8.self)
        var version = String(decoding: clause[split...], as: UTF8.self)
        if version.isEmpty { return op }
        switch op {
        case "=>": op = ">="
        case "=<": op = "<="
        case "", "=": op = "=="
        case "!=~":
            op = "!="
            version += ".*"
        default: break
        }
        if version == "dev" { version = "0.0.0.dev0" }
        let allowsPrefix = op == "==" || op == "!="
        while version.hasSuffix(".*") && (!allowsPrefix || version.hasSuffix(".*.*")) {
            version.removeLast(2)
        }
        if version.hasSuffix("*") && !version.hasSuffix(".*") {
            version.removeLast()
            if allowsPrefix { version += ".*" }
        }
        // `>=*` says nothing.
        return version.isEmpty ? "" : op + version
    }
}
