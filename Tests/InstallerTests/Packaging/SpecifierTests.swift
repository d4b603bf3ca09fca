import Testing

@testable import Installer

struct SpecifierTests {
    @Test func containsAsPackagingDoes() throws {
        var rows = try PackagingVectors.rows("specifiers")
        let pool = try rows.removeFirst().map { try #require(Version($0 as! String)) }
        var failures: [String] = []
        for row in rows {
            let text = row[0] as! String
            guard let specifiers = try? VersionSpecifiers(parsing: text) else {
                failures.append("\(text) refused")
                continue
            }
            for (i, bit) in (row[1] as! String).enumerated()
            where specifiers.contains(pool[i]) != (bit == "1") {
                failures.append("\(text) contains \(pool[i]) should be \(bit)")
            }
            for (i, bit) in (row[2] as! String).enumerated()
            where specifiers.contains(pool[i], prereleases: false) != (bit == "1") {
                failures.append("\(text) contains \(pool[i]) without pre-releases should be \(bit)")
            }
            // The clauses one by one, and the ranges, are two implementations of one meaning.
            let isArbitrary = specifiers.clauses.contains { $0.op == .arbitrary }
            for version in pool {
                let one = specifiers.clauses.allSatisfy { $0.contains(version) }
                let inRanges = specifiers.ranges.contains(version)
                if isArbitrary ? (one && !inRanges) : one != inRanges {
                    failures.append("\(text): \(version) in ranges \(inRanges), by clauses \(one)")
                }
            }
            if (try? VersionSpecifiers(parsing: specifiers.description)) != specifiers {
                failures.append("\(text) as \(specifiers) does not read back")
            }
        }
        PackagingVectors.expectNone(failures, of: rows.count * pool.count)
    }

    @Test func refusesWhatPackagingRefuses() throws {
        let texts = try PackagingVectors.texts("specifiers-invalid")
        var failures: [String] = []
        for text in texts where (try? VersionSpecifiers(parsing: text)) != nil {
            failures.append(text.debugDescription)
        }
        PackagingVectors.expectNone(failures, of: texts.count)
    }

    @Test(arguments: [
        (">=1.0 <2.0", "expected `,` or the end of the version specifier", 6..<6),
        ("1.0", "expected an operator: one of `==`, `>=`, `<=`, `!=`, `~=`, `<`, `>`, `===`", 0..<0),
        (">=1.0,>=", "expected a version after `>=`", 8..<8),
        (">=1.0.*", "`.*` can only be used with `==` and `!=`", 5..<7),
        (">=1.0+a", "a local version can only be used with `==` and `!=`", 5..<5),
        ("~=1", "`~=` needs a version of at least two numbers, such as `~=1.0`", 0..<3),
        ("==99999999999999999999", "the number is too large", 20..<20),
    ])
    func saysWhatIsWrong(text: String, reason: String, columns: Range<Int>) {
        let error = #expect(throws: VersionError.self) { _ = try VersionSpecifiers(parsing: text) }
        #expect(error?.reason == reason)
        #expect(error?.columns == columns)
    }

    @Test func manyExclusionsStayFast() throws {
        let text = ">=1," + (0..<20_000).map { "!=\($0 / 200).\($0 % 200)" }.joined(separator: ",")
        let specifiers = try VersionSpecifiers(parsing: text)
        #expect(specifiers.contains(Version("3.200")!))
        #expect(!specifiers.contains(Version("3.199")!))
        #expect(specifiers.ranges.intersection(specifiers.ranges) == specifiers.ranges)
    }
}
