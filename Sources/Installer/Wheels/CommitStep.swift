/// One step of the change to an environment. Each can be made again after it was made, in whole or in
/// part: that is all that recovery needs.
enum CommitStep: Hashable, Sendable {
    /// Moves a prepared file or directory to its place; a file that is there is replaced in the same moment.
    case place(from: String, to: Place)
    /// Exchanges a prepared file or directory with what is in its place. `inode` is that of the prepared
    /// one: when the place has it, the step was made.
    case exchange(from: String, to: Place, inode: UInt64)
    /// Moves a file or directory away.
    case remove(Place, trash: String)
    /// Removes a directory if nothing is left in it.
    case prune(Place)
}

/// The steps of one transaction, as they are kept in the file that makes it irrevocable.
struct Journal: Hashable, Sendable {
    /// The name of the stage directory.
    let stage: String
    let steps: [CommitStep]

    static let fileName = "journal"
    private static let header = "swuv journal 1"
    private static let end = "end"

    /// Fields end with NUL, which no path holds.
    var bytes: [UInt8] {
        var out: [UInt8] = []
        func put(_ field: String) {
            out += field.utf8
            out.append(0)
        }
        func put(_ place: Place) {
            put("\(place.root)")
            put(place.path)
        }
        put(Self.header)
        put(stage)
        for step in steps {
            switch step {
            case .place(let from, let to):
                put("place")
                put(from)
                put(to)
            case .exchange(let from, let to, let inode):
                put("exchange")
                put(from)
                put(to)
                put("\(inode)")
            case .remove(let place, let trash):
                put("remove")
                put(place)
                put(trash)
            case .prune(let place):
                put("prune")
                put(place)
            }
        }
        put(Self.end)
        return out
    }

    init(stage: String, steps: [CommitStep]) {
        self.stage = stage
        self.steps = steps
    }

    /// Nil when the bytes are no whole journal, or one of a newer swuv.
    init?(_ bytes: [UInt8]) {
        var fields = bytes.split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }[...]
        guard fields.popLast() == "", fields.popLast() == Self.end, fields.popFirst() == Self.header,
            let stage = fields.popFirst()
        else { return nil }
        var steps: [CommitStep] = []
        while let word = fields.popFirst() {
            guard let step = CommitStep(word, &fields) else { return nil }
            steps.append(step)
        }
        self.init(stage: stage, steps: steps)
    }
}

extension CommitStep {
    fileprivate init?(_ word: String, _ fields: inout ArraySlice<String>) {
        func place() -> Place? {
            guard let number = fields.popFirst(), let root = UInt8(number), let path = fields.popFirst()
            else { return nil }
            return Place(root: root, path: path)
        }
        switch word {
        case "place":
            guard let from = fields.popFirst(), let to = place() else { return nil }
            self = .place(from: from, to: to)
        case "exchange":
            guard let from = fields.popFirst(), let to = place(),
                let inode = fields.popFirst().flatMap({ UInt64($0) })
            else { return nil }
            self = .exchange(from: from, to: to, inode: inode)
        case "remove":
            guard let from = place(), let trash = fields.popFirst() else { return nil }
            self = .remove(from, trash: trash)
        case "prune":
            guard let directory = place() else { return nil }
            self = .prune(directory)
        default: return nil
        }
    }
}
