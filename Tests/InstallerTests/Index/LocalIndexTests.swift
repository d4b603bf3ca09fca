import Foundation
import TestSupport
import Testing

@testable import Installer

/// Directories as indexes.
@Suite struct LocalIndexTests {
    @Test func forms() throws {
        let root = try Directory.temporary(in: "/tmp", prefix: "swuv-local-")
        defer { _ = try? Directory.removeTree(root) }
        func write(_ path: String, _ text: String = "") throws {
            let url = URL(fileURLWithPath: (root / Path(path)).text)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        let wheel = "-1.0-py3-none-any.whl"
        try write("tree/a/index.html", "<a href=\"../files/a\(wheel)\">a\(wheel)</a>")
        try write(
            "tree/b/index.json",
            #"{"meta":{"api-version":"1.0"},"name":"b","files":[{"filename":"b-2.0-py3-none-any.whl","url":"b-2.0-py3-none-any.whl","hashes":{}}]}"#
        )
        try write("tree/my-files/my_files\(wheel)")
        try write("tree/my-files/my_files-1.1.tar.gz")
        try write("tree/My_Other/My.Other\(wheel)")
        try write("tree/empty/readme.txt")
        try write("flat/a\(wheel)")
        try write("flat/A-3.0-py3-none-any.whl")
        try write("flat/ab\(wheel)")
        try write("flat/bad-x-py3-none-any.whl")
        try write("flat/with space-1.0.tar.gz")
        try FileManager.default.createDirectory(
            atPath: (root / "flat/folder-1.0-py3-none-any.whl").text, withIntermediateDirectories: true)
        mkfifo((root / "flat/pipe-1.0-py3-none-any.whl").text, 0o644)
        try write("file")
        let rows: [(String, String, isExplicit: Bool, String)] = [
            ("tree", "a", false, "1.0 file://[ROOT]/tree/files/a\(wheel)"),
            ("tree", "b", false, "2.0 file://[ROOT]/tree/b/b-2.0-py3-none-any.whl"),
            (
                "tree", "my-files", false,
                "1.0 file://[ROOT]/tree/my-files/my_files\(wheel) 1.1 file://[ROOT]/tree/my-files/my_files-1.1.tar.gz"
            ),
            ("tree", "my-other", false, "1.0 file://[ROOT]/tree/My_Other/My.Other\(wheel)"),
            ("tree", "empty", false, ""), ("tree", "nothing", false, ""),
            (
                "flat", "a", false,
                "1.0 file://[ROOT]/flat/a\(wheel) 3.0 file://[ROOT]/flat/A-3.0-py3-none-any.whl"
            ),
            ("flat", "ab", false, "1.0 file://[ROOT]/flat/ab\(wheel)"), ("flat", "bad", false, ""),
            ("flat", "folder", false, ""), ("flat", "pipe", false, ""),
            ("file", "a", false, "error: The index `[ROOT]/file` is no directory"),
            ("gone", "a", false, "error: The index `[ROOT]/gone` does not exist"), ("gone", "a", true, ""),
        ]
        let cache = CacheLayout(root: root / "cache")
        try cache.prepare()
        for (folder, name, isExplicit, expected) in rows {
            let url = URLReference.file(root / Path(folder)).text
            let client = IndexClient(
                settings: IndexSettings(
                    indexes: isExplicit ? [] : [IndexLocation(url: url, isDefault: true)]),
                network: NetworkSettings(offline: true), cache: cache, pool: WorkerPool(threads: 1),
                reporter: SilentReporter(), credentials: Credentials())
            var found: String
            do {
                let page = try client.page(for: PackageName(name)!, from: isExplicit ? url : nil).wait()
                found = (0..<page.versionCount).flatMap { index in
                    page.files(index).map { "\(page.version(index)) \($0.url)" }
                }.joined(separator: " ")
            } catch {
                found = "error: " + Diagnostic(describing: error).message
            }
            found = found.replacingOccurrences(of: root.text, with: "[ROOT]")
            #expect(found == expected, "\(folder) \(name)")
        }
    }
}
