import Testing

import Installer

@testable import Host

@Suite struct ArgumentParserTests {
    struct Row {
        var words: String
        var path: String
        var positionals: [String] = []
        /// `name=value`, `name` and `!name`, sorted.
        var options: [String] = []
    }

    static let rows: [Row] = [
        Row(words: "install a b", path: "swuv install", positionals: ["a", "b"]),
        Row(
            words: "install --index=x a --index y", path: "swuv install", positionals: ["a"],
            options: ["index=x", "index=y"]),
        Row(words: "--offline install a", path: "swuv install", positionals: ["a"], options: ["offline"]),
        Row(
            words: "-qn install -rfile -c=x", path: "swuv install",
            options: ["constraints=x", "no-cache", "quiet", "requirements=file"]),
        Row(
            words: "install -Uqr - a", path: "swuv install", positionals: ["a"],
            options: ["quiet", "requirements=-", "upgrade"]),
        Row(words: "install a -- -b --c", path: "swuv install", positionals: ["a", "-b", "--c"]),
        Row(
            words: "install --no-upgrade --upgrade --deps a", path: "swuv install", positionals: ["a"],
            options: ["!no-deps", "!upgrade", "upgrade"]),
        Row(
            words: "install --requirement f --constraint c --override o", path: "swuv install",
            options: ["constraints=c", "overrides=o", "requirements=f"]),
        Row(words: "pip install a", path: "swuv install", positionals: ["a"]),
        Row(
            words: "cache --cache-dir d size -H", path: "swuv cache size", options: ["cache-dir=d", "human"]),
        Row(
            words: "install --force-reinstall --trusted-host h --no-cache-dir x", path: "swuv install",
            positionals: ["x"], options: ["allow-insecure-host=h", "no-cache", "reinstall"]),
        Row(words: "uninstall -y a", path: "swuv uninstall", positionals: ["a"], options: ["yes"]),
        Row(words: "install --index=a=b x", path: "swuv install", positionals: ["x"], options: ["index=a=b"]),
        Row(words: "install --target= x", path: "swuv install", positionals: ["x"], options: ["target="]),
        Row(words: "generate-shell-completion zsh", path: "swuv completions", positionals: ["zsh"]),
        Row(
            words: "compile -o out in.txt", path: "swuv compile", positionals: ["in.txt"],
            options: ["output-file=out"]),
        Row(words: "install - x", path: "swuv install", positionals: ["-", "x"]),
    ]

    @Test func commandLines() throws {
        for row in Self.rows {
            let words = row.words.split(separator: " ").map(String.init)
            guard case .command(let parsed) = try ArgumentParser.parse(words) else {
                Issue.record("\(row.words): no command")
                continue
            }
            let options = parsed.occurrences.flatMap { name, given in
                given.map { ($0.isNegated ? "!" : "") + name + ($0.value.map { "=\($0)" } ?? "") }
            }.sorted()
            #expect(parsed.path.joined(separator: " ") == row.path, "\(row.words)")
            #expect(parsed.positionals == row.positionals, "\(row.words)")
            #expect(options == row.options.sorted(), "\(row.words)")
        }
    }

    /// Every table is free of names that mean two things, and every choice has a default among its words.
    @Test func tables() {
        for node in CompletionTree(root: .root).nodes {
            var names: Set<String> = []
            for option in node.command.options {
                let all = [option.name] + option.aliases + (option.negation.map { [$0] } ?? [])
                for name in all {
                    #expect(names.insert(name).inserted, "--\(name) of \(node.path)")
                }
                if let short = option.shortText {
                    #expect(names.insert(short).inserted, "\(short) of \(node.path)")
                }
                #expect(!option.help.hasSuffix("."), "\(option.name)")
            }
        }
        let keys = OptionSpec.configurable.map(\.name)
        #expect(Set(keys).count == keys.count)
    }

    @Test func suggestions() {
        let known = OptionSpec.configurable.map(\.name)
        let rows = [
            ("indx", "index"), ("ofline", "offline"), ("findlinks", "find-links"), ("link-mod", "link-mode"),
            ("pre-release", "prerelease"), ("exclude-new", "exclude-newer"),
        ]
        for (typed, meant) in rows { #expect(Suggestions.similar(to: typed, among: known).last == meant) }
        #expect(Suggestions.similar(to: "zzz", among: known).isEmpty)
        #expect(Suggestions.similarity([], []) == 1)
        #expect(Suggestions.similarity([1], []) == 0)
    }
}
