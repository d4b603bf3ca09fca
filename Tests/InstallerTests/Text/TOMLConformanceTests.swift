import Foundation
import Testing

@testable import Installer

/// Runs the parser over the public TOML 1.0 test data in `Tests/Fixtures/toml-test`.
@Suite struct TOMLConformanceTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Fixtures/toml-test/tests").standardizedFileURL

    @Test func everyListedFile() throws {
        let list = try String(contentsOf: Self.folder.appending(path: "files-toml-1.0.0"), encoding: .utf8)
        var valid = 0
        var invalid = 0
        for name in list.split(separator: "\n").map(String.init) where name.hasSuffix(".toml") {
            let bytes = [UInt8](try Data(contentsOf: Self.folder.appending(path: name)))
            let result = Result { () throws(TOMLErrors) in try TOMLDocument(parsing: bytes, file: name) }
            if name.hasPrefix("invalid/") {
                invalid += 1
                switch result {
                case .success: Issue.record("\(name) was accepted")
                case .failure(let errors):
                    #expect(
                        !errors.faults.isEmpty && errors.faults.allSatisfy { $0.line > 0 && $0.column > 0 })
                }
                continue
            }
            valid += 1
            switch result {
            case .failure(let errors): Issue.record("\(name) was refused: \(errors)")
            case .success(let document):
                let json = name.dropLast(5) + ".json"
                let expected = try JSONReader.parse(
                    [UInt8](try Data(contentsOf: Self.folder.appending(path: String(json)))))
                let difference = Self.difference(.table(document.root), expected, at: "")
                #expect(difference == nil, "\(name)")
            }
        }
        #expect(valid > 200 && invalid > 450, "\(valid) valid, \(invalid) invalid")
    }

    /// Where a value differs from the tagged JSON of the test data; nil when it does not.
    private static func difference(_ value: TOMLValue, _ expected: JSONValue, at path: String) -> String? {
        switch value {
        case .table(let table):
            guard let members = expected.object, Set(members.map(\.key)) == Set(table.keys) else {
                return "\(path): keys \(table.keys)"
            }
            for member in members {
                if let found = difference(table[member.key]!.value, member.value, at: "\(path).\(member.key)")
                {
                    return found
                }
            }
            return nil
        case .array(let items):
            guard let elements = expected.array, elements.count == items.count else {
                return "\(path): array"
            }
            for (index, element) in elements.enumerated() {
                if let found = difference(items[index].value, element, at: "\(path)[\(index)]") {
                    return found
                }
            }
            return nil
        default:
            let type = expected["type"]?.string ?? ""
            let text = expected["value"]?.string ?? ""
            let isEqual =
                switch (value, type) {
                case (.string(let own), "string"): own == text
                case (.integer(let own), "integer"): own == Int64(text)
                case (.float(let own), "float"): own == Double(text) || (own.isNaN && text == "nan")
                case (.boolean(let own), "bool"): own == (text == "true")
                case (.offsetDateTime(let own), "datetime"), (.localDateTime(let own), "datetime-local"),
                    (.localDate(let own), "date-local"), (.localTime(let own), "time-local"):
                    own == TOMLDateTime(ArraySlice(text.utf8))
                default: false
                }
            return isEqual ? nil : "\(path): \(value) is not \(type) \(text)"
        }
    }
}
