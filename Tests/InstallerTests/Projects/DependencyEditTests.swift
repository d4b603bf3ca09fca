import Testing

@testable import Installer

@Suite struct DependencyEditTests {
    private static let base = """
        [project]
        name = "demo"
        dependencies = [
            "anyio",  # the best
            "idna>=3",
        ]

        [project.optional-dependencies]
        Web_X = ["idna"]

        [dependency-groups]
        dev = ["idna", { include-group = "x" }]
        x = ["zlib", "attrs"]

        [tool.uv]
        dev-dependencies = ["old"]

        [tool.uv.sources]
        anyio = { path = "../anyio" }
        """

    /// The lines that an edit takes away and brings.
    private static func difference(_ before: String, _ after: TOMLDocument) -> [String] {
        let old = before.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let new = String(decoding: after.source, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return new.difference(from: old).map { change in
            switch change {
            case .remove(_, let line, _): "-" + line
            case .insert(_, let line, _): "+" + line
            }
        }.filter { $0 != "+" && $0 != "-" }
    }

    private static let x = DependencyList.group(ExtraName("x")!)

    @Test func adding() throws {
        let rows: [(String, raw: String?, DependencyList, [String])] = [
            ("Flask", nil, .project, ["+    \"flask\","]),
            ("zope", nil, .project, ["+    \"zope\","]),
            ("idna<4", nil, .project, ["-    \"idna>=3\",", "+    \"idna<4\","]),
            ("idna[b,a]", nil, .project, ["-    \"idna>=3\",", "+    \"idna[a,b]>=3\","]),
            ("idna", nil, .project, []),
            (
                "anyio", "Anyio == 3", .project,
                ["-    \"anyio\",  # the best", "+    \"Anyio == 3\",  # the best"]
            ),
            (
                "idna; sys_platform == 'x'", nil, .project,
                ["+    \"idna ; sys_platform == 'x'\","]
            ),
            (
                "idna; sys_platform == \"x\"", "idna; sys_platform == \"x\"", .project,
                ["+    'idna; sys_platform == \"x\"',"]
            ),
            ("b", nil, .extra(ExtraName("web-x")!), ["-Web_X = [\"idna\"]", "+Web_X = [\"b\", \"idna\"]"]),
            ("b", nil, .extra(ExtraName("new")!), ["+new = [", "+    \"b\",", "+]"]),
            (
                "x1", nil, .dev,
                [
                    "-dev = [\"idna\", { include-group = \"x\" }]",
                    "+dev = [\"idna\", \"x1\", { include-group = \"x\" }]",
                ]
            ),
            ("b", nil, Self.x, ["-x = [\"zlib\", \"attrs\"]", "+x = [\"zlib\", \"attrs\", \"b\"]"]),
            (
                "old>1", nil, .development(tool: "uv"),
                ["-dev-dependencies = [\"old\"]", "+dev-dependencies = [\"old>1\"]"]
            ),
            (
                "f @ https://x/f-1-py3-none-any.whl", nil, .project,
                ["+    \"f @ https://x/f-1-py3-none-any.whl\","]
            ),
        ]
        for (text, raw, list, expected) in rows {
            var edit = DependencyEdit(try TOMLDocument(parsing: Self.base, file: "pyproject.toml"))
            let change = try edit.add(Requirement(parsing: text), text: raw, to: list)
            #expect(Self.difference(Self.base, edit.document) == expected, "\(text) in \(list)")
            #expect((change.kind == .unchanged) == expected.isEmpty)
        }
    }

    @Test func whereThereIsNothingYet() throws {
        var edit = DependencyEdit(
            try TOMLDocument(parsing: "[project]\nname = 'a'\n\n[tool.x]\n", file: "pyproject.toml"))
        _ = try edit.add(Requirement(parsing: "b"), to: .project)
        _ = try edit.add(Requirement(parsing: "c"), to: .dev)
        _ = try edit.add(Requirement(parsing: "d"), to: .extra(ExtraName("e")!))
        try edit.setSource(.init(.index(name: "i")), of: PackageName("b")!)
        try edit.addIndex(name: "i", url: "https://i/")
        try edit.addIndex(name: "j", url: "https://j/")
        try edit.addIndex(name: "j", url: "https://j/")
        let expected = """
            [project]
            name = 'a'
            dependencies = [
                "b",
            ]

            [project.optional-dependencies]
            e = [
                "d",
            ]

            [dependency-groups]
            dev = [
                "c",
            ]

            [tool.x]

            [tool.swuv.sources]
            b = { index = "i" }

            [[tool.swuv.index]]
            name = "j"
            url = "https://j/"

            [[tool.swuv.index]]
            name = "i"
            url = "https://i/"

            """
        #expect(String(decoding: edit.document.source, as: UTF8.self) == expected)
        #expect(throws: Diagnostic.self) { try edit.addIndex(name: "j", url: "https://k/") }
        try edit.remove(PackageName("b")!, from: .project)
        try edit.removeSourceIfUnused(of: PackageName("b")!)
        #expect(edit.document["tool", "swuv", "sources"] == nil)
        #expect(edit.document["project", "dependencies"]?.array?.isEmpty == true)
    }

    @Test func sources() throws {
        let rows: [(DependencyEdit.Source, String)] = [
            (.init(.index(name: "i")), "{ index = \"i\" }"), (.init(.workspace), "{ workspace = true }"),
            (.init(.path("../x", isEditable: true)), "{ path = \"../x\", editable = true }"),
            (
                .init(.git(url: "https://g", subdirectory: "s", reference: .tag("v1"), lfs: true)),
                "{ git = \"https://g\", subdirectory = \"s\", tag = \"v1\", lfs = true }"
            ), (.init(.archive(url: "https://u", subdirectory: nil)), "{ url = \"https://u\" }"),
        ]
        for (source, expected) in rows {
            var edit = DependencyEdit(try TOMLDocument(parsing: Self.base, file: "pyproject.toml"))
            try edit.setSource(source, of: PackageName("Anyio")!)
            #expect(
                Self.difference(Self.base, edit.document) == [
                    "-anyio = { path = \"../anyio\" }", "+anyio = \(expected)",
                ])
        }
    }

    @Test func removing() throws {
        var edit = DependencyEdit(try TOMLDocument(parsing: Self.base, file: "pyproject.toml"))
        try edit.remove(PackageName("Anyio")!, from: .project)
        try edit.removeSourceIfUnused(of: PackageName("anyio")!)
        #expect(
            Self.difference(Self.base, edit.document) == [
                "-anyio = { path = \"../anyio\" }", "-[tool.uv.sources]", "-    \"anyio\",  # the best",
            ])
        let error = try #require(throws: Diagnostic.self) {
            try edit.remove(PackageName("idna")!, from: Self.x)
        }
        #expect(error.message == "The dependency `idna` could not be found in `dependency-groups.x`")
        #expect(
            error.hints == [
                "`idna` is a dependency of the project (try: `swuv remove idna`)",
                "`idna` is an optional dependency (try: `swuv remove idna --optional web-x`)",
                "`idna` is in the group `dev` (try: `swuv remove idna --group dev`)",
            ])
    }

    @Test func refusals() throws {
        let rows: [(String, String, DependencyList, String)] = [
            ("[tool.a]\n", "b", .project, "`pyproject.toml` has no `[project]` table"),
            (
                "[project]\nname = 'b'\n", "B", .project,
                "`b` is the project itself, which cannot depend on itself"
            ),
            (
                "[project]\nname = 'a'\ndependencies = ['b>1', 'B<3']\n", "b", .project,
                "Cannot tell which `b` of `project.dependencies` is meant"
            ),
            (
                "[project]\nname = 'a'\ndynamic = ['dependencies']\n", "b", .project,
                "Failed to read `pyproject.toml`"
            ),
            ("[project]\nname = 'a'\ndependencies = 'b'\n", "b", .project, "Failed to read `pyproject.toml`"),
            (
                "[project]\nname = 'a'\ndependencies = ['b c', 3]\n", "b", .project,
                "Failed to read `pyproject.toml`"
            ),
        ]
        for (text, requirement, list, message) in rows {
            var edit = DependencyEdit(try TOMLDocument(parsing: text, file: "pyproject.toml"))
            do {
                _ = try edit.add(Requirement(parsing: requirement), to: list)
                Issue.record("accepted: \(text)")
            } catch {
                #expect(Diagnostic(describing: error).message == message)
            }
            #expect(String(decoding: edit.document.source, as: UTF8.self) == text)
        }
    }

    @Test func bounds() {
        let rows: [(String, VersionBounds, String)] = [
            ("3.1.3", .lower, ">=3.1.3"), ("3.20", .major, ">=3.20,<4.0"), ("3.20", .minor, ">=3.20,<3.21"),
            ("0.54.0", .major, ">=0.54.0,<0.55.0"), ("0.54.0", .minor, ">=0.54.0,<0.54.1"),
            ("2026.6", .minor, ">=2026.6,<2026.7"), ("5", .minor, ">=5,<5.1"), ("0", .major, ">=0,<1"),
            ("0.0", .minor, ">=0.0,<0.0.1"), ("2.9.0+cu130", .lower, ">=2.9.0"),
            ("2.9.0+cpu", .exact, "==2.9.0"), ("1!2.0rc1", .major, ">=1!2.0rc1,<1!3.0"),
        ]
        for (version, bounds, expected) in rows {
            #expect(bounds.specifiers(around: Version(version)!).description == expected)
        }
    }
}
