internal import Installer
internal import VariantProviders

/// What `swuv variants explain` shows, for somebody who has never heard of variants: which build is taken, then
/// every build with what it needs and what of that is there, then what the host has.
struct ExplanationText {
    private let explanation: VariantExplanation
    private let isFull: Bool
    private let style: Style
    private var listing: Listing { Listing(width: style.width) }

    /// `isFull`: also every file that is for other platforms, and all values.
    init(_ explanation: VariantExplanation, isFull: Bool, style: Style) {
        self.explanation = explanation
        self.isFull = isFull
        self.style = style
    }

    private static let indent = 4

    var text: String {
        let sections = [headline, builds, host, unlocks, footer]
        return sections.filter { !$0.isEmpty }
            .map { $0.map { "\($0)\n" }.joined() }.joined(separator: "\n")
    }

    private var release: String { "\(explanation.name) \(explanation.version)" }
    private var labels: Set<VariantLabel> { Set(explanation.candidates.compactMap(\.label)) }
    private var hostName: String {
        explanation.profile.map { "the host of `\($0.name)`" } ?? "this computer"
    }

    // MARK: What is taken

    private var headline: [String] {
        var text =
            labels.isEmpty
            ? "\(release) has no builds for different hardware"
            : labels.count == 1
                ? "\(release) has one build for certain hardware"
                : "\(release) has \(labels.count) builds for different hardware"
        if let map = explanation.variantIndex { text += ", on an index each (`\(map)`)" }
        switch explanation.selected?.kind {
        case .variant(.null)?: text += "; \(hostName) gets `null`, the one that needs nothing special"
        case .variant(let label)?: text += "; \(hostName) gets `\(label)`"
        case .wheel?: text += "; \(hostName) gets the ordinary wheel"
        case .source?: text += "; \(hostName) gets the source distribution"
        case nil:
            text += "; nothing of it fits \(hostName)"
            if let older = explanation.older {
                let build = older.label.map { "`\($0)` of " } ?? ""
                text += ", which gets \(build)\(explanation.name) \(older.version) instead"
                return listing.row(indent: 0, text, textStyle: style.bold)
                    + listing.row(
                        indent: 0,
                        "`swuv variants explain \(explanation.name)==\(older.version)` tells about that one",
                        textStyle: style.dim)
            }
        }
        return listing.row(indent: 0, text, textStyle: style.bold)
    }

    // MARK: Builds

    /// Files of one build that meet one fate.
    private struct Build {
        var first: VariantCandidate
        var others: [VariantCandidate] = []
    }

    private var builds: [String] {
        var builds: [Build] = []
        var foreign: [VariantCandidate] = []
        for candidate in explanation.candidates {
            if case .unsuitable = candidate.fate {
                foreign.append(candidate)
            } else if let last = builds.last, last.first.kind == candidate.kind,
                (last.first.rank == nil) == (candidate.rank == nil)
            {
                builds[builds.count - 1].others.append(candidate)
            } else {
                builds.append(Build(first: candidate))
            }
        }
        var place = 0
        var lines: [String] = []
        for build in builds {
            if build.first.rank != nil { place += 1 }
            lines += self.lines(of: build, place: place)
        }
        return lines + foreignLines(foreign)
    }

    private func lines(of build: Build, place: Int) -> [String] {
        let candidate = build.first
        let fits = candidate.rank != nil
        let verdict =
            candidate.rank == 1 ? style.green("selected") : fits ? "fits" : style.yellow("does not fit")
        let number = fits ? "\(place).".padded(to: Self.indent) : "-".padded(to: Self.indent)
        var lines = [number + style.bold(name(of: candidate)) + "  " + verdict]
        let size = candidate.size.map { " (\(Quantities.text(ofBytes: $0)))" } ?? ""
        lines += remark(candidate.basename + size)
        switch candidate.fate {
        case .fits(_, let supported, let abi, let lead):
            lines += facts(supported, of: candidate.properties)
            for requirement in abi { lines += fact("with", requirement) }
            if candidate.properties.isEmpty, candidate.label != nil {
                lines += fact("needs", "nothing special")
            }
            if let lead, let text = text(of: lead, build) { lines += remark(text) }
        case .lacks(let missing):
            let lacking = Set(missing)
            lines += facts(present(of: candidate.properties, lacking), of: candidate.properties)
            for feature in missing { lines += fact("lacks", text(of: feature), style.yellow) }
        case .refused(let reason), .unsuitable(let reason): lines += remark(reason)
        }
        if !build.others.isEmpty {
            lines += remark("and \(Quantities.count(build.others.count, "more file")) of this build")
            if isFull { for other in build.others { lines += remark(other.basename) } }
        }
        return lines
    }

    /// What the host has of a variant that does not fit.
    private func present(
        of properties: VariantProperties, _ lacking: Set<UnsupportedFeature>
    ) -> VariantProperties {
        var present: [String: [String: [String]]] = [:]
        for (namespace, features) in properties.namespaces {
            for (feature, values) in features {
                let whole = UnsupportedFeature(namespace: namespace, feature: feature, values: values)
                if lacking.contains(whole) { continue }
                let known = explanation.namespace(namespace)?.features.first { $0.name == feature }
                present[namespace, default: [:]][feature] = values.filter {
                    known?.values.contains($0) ?? true
                }
            }
        }
        return VariantProperties(present)
    }

    private func name(of candidate: VariantCandidate) -> String {
        switch candidate.kind {
        case .variant(let label): label.text
        case .wheel: "ordinary wheel"
        case .source: "source distribution"
        }
    }

    /// Of each feature the value that the host likes best.
    private func facts(_ supported: VariantProperties, of declared: VariantProperties) -> [String] {
        explanation.namespaces.filter { !$0.isABI }.flatMap { namespace in
            namespace.features.flatMap { feature -> [String] in
                let values = supported.namespaces[namespace.name]?[feature.name] ?? []
                guard let best = feature.values.first(where: values.contains) else { return [] }
                let all = declared.namespaces[namespace.name]?[feature.name]?.count ?? 1
                let others = all > 1 ? " (one of \(all) that would do)" : ""
                return fact(
                    "has", "\(namespace.name) :: \(feature.name) :: \(best)\(others)", style.green)
            }
        }
    }

    private func text(of feature: UnsupportedFeature) -> String {
        let values =
            feature.values.count == 1
            ? feature.values[0] : "any of \(listed(feature.values.sorted(by: HostChange.isLower)))"
        return "\(feature.namespace) :: \(feature.feature) :: \(values)"
    }

    private func listed(_ values: [String]) -> String {
        isFull ? values.joined(separator: ", ") : Listing.shortened(values)
    }

    private func fact(
        _ verb: String, _ text: String, _ verbStyle: (String) -> String = { $0 }
    ) -> [String] {
        listing.row(indent: Self.indent, verb, headWidth: 7, text, headStyle: verbStyle)
    }

    private func remark(_ text: String) -> [String] {
        listing.row(indent: Self.indent, text, textStyle: style.dim)
    }

    /// Why it comes before the next build; nothing where that is another file of the same build.
    private func text(of lead: VariantLead, _ build: Build) -> String? {
        let ranked = explanation.candidates.filter { $0.rank != nil }
        let last = (build.others.last ?? build.first).rank ?? 0
        guard last < ranked.count else { return nil }
        let next = ranked[last]
        let other = name(of: next)
        let rival = next.label == nil ? "the \(other)" : "`\(other)`"
        // Of several files the last one has the reason why the build comes before the next.
        var lead = lead
        if let final = build.others.last, case .fits(_, _, _, let reason?) = final.fate { lead = reason }
        switch lead {
        case .property(let property, let over?):
            return "before \(rival): `\(property.feature)` \(property.value) is preferred to \(over.value)"
        case .property(let property, nil):
            return next.properties.isEmpty
                ? "before \(rival): it makes use of more of the hardware"
                : "before \(rival): `\(property)` counts for more"
        case .label: return "before \(rival) by its name, since they need the same"
        case .variant: return "before \(rival): builds with a label come first"
        case .wheel: return "before \(rival): nothing has to be built"
        case .tags: return nil
        case .index: return "before \(rival), which is on an index that is asked later"
        case .release: return "before \(rival): it has a newer release"
        case .order: return "before \(rival), which needs the same and stands below it in the map"
        }
    }

    private func foreignLines(_ foreign: [VariantCandidate]) -> [String] {
        if foreign.isEmpty { return [] }
        guard isFull else {
            let files = Quantities.count(foreign.count, "file")
            let verb = foreign.count == 1 ? "does" : "do"
            let hint = foreign.count == 1 ? "shows it" : "shows them"
            return listing.row(
                indent: 0, "-", headWidth: Self.indent,
                "\(files) for other platforms or Pythons \(verb) not fit (`-v` \(hint))",
                textStyle: style.dim)
        }
        return foreign.flatMap { candidate -> [String] in
            guard case .unsuitable(let reason) = candidate.fate else { return [] }
            return listing.row(
                indent: 0, "-", headWidth: Self.indent, candidate.basename) + remark(reason)
        }
    }

    // MARK: The host

    private var host: [String] {
        if explanation.namespaces.isEmpty { return [] }
        let width = 2 + min(20, explanation.namespaces.map { $0.name.unicodeScalars.count }.max() ?? 0)
        var lines = [style.bold("What \(hostName) has, as far as these builds ask")]
        for namespace in explanation.namespaces {
            let texts =
                namespace.isABI
                ? ["decided by the versions of other packages"]
                : namespace.reason.map { [$0.text(of: namespace.name)] }
                    ?? namespace.features.filter { isFull || isDeclared($0.name, namespace.name) }
                    .map { "\($0.name): \(listed($0.values))" }
            for (place, text) in texts.enumerated() {
                lines += listing.row(
                    indent: 2, place == 0 ? namespace.name : "", headWidth: width, text,
                    headStyle: style.bold, textStyle: namespace.reason == nil ? { $0 } : style.dim)
            }
        }
        return lines
    }

    /// Whether some build was made for a value of the feature.
    private func isDeclared(_ feature: String, _ namespace: String) -> Bool {
        explanation.candidates.contains { $0.properties.namespaces[namespace]?[feature] != nil }
    }

    private var unlocks: [String] {
        var changes: [String] = []
        for unlock in explanation.unlocks where !changes.contains(unlock.change) {
            changes.append(unlock.change)
        }
        return changes.prefix(isFull ? changes.count : 3).flatMap { change in
            let unlocks = explanation.unlocks.filter { $0.change == change }
            let labels = unlocks.map { "`\($0.label)`" }
            let verb = unlocks.allSatisfy(\.isAboutHost) ? "would" : "might"
            let list =
                labels.count == 1
                ? labels[0] : labels.dropLast().joined(separator: ", ") + " or " + labels[labels.count - 1]
            return listing.row(indent: 0, "With \(change) it \(verb) be \(list)", textStyle: style.cyan)
        }
    }

    private var footer: [String] {
        if labels.isEmpty { return [] }
        return listing.row(
            indent: 0,
            "A build fits where the host has one value of each feature it needs; the best comes first",
            textStyle: style.dim)
    }
}
