/// What is said about choices that the hardware made.
struct DecisionText {
    let lock: Lock
    let setting: LockSelection.Setting
    let selection: LockSelection

    func lines(of inForce: SelectionInForce) throws -> [String] {
        try skipped() + lines(of: inForce.decisions)
            + inForce.narrowings.filter { narrowing in
                guard let extras = selection[narrowing.package]?.extras, !narrowing.kept.isEmpty else {
                    return false
                }
                return !extras.contains(narrowing.extra)
            }.map(\.text)
    }

    /// Releases that were passed over here since nothing of them fits.
    private func skipped() -> [String] {
        var newest: [PackageName: Version] = [:]
        for case .label(.release(let name, let version)?) in lock.forks.flatMap({ MarkerSet($0).subjects }) {
            newest[name] = max(version, newest[name] ?? version)
        }
        if newest.isEmpty { return [] }
        let picking = LockPicking(lock: lock, setting: setting)
        return newest.sorted { $0.key < $1.key }.compactMap { name, version in
            // What no part took in the end is not in the lock, which then knows nothing of it.
            guard let chosen = selection[name]?.package.version, chosen < version,
                lock.packages.contains(where: { $0.name == name && $0.version == version }),
                let values = picking.values(of: name, version, in: LockGraph(lock)),
                values.label.isEmpty
            else { return nil }
            return
                "\(name) \(version) has no build for this computer; \(chosen) is the newest locked one that has "
                + "(`swuv variants explain \(name)`)"
        }
    }

    func lines(of decisions: [HardwareDecision]) throws -> [String] {
        try decisions.flatMap { decision -> [String] in
            switch decision.subject {
            case .extra(let extra, _):
                return [
                    "Selected the extra `\(extra)`\(reason(decision)) (`swuv sync --extra NAME` to change)"
                ]
            case .index(let name):
                guard let item = subject(name), let version = item.package.version else { return [] }
                let title =
                    version.local.isEmpty && decision.label != nil
                    ? "\(item.package.title) (\(decision.label!))" : item.package.title
                let line =
                    "Selected \(title)\(reason(decision)) (`swuv variants explain \(item.package.name)`)"
                return try [newer(item.package.name, version, than: decision, name), line].compactMap(\.self)
            }
        }
    }

    /// The package that people know the map by: one that a member requires before others.
    private func subject(_ name: String) -> LockSelection.Item? {
        for choice in lock.choices {
            guard case .index(name, let packages) = choice.subject else { continue }
            let items = selection.items.filter { packages.contains($0.package.name) }
            return items.first(where: \.isDirect) ?? items.first
        }
        return nil
    }

    private func reason(_ decision: HardwareDecision) -> String {
        if decision.properties.isEmpty {
            return decision.foundHardware
                ? ": no other build fits this computer" : ": no accelerator found"
        }
        let shown = decision.properties.prefix(2).joined(separator: ", ")
        let more = decision.properties.count > 2 ? " and \(decision.properties.count - 2) more" : ""
        return " for \(shown)\(more)"
    }

    /// A newer release that is locked for other hardware only.
    private func newer(
        _ name: PackageName, _ chosen: Version, than decision: HardwareDecision, _ index: String
    ) throws -> String? {
        var newest = chosen.withoutLocal
        for label in Set(decision.rejected.map(\.option.label)) where label != decision.label {
            var other = setting
            other.labels[index] = label
            guard let version = try? LockSelection(lock, in: other)[name]?.package.version else { continue }
            newest = max(newest, version.withoutLocal)
        }
        guard newest > chosen.withoutLocal else { return nil }
        return "\(name) \(newest) has no build for this computer; \(chosen) is the newest locked one that has"
    }
}
