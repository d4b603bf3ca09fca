/// Sets of versions by id. Equal sets share an id, so that "is a subset" and "is disjoint" become a
/// remembered intersection and a comparison of two integers.
struct VersionSetTable {
    private var sets: ContiguousArray<VersionRanges> = [.empty, .full]
    private var ids: [VersionRanges: VersionSetID] = [.empty: .empty, .full: .full]
    private var complements: ContiguousArray<Int32> = [1, 0]
    private var intersections = PairTable(minimumCapacity: 1024)

    subscript(id: VersionSetID) -> VersionRanges { sets[id.column] }

    mutating func intern(_ set: VersionRanges) -> VersionSetID {
        if let id = ids[set] { return id }
        let id = VersionSetID(sets.count)
        sets.append(set)
        complements.append(-1)
        ids[set] = id
        return id
    }

    mutating func complement(_ set: VersionSetID) -> VersionSetID {
        let known = complements[set.column]
        if known >= 0 { return VersionSetID(Int(known)) }
        let result = intern(sets[set.column].complement)
        complements[set.column] = result.index
        complements[result.column] = set.index
        return result
    }

    mutating func intersection(_ first: VersionSetID, _ second: VersionSetID) -> VersionSetID {
        if first == second || second == .full { return first }
        if first == .full { return second }
        if first == .empty || second == .empty { return .empty }
        let (low, high) = first.index < second.index ? (first, second) : (second, first)
        if let known = intersections[low.index, high.index] { return VersionSetID(Int(known)) }
        let result = intern(sets[low.column].intersection(sets[high.column]))
        intersections.insert(low.index, high.index, result.index)
        return result
    }

    mutating func union(_ first: VersionSetID, _ second: VersionSetID) -> VersionSetID {
        if first == second || second == .empty { return first }
        if first == .empty { return second }
        return complement(intersection(complement(first), complement(second)))
    }

    /// The versions of `first` that are not in `second`.
    mutating func difference(_ first: VersionSetID, _ second: VersionSetID) -> VersionSetID {
        intersection(first, complement(second))
    }

    mutating func isSubset(_ first: VersionSetID, of second: VersionSetID) -> Bool {
        intersection(first, second) == first
    }

    mutating func isDisjoint(_ first: VersionSetID, _ second: VersionSetID) -> Bool {
        intersection(first, second) == .empty
    }
}
