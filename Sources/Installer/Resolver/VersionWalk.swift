/// How many versions of a package were tried, and when to ask for more.
struct VersionWalk {
    private var count = 0
    private var last: Int?
    /// How many have to be tried before more are asked for.
    private var due = 2

    private static let mostAhead = 64
    /// Of wheels whose metadata is not beside them: ends of archives are large.
    static let mostByRanges = 32

    /// A version is tried. Returns how many, with this one, should be asked for by now; nil where enough of them are.
    /// One more for a second version, since many packages are done with that; then quickly more.
    ///
    /// - Parameter isAhead: the version itself was asked for before.
    mutating func step(to index: Int, isAhead: Bool) -> Int? {
        if last == index { return nil }
        last = index
        count += 1
        guard count >= due || count > 1 && !isAhead else { return nil }
        let ahead = min(count * (count - 1), Self.mostAhead)
        due = count + ahead / 2
        return ahead
    }
}
