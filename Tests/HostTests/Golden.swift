import Foundation
import Testing

/// Texts that the program is to produce, kept in files. `SWUV_UPDATE_GOLDENS=1` writes them anew; read the
/// difference before committing it.
enum Golden {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// `name` is a file below `Tests/Goldens`.
    static func expect(_ text: String, equals name: String, sourceLocation: SourceLocation = #_sourceLocation)
    {
        expect(text, equalsFile: "Tests/Goldens/\(name)", sourceLocation: sourceLocation)
    }

    /// `path` starts at the root of the repository.
    static func expect(
        _ text: String, equalsFile path: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let url = root.appendingPathComponent(path)
        if ProcessInfo.processInfo.environment["SWUV_UPDATE_GOLDENS"] == "1" {
            try? FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try? Data(text.utf8).write(to: url)
            return
        }
        guard let data = try? Data(contentsOf: url) else {
            Issue.record("\(path) is missing; run with SWUV_UPDATE_GOLDENS=1", sourceLocation: sourceLocation)
            return
        }
        let expected = String(decoding: data, as: UTF8.self).components(separatedBy: "\n")
        let found = text.components(separatedBy: "\n")
        guard
            let line = (0..<max(expected.count, found.count)).first(where: {
                $0 >= expected.count || $0 >= found.count || expected[$0] != found[$0]
            })
        else { return }
        let was = line < expected.count ? expected[line] : "(end)"
        let became = line < found.count ? found[line] : "(end)"
        Issue.record(
            "\(path), line \(line + 1)\n  expected: \(was)\n  found:    \(became)",
            sourceLocation: sourceLocation)
    }

    /// Control characters as text, so that a golden shows them: `\e[2m`.
    static func visible(_ text: String) -> String {
        text.replacingOccurrences(of: "\u{1B}", with: "\\e").replacingOccurrences(of: "\r", with: "\\r")
    }
}
