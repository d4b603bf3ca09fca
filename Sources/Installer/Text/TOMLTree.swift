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

    struct Entry {
        let key: String
        let keySpan: Range<Int>
        let node: ID
    }

    struct Node {
        var kind: Kind
        var span: Range<Int>
        /// How many tables and arrays hold it.
        let depth: Int
        /// Of a scalar.
        var value: TOMLValue?
        /// Of a table.
        var entries: [Entry] = []
        var places: [String: Int] = [:]
        /// Of an array.
        var elements: [ID] = []
    }

    /// Why a key may not go where the document puts it.
    enum Refusal: Error {
        /// The key has a value already, which `span` spells.
        case duplicate(Range<Int>)
        /// What is there already is no table that may be added to.
        case closed(Kind)
        case tooDeep
    }

    private(set) var nodes: [Node] = [Node(kind: .root, span: 0..<0, depth: 0)]
    static let rootID: ID = 0

    mutating func add(_ kind: Kind, span: Range<Int>, depth: Int, value: TOMLValue? = nil) -> ID {
        nodes.append(Node(kind: kind, span: span, depth: depth, value: value))
        return nodes.count - 1
    }

    mutating func append(_ element: ID, to array: ID) {
        nodes[array].elements.append(element)
    }

    mutating func close(_ node: ID, span: Range<Int>) {
        nodes[node].span = span
    }

    func child(_ key: String, of table: ID) -> ID? {
        let node = nodes[table]
        if node.entries.count > TOMLTable.searched {
            return node.places[key].map { node.entries[$0].node }
        }
        return node.entries.first { $0.key == key }?.node
    }

    mutating func attach(_ node: ID, as key: TOMLKey, to table: ID) {
        nodes[table].entries.append(Entry(key: key.text, keySpan: key.span, node: node))
        let count = nodes[table].entries.count
        if count == TOMLTable.searched + 1 {
            for index in 0..<count { nodes[table].places[nodes[table].entries[index].key] = index }
        } else if count > TOMLTable.searched {
            nodes[table].places[key.text] = count - 1
        }
    }
}

/// One part of a key, and where it is spelled.
struct TOMLKey {
    let text: String
    let span: Range<Int>
}

// MARK: - Who may add what

extension TOMLTree {
    /// The table that the dotted key `path` puts its last part into, made as needed.
    mutating func table(forDotted path: ArraySlice<TOMLKey>, in start: ID) throws(Refusal) -> ID {
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
    mutating func openTable(_ path: [TOMLKey], span: Range<Int>) throws(Refusal) -> ID {
        let parent = try table(passedBy: path.dropLast(), span: span)
        let key = path[path.count - 1]
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
    mutating func openElement(_ path: [TOMLKey], span: Range<Int>) throws(Refusal) -> ID {
        let parent = try table(passedBy: path.dropLast(), span: span)
        let key = path[path.count - 1]
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
        passedBy path: ArraySlice<TOMLKey>, span: Range<Int>
    ) throws(Refusal) -> ID {
        var current = Self.rootID
        for key in path {
            guard let next = child(key.text, of: current) else {
                current = try make(.implied, key, in: current, span: span)
                continue
            }
            switch nodes[next].kind {
            case .implied, .header, .dotted, .root: current = next
            case .tableArray: current = nodes[next].elements[nodes[next].elements.count - 1]
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
            entries: nodes[id].entries.map { entry in
                TOMLTable.Entry(key: entry.key, keySpan: entry.keySpan, item: item(entry.node))
            })
    }

    private func item(_ id: ID) -> TOMLItem {
        let node = nodes[id]
        if let value = node.value { return TOMLItem(value: value, span: node.span) }
        switch node.kind {
        case .array, .tableArray:
            return TOMLItem(value: .array(node.elements.map(item)), span: node.span)
        default:
            return TOMLItem(value: .table(table(id)), span: node.span)
        }
    }
}
