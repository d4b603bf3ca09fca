import Testing

@testable import Installer

struct VersionTests {
    @Test func parsesAndNormalisesAsPackagingDoes() throws {
        let rows = try PackagingVectors.rows("versions")
        var failures: [String] = []
        for row in rows {
            let text = row[0] as! String
            let version = Version(text)
            // Numbers beyond 2^63 are refused on purpose; the vectors have none outside local parts.
            guard row.count > 1 else {
                if version != nil { failures.append("\(text.debugDescription) should be refused") }
                if (try? Version(parsing: text)) != nil { failures.append("\(text) parsed") }
                continue
            }
            guard let version else {
                failures.append("\(text.debugDescription) refused")
                continue
            }
            if version.description != row[1] as! String {
                failures.append("\(text) -> \(version), not \(row[1])")
            }
            if version.isPrerelease != row[2] as! Bool { failures.append("\(text): isPrerelease") }
            if version.isPostrelease != row[3] as! Bool { failures.append("\(text): isPostrelease") }
            if Version(version.description) != version { failures.append("\(version) does not read back") }
        }
        PackagingVectors.expectNone(failures, of: rows.count)
    }

    @Test func ordersAsPackagingDoes() throws {
        let groups = try PackagingVectors.rows("version-order").map {
            try $0.map { try #require(Version($0 as! String)) }
        }
        var failures: [String] = []
        for (i, group) in groups.enumerated() {
            for version in group where version != group[0] || version.hashValue != group[0].hashValue {
                failures.append("\(version) != \(group[0])")
            }
            for (j, other) in groups.enumerated() {
                let ok =
                    switch i {
                    case j: group[0] == other[0] && !(group[0] < other[0])
                    case ..<j: group[0] < other[0] && !(other[0] < group[0]) && group[0] != other[0]
                    default: other[0] < group[0] && !(group[0] < other[0])
                    }
                if !ok { failures.append("\(group[0]) against \(other[0])") }
            }
        }
        PackagingVectors.expectNone(failures, of: groups.count * groups.count)
    }

    @Test(arguments: [
        ("99999999999999999999999999999999.1", "the number is too large"),
        ("1.0rc99999999999999999999", "the number is too large"),
        ("9223372036854775808", "the number is too large"),
        ("", "expected a number"), ("abc", "expected a number"),
        ("1.0+", "expected letters or digits after `+`"),
        ("1.0\u{0}", "expected the end of the version or a suffix such as `rc1`, `.post1`, `.dev1`"),
    ])
    func refusesWithAReason(text: String, reason: String) throws {
        let error = #expect(throws: VersionError.self) { _ = try Version(parsing: text) }
        #expect(error?.reason == reason)
        #expect(error?.diagnostic.causes.isEmpty == false)
    }

    @Test func survivesHostileText() {
        let long = String(repeating: "1.", count: 200_000) + "1"
        #expect(Version(long)?.releaseCount == 200_001)
        #expect(Version(String(repeating: "9", count: 1_000_000)) == nil)
        #expect(Version("1.0+" + String(repeating: "9", count: 100_000)) != nil)
        #expect(Version("9223372036854775807")?.major == UInt64(Int64.max))
        #expect(try! Version("1.0+99999999999999999999")! > Version("1.0+9999999999999999999")!)
        #expect(Version("１.0") == nil)
        #expect(Version("1.0🎉") == nil)
    }

    @Test func namesNormaliseAndRefuse() throws {
        let rows = try PackagingVectors.rows("names")
        var failures: [String] = []
        for row in rows {
            let text = row[0] as! String
            let expected = row.count > 1 ? row[1] as? String : nil
            if PackageName(text)?.text != expected {
                failures.append("\(text): \(PackageName(text)?.text ?? "nil")")
            }
            if ExtraName(text)?.text != expected { failures.append("extra \(text)") }
        }
        PackagingVectors.expectNone(failures, of: rows.count)
        #expect(PackageName("Foo.Bar_baz")?.underscored == "foo_bar_baz")
        #expect(PackageName("a_b") == PackageName("A-B"))
        #expect(PackageName("a_b").hashValue == PackageName("A-B").hashValue)
    }
}
