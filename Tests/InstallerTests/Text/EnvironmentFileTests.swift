import Testing

@testable import Installer

@Suite struct EnvironmentFileTests {
    static let rows: [(text: String, expected: [String])] = [
        ("", []), ("# c\n\n \t# d", []), ("A=1", ["A=1"]), ("A=1\r\nB=2\r\n", ["A=1", "B=2"]),
        ("\u{feff}A=1", ["A=1"]), ("export A=1\nexport=2", ["A=1", "export=2"]), ("A = 5 ", ["A=5"]),
        ("A=", ["A="]), ("A=#x", ["A=#x"]), ("A=a#b # c", ["A=a#b"]), ("A=a b  ", ["A=a b"]),
        ("A='x $B \\n'", ["A=x $B \\n"]), ("A=\"x\\n\\\"y\\\" \\$B\" # c", ["A=x\n\"y\" $B"]),
        ("A=\"two\nlines\"\nB=1", ["A=two\nlines", "B=1"]), ("A='two\nlines'", ["A=two\nlines"]),
        ("A=1\nB=$A-${A}\nC=\"$A\"\nD='$A'", ["A=1", "B=1-1", "C=1", "D=$A"]),
        ("A=${HOME}/x", ["A=/home/x"]), ("A=$NONE.", ["A=."]), ("A=${NONE:-other}", ["A=other"]),
        ("A=${HOME:-other}", ["A=/home"]), ("A=1$", ["A=1$"]), ("A=$1x", ["A="]),
        ("A=C:\\dir", ["A=C:\\dir"]),
        ("A=1\nA=2", ["A=1", "A=2"]), ("A.b-c=1", ["A.b-c=1"]), ("A=a=b", ["A=a=b"]), ("A=ä", ["A=ä"]),
    ]

    @Test(arguments: rows) func reads(_ text: String, _ expected: [String]) throws {
        let file = try EnvironmentFile(parsing: Array(text.utf8), file: ".env") {
            $0 == "HOME" ? "/home" : nil
        }
        #expect(file.variables.map { "\($0.name)=\($0.value)" } == expected)
    }

    static let faults: [(text: String, reason: String)] = [
        ("A", "line 1: expected `=` after `A`"), ("\n\n=1", "line 3: expected the name of a variable"),
        ("1A=1", "line 1: expected the name of a variable"),
        ("A='x", "line 1: the quote `'` is never closed"),
        ("B=1\nA=\"x\n\n", "line 2: the quote `\"` is never closed"),
        ("A=\"x\" y", "line 1: expected the end of the line after the closing quote"),
        ("A=${B", "line 1: `${` is never closed"),
        ("A=${B-1}", "line 1: expected `${NAME}` or `${NAME:-other}`"),
        ("A=x\u{0}y", "line 1: a value cannot hold a null byte"),
        ("export", "line 1: expected `=` after `export`"),
    ]

    @Test(arguments: faults) func refuses(_ text: String, _ reason: String) {
        do {
            _ = try EnvironmentFile(parsing: Array(text.utf8), file: ".env", known: { _ in nil })
            Issue.record("\(text) was read")
        } catch {
            #expect(error.diagnostic.causes == [reason])
        }
    }

    @Test func addsWhatIsNotSet() throws {
        let file = try EnvironmentFile(parsing: Array("A=1\nB=2\nA=3".utf8), file: "", known: { _ in nil })
        #expect(RunSurroundings.additions(file, besides: ["B=x", "AA=1"]) == ["A=3"])
        // Doubling again and again ends somewhere.
        let doubling = "A=xxxxxxxx\n" + (0..<40).map { _ in "A=$A$A\n" }.joined()
        #expect((try? EnvironmentFile(parsing: Array(doubling.utf8), file: "", known: { _ in nil })) == nil)
    }
}
