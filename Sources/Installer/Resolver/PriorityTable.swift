/// In which order open packages are decided.
///
/// Packages keep the order in which they were first seen, so that the root's requirements come first,
/// as written. Ahead of them come those given by an archive, those that some requirement pins to one
/// version, and those that conflicts have singled out: first the ones whose versions kept being
/// rejected, then the ones that kept rejecting others, so that the quarrel is settled before unrelated
/// packages are looked at. Choices that only follow what is decided otherwise come last.
struct PriorityTable {
    private enum Rank: UInt8, Comparable {
        case direct, single, rejected, rejecting, plain, last
        static func < (first: Rank, second: Rank) -> Bool { first.rawValue < second.rawValue }
    }

    private var ranks: ContiguousArray<Rank> = []
    /// When the package was first seen; `Int32.max` before that.
    private var order: ContiguousArray<Int32> = []
    private var seen: Int32 = 0
    private var timesRejected: ContiguousArray<Int32> = []
    private var timesRejecting: ContiguousArray<Int32> = []
    private var deprioritised: ContiguousArray<PackageID> = []

    /// How many conflicts it takes until the order changes.
    private static let threshold: Int32 = 5

    mutating func addPackage(isLast: Bool) {
        ranks.append(isLast ? .last : .plain)
        order.append(.max)
        timesRejected.append(0)
        timesRejecting.append(0)
    }

    /// Some requirement names the package.
    mutating func noteSeen(_ package: PackageID, isSingle: Bool) {
        if order[package.column] == .max {
            order[package.column] = seen
            seen += 1
        }
        if isSingle { raise(package, to: .single) }
    }

    /// The package goes behind all others of its rank.
    mutating func postpone(_ package: PackageID) {
        order[package.column] = seen
        seen += 1
    }

    mutating func markDirect(_ package: PackageID) { raise(package, to: .direct) }

    /// A version of the package had to be given up because of others.
    mutating func noteAffected(_ package: PackageID) {
        timesRejected[package.column] += 1
        if timesRejected[package.column] == Self.threshold { raise(package, to: .rejected) }
    }

    /// The package made another give up a version.
    mutating func noteCulprit(_ package: PackageID) {
        timesRejecting[package.column] += 1
        if timesRejecting[package.column] == Self.threshold, ranks[package.column] == .plain {
            raise(package, to: .rejecting)
            deprioritised.append(package)
        }
    }

    /// The packages that have just been found to reject others too often; their decisions are to be
    /// taken back, so that the rejected ones come first.
    mutating func takeDeprioritised() -> ContiguousArray<PackageID> {
        defer { deprioritised.removeAll() }
        return deprioritised
    }

    func isBefore(_ first: PackageID, _ second: PackageID) -> Bool {
        let (one, two) = (ranks[first.column], ranks[second.column])
        return one != two ? one < two : order[first.column] < order[second.column]
    }

    private mutating func raise(_ package: PackageID, to rank: Rank) {
        if rank < ranks[package.column], ranks[package.column] != .last { ranks[package.column] = rank }
    }
}
