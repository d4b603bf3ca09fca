/// Why some terms can never all hold.
enum IncompatibilityCause: Hashable, Sendable {
    /// The root has to be selected.
    case root
    /// Versions of `dependent` (all of `versions`) require `dependency` at one of `allowed`.
    case dependency(
        of: PackageID, versions: VersionSetID, on: PackageID, allowed: VersionSetID)
    /// A constraint or another outside rule keeps the package within `allowed`; `note` numbers it.
    case restriction(PackageID, allowed: VersionSetID, note: Int32)
    /// No usable version of the package is in the set: there is none, or each is ruled out.
    case noVersions(PackageID, VersionSetID)
    /// These versions cannot be used; `note` numbers the reason that the driver holds.
    case unavailable(PackageID, VersionSetID, note: Int32)
    /// An extra always has the version of its package.
    case sameVersion(extra: PackageID, package: PackageID)
    /// These variants were built for `dependency` at one of `allowed`: if it is selected, it must be there.
    case binding(of: PackageID, versions: VersionSetID, on: PackageID, allowed: VersionSetID)
    /// It follows from two others.
    case derived(IncompatibilityID, IncompatibilityID)
}

/// All incompatibilities of a solve, in one arena: terms in one column, causes in another.
///
/// An incompatibility is a set of terms that must not all hold; at most one term per package.
struct IncompatibilityTable {
    private var terms: ContiguousArray<Term> = []
    private var starts: ContiguousArray<Int32> = [0]
    private var causes: ContiguousArray<IncompatibilityCause> = []

    var count: Int { causes.count }

    mutating func append(_ newTerms: some Sequence<Term>, _ cause: IncompatibilityCause) -> IncompatibilityID
    {
        terms.append(contentsOf: newTerms)
        starts.append(Int32(truncatingIfNeeded: terms.count))
        causes.append(cause)
        return IncompatibilityID(causes.count - 1)
    }

    /// Where the terms of the incompatibility lie; read them with `term(at:)`.
    func range(of id: IncompatibilityID) -> Range<Int> {
        Int(starts[id.column])..<Int(starts[id.column + 1])
    }

    func term(at index: Int) -> Term { terms[index] }

    func terms(of id: IncompatibilityID) -> ArraySlice<Term> { Array(terms[range(of: id)])[...] }

    func term(of package: PackageID, in id: IncompatibilityID) -> Term? {
        for index in range(of: id) where terms[index].package == package { return terms[index] }
        return nil
    }

    func cause(of id: IncompatibilityID) -> IncompatibilityCause { causes[id.column] }
}
