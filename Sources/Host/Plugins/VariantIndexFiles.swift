internal import Installer

/// What the maps of several files come to: a later map of the same name replaces an earlier one, a table without
/// `packages` adjusts it, and no package is in two maps.
struct VariantIndexFiles {
    let reporter: any Reporter
    /// Where what does not go together is an error.
    var faults: DropInFaults?

    private struct Known {
        var map: DropInIndex
        var path: Path
        var isOfSite: Bool
    }

    /// The maps that are on. A table that does not go with the others costs itself and a warning.
    ///
    /// - Parameter files: in ascending precedence.
    func maps(of files: [DropInFile]) -> [VariantIndex] {
        var known: [Known] = []
        for file in files {
            for map in file.variantIndexes { add(map, of: file, to: &known) }
        }
        var maps: [VariantIndex] = []
        for entry in known {
            do {
                guard let map = try entry.map.map(isOfSite: entry.isOfSite) else { continue }
                if let (package, other) = conflict(of: map, with: maps) {
                    throw entry.map.fault(
                        "`\(package)` is in the map `\(other)` already: a map of that name would replace it, and `enabled = false` switches it off"
                    )
                }
                maps.append(map)
            } catch {
                // That an update of swuv has a package too is no reason to stop everybody's work.
                leaveOut(entry.map, entry.path, error)
            }
        }
        return maps
    }

    private func add(_ map: DropInIndex, of file: DropInFile, to known: inout [Known]) {
        let place = known.firstIndex { $0.map.name == map.name }
        if map.packages != nil {
            let entry = Known(map: map, path: file.path, isOfSite: !file.isShipped)
            if let place { known[place] = entry } else { known.append(entry) }
            return
        }
        do {
            guard let place else {
                throw map.fault("there is no map `\(map.name)`: `packages` is missing to make it one")
            }
            known[place].map = try known[place].map.adjusted(by: map)
            let leads = map.base != nil || map.labels.contains { $0.index != nil }
            if leads && !file.isShipped { known[place].isOfSite = true }
        } catch {
            ignore(map, file.path, error)
        }
    }

    private func conflict(of map: VariantIndex, with others: [VariantIndex]) -> (PackageName, String)? {
        for other in others {
            if let package = map.packages.intersection(other.packages).min() { return (package, other.name) }
        }
        return nil
    }

    private func ignore(_ map: DropInIndex, _ path: Path, _ error: any Error) {
        if let faults { return faults.add(Diagnostic(describing: error)) }
        leaveOut(map, path, error)
    }

    private func leaveOut(_ map: DropInIndex, _ path: Path, _ error: any Error) {
        reporter.warning(
            Diagnostic(describing: error).wrapped(in: "the map `\(map.name)` of `\(path)` is ignored"))
    }
}
