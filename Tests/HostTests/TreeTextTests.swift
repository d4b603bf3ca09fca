import Testing

@testable import Host
@testable import Installer

@Suite struct TreeTextTests {
    private static func node(_ name: String, _ version: String?, _ origins: [String] = [])
        -> DependencyTree.Node
    {
        DependencyTree.Node(
            name: PackageName(name)!, version: version.flatMap { Version($0) }, isMember: name == "demo",
            origins: origins)
    }

    private static func edge(
        _ to: Int, extras: [String] = [], _ part: LockPart = .project, marker: String? = nil
    ) -> DependencyTree.Edge {
        DependencyTree.Edge(
            to: to, extras: extras.compactMap { ExtraName($0) }, part: part,
            marker: marker.flatMap { try? Marker(parsing: $0) })
    }

    /// demo -> flask[async] -> werkzeug -> markupsafe; flask -> markupsafe; demo -> torch (extra), pytest (group); a circle
    /// between pytest and plug.
    private static let tree = DependencyTree(
        nodes: [
            node("demo", "0.1.0"), node("flask", "3.1.3"), node("werkzeug", "3.1"),
            node("markupsafe", "3.0.4"),
            node("torch", "2.9.0+cu130", ["cu130"]), node("pytest", "9.0"), node("plug", nil, ["a", "b"]),
        ],
        edges: [
            [
                edge(1, extras: ["async"]), edge(2, marker: "os_name == 'x'"),
                edge(4, .extra(ExtraName("gpu")!)),
                edge(5, .group(ExtraName("dev")!)),
            ], [edge(2), edge(3)], [edge(3)], [], [], [edge(6)], [edge(5)],
        ], roots: [0])

    @Test func trees() {
        let rows: [(DependencyTree, depth: Int?, repeats: Bool, [String])] = [
            (
                Self.tree, nil, false,
                [
                    "demo v0.1.0", "├── flask[async] v3.1.3", "│   ├── werkzeug v3.1",
                    "│   │   └── markupsafe v3.0.4", "│   └── markupsafe v3.0.4",
                    "├── werkzeug v3.1 ; os_name == 'x' (*)", "├── torch v2.9.0+cu130 [cu130] (extra: gpu)",
                    "└── pytest v9.0 (group: dev)", "    └── plug [a, b]", "        └── pytest v9.0 (*)",
                    "(*) Package tree already displayed",
                ]
            ),
            (
                Self.tree, 1, true,
                [
                    "demo v0.1.0", "├── flask[async] v3.1.3", "├── werkzeug v3.1 ; os_name == 'x'",
                    "├── torch v2.9.0+cu130 [cu130] (extra: gpu)", "└── pytest v9.0 (group: dev)",
                ]
            ), (Self.tree, 0, false, ["demo v0.1.0"]),
            (
                Self.tree.pruned([PackageName("werkzeug")!, PackageName("pytest")!]), nil, true,
                [
                    "demo v0.1.0", "├── flask[async] v3.1.3", "│   └── markupsafe v3.0.4",
                    "└── torch v2.9.0+cu130 [cu130] (extra: gpu)",
                ]
            ),
            (
                Self.tree.inverted, nil, false,
                [
                    "markupsafe v3.0.4", "├── flask v3.1.3", "│   └── demo[async] v0.1.0",
                    "└── werkzeug v3.1",
                    "    ├── demo v0.1.0 ; os_name == 'x'", "    └── flask v3.1.3 (*)",
                    "torch v2.9.0+cu130 [cu130]", "└── demo v0.1.0 (extra: gpu)", "pytest v9.0",
                    "├── plug [a, b]", "│   └── pytest v9.0 (*)", "└── demo v0.1.0 (group: dev)",
                    "(*) Package tree already displayed",
                ]
            ),
        ]
        for (tree, depth, repeats, lines) in rows {
            #expect(TreeText(tree, depth: depth, repeats: repeats, style: .plain).lines == lines)
        }
    }
}
