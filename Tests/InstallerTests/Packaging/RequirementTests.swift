import Testing

@testable import Installer

struct RequirementTests {
    @Test func readsAndRefusesAsPackagingDoes() throws {
        let rows = try PackagingVectors.rows("requirements")
        var failures: [String] = []
        for row in rows {
            let text = row[0] as! String
            guard let requirement = try? Requirement(parsing: text) else {
                if row.count > 1 { failures.append("\(text.debugDescription) refused") }
                continue
            }
            guard row.count > 1 else {
                failures.append("\(text.debugDescription) should be refused, is \(requirement)")
                continue
            }
            let expected = try? VersionSpecifiers(parsing: (row[3] as! [String]).joined(separator: ","))
            if requirement.name.text != row[1] as! String {
                failures.append("\(text): name \(requirement.name)")
            }
            if requirement.extras.map(\.text) != row[2] as! [String] { failures.append("\(text): extras") }
            if Set(requirement.specifiers.clauses) != Set(expected?.clauses ?? []) {
                failures.append("\(text): \(requirement.specifiers)")
            }
            if requirement.url ?? "" != row[4] as! String { failures.append("\(text): url") }
            if (requirement.marker != nil) != row[5] as! Bool { failures.append("\(text): marker") }
            if (try? Requirement(parsing: requirement.description)) != requirement {
                failures.append("\(text) as \(requirement) does not read back")
            }
        }
        PackagingVectors.expectNone(failures, of: rows.count)
    }

    @Test(arguments: [
        ("foo[../../x]>=1", 4..<11, "`../../x` is no valid name of an extra"),
        ("foo[a", 3..<4, "expected `]` for this `[`"), ("foo[a,", 6..<6, "expected the name of an extra"),
        ("foo[a b]", 6..<6, "expected `,` or `]`"),
        ("", 0..<0, "expected a package name"), ("-foo", 0..<4, "a package name must begin and end"),
        (
            "foo bar", 4..<4,
            "expected `[`, a version specifier such as `>=1.0`, `@` and a URL, `;` or the end"
        ),
        ("foo>=", 5..<5, "expected a version after `>=`"),
        ("foo>=1 <2", 7..<7, "expected `,`, `;` or the end"),
        ("foo (>=1", 4..<5, "expected `)` for this `(`"), ("foo @ ", 6..<6, "expected a URL after `@`"),
        ("foo @ a b", 8..<8, "expected `;` or the end after the URL"),
        ("foo;", 4..<4, "expected a marker variable or a quoted value"),
        ("foo; bogus == 'x'", 5..<10, "`bogus` is no marker variable"),
        ("foo; os_name ~ 'x'", 13..<14, "expected an operator: one of"),
        ("foo; os_name == 'x", 16..<17, "expected a closing quote"),
        ("foo; (os_name == 'x'", 5..<6, "expected `)` for this `(`"),
        ("foo; 'a' == 'b'", 5..<15, "expected a marker variable on one side"),
        ("foo; os_name == os_name", 5..<23, "expected a quoted value"),
        ("foo; os_name == 'x' 'y'", 20..<20, "expected `and`, `or` or the end"),
        ("foo; os_name not 'x'", 17..<17, "expected `in` after `not`"),
        ("foo; extras == 'x'", 5..<14, "`extras` can only be used as"),
        ("foo; 'x' == extras", 9..<11, "`extras` can only be used with `in`"),
        ("fo\u{e9}>=1", 2..<2, "expected"), ("foo>=1\u{0}", 6..<6, "expected `,`, `;` or the end"),
    ])
    func saysWhereAndWhat(text: String, columns: Range<Int>, message: String) {
        let error = #expect(throws: RequirementError.self) { _ = try Requirement(parsing: text) }
        #expect(error?.columns == columns)
        #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    }

    @Test func rendersCarets() {
        let error = #expect(throws: RequirementError.self) { _ = try Requirement(parsing: "foo[../x]") }
        #expect(
            error?.diagnostic.causes.first?.split(separator: "\n").suffix(2).joined(separator: "\n")
                == "foo[../x]\n    ^^^^")
        #expect(error?.diagnostic.message == "invalid requirement `foo[../x]`")
    }

    @Test func survivesHostileText() {
        let deep = "foo; " + String(repeating: "(", count: 100_000) + "os_name == 'x'"
        #expect(throws: RequirementError.self) { _ = try Requirement(parsing: deep) }
        #expect(throws: RequirementError.self) {
            _ = try Requirement(parsing: String(repeating: "a", count: 2_000_000))
        }
        let nested = String(repeating: "(", count: 64) + "os_name == 'x'" + String(repeating: ")", count: 64)
        #expect((try? Marker(parsing: nested)) == (try? Marker(parsing: "os_name == 'x'")))
        let wide = Array(repeating: "os_name == 'x'", count: 5000).joined(separator: " or ")
        #expect((try? Marker(parsing: wide))?.terms.count == 5000)
    }
}
