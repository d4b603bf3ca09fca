internal import Installer

/// The tree of packages as lines: a package a line, those that it needs below it.
struct TreeText {
    let tree: DependencyTree
    /// How many levels below the roots; nil: all.
    var depth: Int?
    /// Show the needs of a package each time it comes up.
    var repeats = false
    /// Inverted: an edge tells who needs the package above.
    var isInverted = false
    let style: Style

    /// Lines at most; a tree that repeats itself can be larger than any terminal.
    static let maxLines = 200_000
    /// Levels at most.
    static let maxDepth = 1000

    private(set) var lines: [String] = []
    private var shown: Set<Int> = []
    private var hasRepeated = false

    init(
        _ tree: DependencyTree, depth: Int? = nil, repeats: Bool = false, isInverted: Bool = false,
        style: Style
    ) {
        self.tree = tree
        self.depth = depth
        self.repeats = repeats
        self.isInverted = isInverted
        self.style = style
        for root in tree.roots {
            var path: Set<Int> = []
            add(root, nil, head: "", tail: "", level: 0, &path)
        }
        if hasRepeated { lines.append(style.dim("(*) Package tree already displayed")) }
        if lines.count > Self.maxLines { lines = lines.prefix(Self.maxLines) + ["…"] }
    }

    private mutating func add(
        _ place: Int, _ edge: DependencyTree.Edge?, head: String, tail: String, level: Int,
        _ path: inout Set<Int>
    ) {
        guard lines.count <= Self.maxLines else { return }
        let edges = level < min(depth ?? .max, Self.maxDepth) ? tree.edges[place] : []
        // A circle is cut where it closes, even with repetitions.
        let isKnown = !edges.isEmpty && (path.contains(place) || (!repeats && shown.contains(place)))
        lines.append(head + text(of: place, edge) + (isKnown ? " (*)" : ""))
        if isKnown { hasRepeated = true }
        guard !isKnown, !edges.isEmpty else { return }
        shown.insert(place)
        path.insert(place)
        for (index, edge) in edges.enumerated() {
            let isLast = index == edges.count - 1
            add(
                edge.to, edge, head: tail + (isLast ? "└── " : "├── "),
                tail: tail + (isLast ? "    " : "│   "),
                level: level + 1, &path)
        }
        path.remove(place)
    }

    /// `flask[async] v3.1.3 [cu130] (extra: web)`
    private func text(of place: Int, _ edge: DependencyTree.Edge?) -> String {
        let node = tree.nodes[place]
        var text = style.bold(node.name.text)
        if let edge, !edge.extras.isEmpty {
            text += "[" + edge.extras.map(\.text).joined(separator: ",") + "]"
        }
        if let version = node.version { text += " v\(version)" }
        if !node.origins.isEmpty {
            text += style.dim(" [" + node.origins.map { TerminalText.told($0) }.joined(separator: ", ") + "]")
        }
        switch edge?.part {
        case .extra(let name): text += " (extra: \(name))"
        case .group(let name): text += " (group: \(name))"
        case .project, nil: break
        }
        if let newest = node.newest { text += style.cyan(" (latest: v\(newest))") }
        if let marker = edge?.marker { text += style.dim(" ; " + TerminalText.told(marker.description)) }
        return text
    }
}
