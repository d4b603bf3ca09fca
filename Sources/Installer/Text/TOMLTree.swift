/// The tables and values of a TOML document while it is read, when any header may still add to them.
///
/// Nodes lie in one array and name each other by index. How a table came to be decides who may add to it
/// (TOML 1.0, "Table", "Inline Table", "Array of Tables"):
/// a header may open a table that other headers only passed through, once; a dotted key may add only to tables that
/// dotted keys made; nobody may add to an inline table.
struct TOMLTree {
    typealias ID = Int

    enum Kind: Equatable {
        case scalar, array, tableArray
        case root
        /// Only passed through on the way to another table: `a` of `[a.b]`.
        case implied
        /// Opened by its own header.
        case header
        /// Made by a dotted key.
        case dotted
        case inline
    }

    struct Node {
        var kind: Kind
        var span: Range<Int>
        /// How many tables and arrays hold it.
        let depth: Int
        /// Of a scalar.
        var value: TOMLValue?
        /// What the table that holds it calls it.
        var key = ""
        var keySpan = 0..<0
        // Children are a list through the nodes, so that a table costs no memory of its own.
        var first: ID?
        var last: ID?
        var next: ID?
        var count = 0
    }

    /// Why a key may not go where the document puts it.
    enum Refusal: Error {
        /// The key has a value already, which `span` spells.
        case duplicate(Range<Int>)
        /// What is there already is no table that may be added to.
        case closed(Kind)
        case tooDeep
    }

    private(set) var nodes: ContiguousArray<Node> = [Node(kind: .root, span: 0..<0, depth: 0)]
    static let rootID: ID = 0
    /// The children of long tables by their keys; a short table is quicker to search than to hash.
    private var places: [ID: [String: ID]] = [:]

    /// - Parameter byteCount: of the document, by which the number of nodes is guessed.
    init(byteCount: Int = 0) {
        nodes.reserveCapacity(byteCount / 24)
    }

    mutating func add(_ kind: Kind, span: Range<Int>, depth: Int, value: TOMLValue? = nil) -> ID {
        nodes.append(Node(kind: kind, span: span, depth: depth, value: value))
        return nodes.count - 1
    }

    mutating func append(_ element: ID, to array: ID) {
        if let last = nodes[array].last { nodes[last].next = element } else { nodes[array].first = element }
        nodes[array].last = element
        nodes[array].count += 1
    }

    mutating func close(_ node: ID, span: Range<Int>) {
        nodes[node].span = span
    }

    func child(_ key: String, of table: ID) -> ID? {
        if nodes[table].count > TOMLTable.searched { return places[table]?[key] }
        var next = nodes[table].first
        while let id = next {
            if nodes[id].key == key { return id }
            next = nodes[id].next
        }
        return nil
    }

    mutating func attach(_ node: ID, as key: TOMLKey, to table: ID) {
        nodes[node].key = key.text
        nodes[node].keySpan = key.span
        append(node, to: table)
        let count = nodes[table].count
        if count == TOMLTable.searched + 1 {
            places[table] = Dictionary(
                children(of: table) { (nodes[$0].key, $0) }, uniquingKeysWith: { first, _ in first })
        } else if count > TOMLTable.searched {
            places[table]![key.text] = node
        }
    }

    private func children<Result>(of node: ID, _ make: (ID) -> Result) -> [Result] {
        var result: [Result] = []
        result.reserveCapacity(nodes[node].count)
        var next = nodes[node].first
        while let id = next {
            result.append(make(id))
            next = nodes[id].next
        }
        return result
    }
}

/// One part of a key, and where it is spelled.
struct TOMLKey {
    let text: String
    let span: Range<Int>
}

/// A key with the parts before its last one; most have none.
struct TOMLKeyPath {
    var parents: [TOMLKey] = []
    var last: TOMLKey

    var all: [TOMLKey] { parents + [last] }
    var texts: [String] { all.map(\.text) }
}

// MARK: - Who may add what

extension TOMLTree {
    /// The table that a dotted key puts its last part into, made as needed.
    mutating func table(forDotted path: [TOMLKey], in start: ID) throws(Refusal) -> ID {
        var current = start
        for key in path {
            if let next = child(key.text, of: current) {
                guard nodes[next].kind == .dotted else {
                    throw nodes[next].kind == .scalar
                        ? .duplicate(nodes[next].span) : .closed(nodes[next].kind)
                }
                current = next
            } else {
                current = try make(.dotted, key, in: current, span: key.span)
            }
        }
        return current
    }

    /// Opens the table of the header `[path]`.
    mutating func openTable(_ path: TOMLKeyPath, span: Range<Int>) throws(Refusal) -> ID {
        let parent = try table(passedBy: path.parents, span: span)
        let key = path.last
        guard let existing = child(key.text, of: parent) else {
            return try make(.header, key, in: parent, span: span)
        }
        guard nodes[existing].kind == .implied else {
            throw .duplicate(nodes[existing].span)
        }
        nodes[existing].kind = .header
        nodes[existing].span = span
        return existing
    }

    /// Opens another element of the array of tables `[[path]]`.
    mutating func openElement(_ path: TOMLKeyPath, span: Range<Int>) throws(Refusal) -> ID {
        let parent = try table(passedBy: path.parents, span: span)
        let key = path.last
        let array: ID
        if let existing = child(key.text, of: parent) {
            guard nodes[existing].kind == .tableArray else {
                throw nodes[existing].kind == .array ? .closed(.array) : .duplicate(nodes[existing].span)
            }
            array = existing
        } else {
            array = try make(.tableArray, key, in: parent, span: span)
        }
        let depth = nodes[array].depth + 1
        guard depth <= TOMLDocument.maxDepth else { throw .tooDeep }
        let element = add(.header, span: span, depth: depth)
        append(element, to: array)
        return element
    }

    private mutating func table(
        passedBy path: [TOMLKey], span: Range<Int>
    ) throws(Refusal) -> ID {
        var current = Self.rootID
        for key in path {
            guard let next = child(key.text, of: current) else {
                current = try make(.implied, key, in: current, span: span)
                continue
            }
            switch nodes[next].kind {
            case .implied, .header, .dotted, .root: current = next
            case .tableArray: current = nodes[next].last!
            case .scalar: throw .duplicate(nodes[next].span)
            case .array, .inline: throw .closed(nodes[next].kind)
            }
        }
        return current
    }

    private mutating func make(
        _ kind: Kind, _ key: TOMLKey, in table: ID, span: Range<Int>
    ) throws(Refusal) -> ID {
        let depth = nodes[table].depth + 1
        guard depth <= TOMLDocument.maxDepth else { throw .tooDeep }
        let node = add(kind, span: span, depth: depth)
        attach(node, as: key, to: table)
        return node
    }
}

// MARK: - The finished document

extension TOMLTree {
    var root: TOMLTable { table(Self.rootID) }

    private func table(_ id: ID) -> TOMLTable {
        TOMLTable(
            entries: children(of: id) { child in
                TOMLTable.Entry(key: nodes[child].key, keySpan: nodes[child].keySpan, item: item(child))
            })
    }

    private func item(_ id: ID) -> TOMLItem {
        let span = nodes[id].span
        if let value = nodes[id].value { return TOMLItem(value: value, span: span) }
        switch nodes[id].kind {
        case .array, .tableArray: return TOMLItem(value: .array(children(of: id, item)), span: span)
        default: return TOMLItem(value: .table(table(id)), span: span)
        }
    }
}
