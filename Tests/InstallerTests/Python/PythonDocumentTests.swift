import Testing

@testable import Installer

/// The small documents of this room: `pyvenv.cfg`, EXTERNALLY-MANAGED, `direct_url.json`, `entry_points.txt`.
@Suite struct PythonDocumentTests {
    @Test func environmentConfiguration() {
        let text =
            "home = /usr/bin\nInclude-System-Site-Packages = TRUE\r\n\nversion=3.11.2\nprompt = a = b\nnonsense\n= x\n"
        let values = VirtualEnvironmentConfiguration.values(of: Array(text.utf8))
        #expect(
            values == [
                "home": "/usr/bin", "include-system-site-packages": "TRUE", "version": "3.11.2",
                "prompt": "a = b",
            ])
        #expect(VirtualEnvironmentConfiguration.values(of: [0xFF, 0x3D, 0xFE, 0x0A, 0x3D]).count == 1)
    }

    @Test func externallyManaged() {
        let rows: [(String, String)] = [
            (
                "[externally-managed]\nError=To install Python packages system-wide, try apt install\n"
                    + " python3-xyz.\n\n See README.\n \n Bye.\n",
                "To install Python packages system-wide, try apt install\npython3-xyz.\n\nSee README.\n\nBye."
            ),
            ("[other]\nError=no\n[externally-managed]\nError: yes\nError-de=nein\n more\n", "yes"),
            ("[externally-managed]\n", ""), ("", ""), ("nonsense", ""),
        ]
        for (text, expected) in rows { #expect(ExternallyManaged.text(in: Array(text.utf8)) == expected) }
        let error = ExternallyManaged(prefix: "/usr", message: "Use apt")
        #expect(error.diagnostic.causes == ["Use apt"])
        #expect(error.diagnostic.message.contains("externally managed"))
    }

    @Test func credentialsAreDropped() {
        let rows: [(String, String)] = [
            ("https://a.example/x.whl", "https://a.example/x.whl"),
            ("https://user:secret@a.example/x.whl", "https://a.example/x.whl"),
            ("https://token@a.example/x@y.whl", "https://a.example/x@y.whl"),
            ("https://us@er:se@cret@a.example:8080/x?y=@z#f@g", "https://a.example:8080/x?y=@z#f@g"),
            ("https://a.example?x=u:p@b", "https://a.example?x=u:p@b"),
            ("ssh://git@host.example/a/b", "ssh://git@host.example/a/b"),
            ("ssh://git:pw@host.example/a/b", "ssh://host.example/a/b"),
            ("git+https://u:p@host.example/a", "git+https://host.example/a"),
            ("https://${USER}:${PASS_1}@a.example/x", "https://${USER}:${PASS_1}@a.example/x"),
            ("https://${USER}:secret@a.example/x", "https://a.example/x"),
            ("https://${}@a.example/x", "https://a.example/x"), ("file:///a/b@c", "file:///a/b@c"),
            ("@", "@"), ("", ""),
            ("http://hzuser:hzd1rPW@127.0.0.1/x.whl", "http://127.0.0.1/x.whl"),
        ]
        for (url, expected) in rows {
            #expect(DirectURL.withoutCredentials(url) == expected)
            #expect(DirectURL(url: url, source: .directory(isEditable: false)).url == expected)
        }
    }

    @Test func directURLs() throws {
        let rows: [(DirectURL, String)] = [
            (
                DirectURL(url: "https://u:p@a.example/x.whl", source: .archive(hashes: [])),
                #"{"url":"https://a.example/x.whl","archive_info":{}}"#
            ),
            (
                DirectURL(
                    url: "https://a.example/x.whl",
                    source: .archive(hashes: [.init(algorithm: "sha256", digits: "abc")])),
                #"{"url":"https://a.example/x.whl","archive_info":{"hash":"sha256=abc","hashes":{"sha256":"abc"}}}"#
            ),
            (
                DirectURL(url: "file:///src/demo", source: .directory(isEditable: true)),
                #"{"url":"file:///src/demo","dir_info":{"editable":true}}"#
            ),
            (
                DirectURL(
                    url: "https://h.example/r.git",
                    source: .revision(system: "git", requested: "main", commit: "0a1b"), subdirectory: "pkg"),
                #"{"url":"https://h.example/r.git","vcs_info":{"vcs":"git","requested_revision":"main","commit_id":"0a1b"},"subdirectory":"pkg"}"#
            ),
        ]
        for (value, text) in rows {
            #expect(String(decoding: value.bytes, as: UTF8.self) == text)
            #expect(DirectURL(parsing: Array(text.utf8)) == value)
        }
        let old = #"{"url": "https://a.example/x", "archive_info": {"hash": "md5=1f"}}"#
        #expect(
            DirectURL(parsing: Array(old.utf8))?.source
                == .archive(hashes: [.init(algorithm: "md5", digits: "1f")]))
        for bad in [
            "", "{}", "[]", "nope", #"{"url": 3, "dir_info": {}}"#, #"{"url": "x"}"#,
            #"{"url":"x","dir_info":1}"#,
        ] {
            #expect(DirectURL(parsing: Array(bad.utf8)) == nil, "\(bad)")
        }
        let paths: [(String, Path?)] = [
            ("file:///src/demo", "/src/demo"), ("file://localhost/a%20b%2", "/a b%2"), ("file:///a#x", "/a"),
            ("https://a.example/", nil), ("file://other/x", nil),
        ]
        for (url, path) in paths {
            #expect(DirectURL(url: url, source: .directory(isEditable: false)).localPath == path)
        }
    }

    @Test func entryPoints() throws {
        let text = """
            [console_scripts]
            pip = pip._internal.cli.main:main
            Other-Tool = a.b : C.run [extra, two]
            module = only_module

            # comment
            [group.with.dots]
            x=y:z
            [console_scripts]
            pip = pip:other
            """
        let points = try EntryPoints(parsing: Array(text.utf8))
        #expect(
            points.consoleScripts == [
                EntryPoint(name: "Other-Tool", module: "a.b", attribute: "C.run", extras: ["extra", "two"]),
                EntryPoint(name: "module", module: "only_module", attribute: nil),
                EntryPoint(name: "pip", module: "pip", attribute: "other"),
            ])
        #expect(points.groups.map(\.name) == ["console_scripts", "group.with.dots"])
        #expect(points.guiScripts.isEmpty)
        #expect(try EntryPoints(parsing: []).groups.isEmpty)
        let bad = [
            "[s]\na = b c", "[s]\na = ", "[s]\na = :b", "[s]\na = b:", "[s]\na = b:c:d", "[s]\na = b;rm -rf",
            "[s]\na = 1b:c", "[s]\na = b..c:d", "[s]\na = b [x", "a = b", "[s", "[s]\nab", "[s]\n=b:c",
        ]
        for text in bad {
            #expect(throws: (any Error).self, "\(text)") { try EntryPoints(parsing: Array(text.utf8)) }
        }
    }
}
