internal import Installer
internal import VariantProviders

/// What `swuv variants detect` shows: what was found and where, then where nothing was.
struct DetectionText {
    private let detections: [Detection]
    private let isFull: Bool
    private let style: Style
    private var listing: Listing { Listing(width: style.width) }
    /// The column of what is said about a namespace.
    private let column: Int

    /// `isFull`: every value, and everything that was looked at.
    init(_ detections: [Detection], isFull: Bool, style: Style) {
        self.detections = detections
        self.isFull = isFull
        self.style = style
        column = 4 + min(20, detections.map { $0.namespace.unicodeScalars.count }.max() ?? 0)
    }

    var text: String {
        var found: [String] = []
        var absent: [String] = []
        var others: [String] = []
        for detection in detections {
            switch detection.result {
            case .answer(let answer) where !answer.features.isEmpty: found += lines(of: answer, detection)
            case .answer(let answer): absent += row(detection, places(answer))
            case .failed(let diagnostic):
                others += row(detection, ([diagnostic.message] + diagnostic.causes).joined(separator: ": "))
            case .disabled: others += row(detection, "turned off")
            }
        }
        return [
            ("Found", found), ("Not found", absent), ("Not asked, or failed", others),
        ].reduce(into: "") { text, section in
            guard !section.1.isEmpty else { return }
            if !text.isEmpty { text += "\n" }
            for line in [style.bold(section.0)] + section.1 { text += line + "\n" }
        }
    }

    /// The namespace, and what is said of it.
    private func row(_ detection: Detection, _ text: String) -> [String] {
        let isShared = detections.count { $0.namespace == detection.namespace } > 1
        let plugin = isShared ? detection.packages.first.map { "(as `\($0)`) " } ?? "" : ""
        return listing.row(
            indent: 2, detection.namespace, headWidth: column - 2, plugin + text, headStyle: style.bold)
    }

    private func lines(of answer: ProviderAnswer, _ detection: Detection) -> [String] {
        var lines = row(detection, answer.summary ?? "")
        let shown = isFull ? answer.features : Array(answer.features.prefix(4))
        let width = 2 + (shown.map { $0.name.unicodeScalars.count }.max() ?? 0)
        for feature in shown {
            let values = isFull ? feature.values.commaSeparated : Listing.shortened(feature.values)
            lines += listing.row(
                indent: column, feature.name, headWidth: width, values, headStyle: style.cyan)
        }
        let rest = answer.features.dropFirst(shown.count).map(\.name)
        if !rest.isEmpty {
            lines += listing.row(
                indent: column,
                "and \(Listing.shortened(rest, of: "feature"))", textStyle: style.dim)
        }
        if let source = answer.source { lines += remark("from \(source)") }
        if isFull { for place in answer.observations { lines += remark("\(place.place): \(place.finding)") } }
        return lines
    }

    private func remark(_ text: String) -> [String] {
        listing.row(indent: column, text, textStyle: style.dim)
    }

    private func places(_ answer: ProviderAnswer) -> String {
        var places: [String] = []
        for place in answer.observations.map({ "\($0.place): \($0.finding)" }) where !places.contains(place) {
            places.append(place)
        }
        return places.reduce(into: "") { text, place in
            text += text.isEmpty ? place : "; " + place
        }
    }
}
