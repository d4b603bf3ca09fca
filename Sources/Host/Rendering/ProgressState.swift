internal import Installer

/// What the progress lines say at one moment. Pure: events come in, frames come out.
struct ProgressState: Sendable, Equatable {
    private var phases: [Running] = []
    private var downloads: [Download] = []

    private struct Running: Sendable, Equatable {
        var phase: Phase
        var total: Int?
        var done = 0
        var item = ""
    }

    private struct Download: Sendable, Equatable {
        var id: UInt64
        var name: String
        var size: UInt64?
        var done: UInt64 = 0
    }

    var isIdle: Bool { phases.isEmpty && downloads.isEmpty }

    mutating func begin(_ phase: Phase, total: Int?) {
        if let index = phases.firstIndex(where: { $0.phase == phase }) {
            phases[index].total = total ?? phases[index].total
        } else {
            phases.append(Running(phase: phase, total: total))
        }
    }

    mutating func advance(_ phase: Phase, item: String) {
        guard let index = phases.firstIndex(where: { $0.phase == phase }) else { return }
        phases[index].done += 1
        phases[index].item = TerminalText.escaped(item)
    }

    mutating func end(_ phase: Phase) {
        phases.removeAll { $0.phase == phase }
    }

    mutating func beginDownload(_ id: UInt64, name: String, size: UInt64?) {
        downloads.append(Download(id: id, name: TerminalText.escaped(name), size: size))
    }

    mutating func advanceDownload(_ id: UInt64, bytes: UInt64) {
        guard let index = downloads.firstIndex(where: { $0.id == id }) else { return }
        downloads[index].done += bytes
    }

    mutating func endDownload(_ id: UInt64) {
        downloads.removeAll { $0.id == id }
    }
}

extension ProgressState {
    private static let spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]
    private static let downloadBar = 30
    private static let installBar = 20
    private static let nameColumn = 20
    /// `1023.9KiB`.
    private static let sizeColumn = 9

    /// The lines to draw: no more than `rows`, none wider than `columns`.
    func frame(columns: Int, rows: Int, tick: Int, style: Style) -> [String] {
        let spinner = Self.spinner[tick % Self.spinner.count]
        var lines = phases.map { line(of: $0, spinner: spinner) }
        let room = max(1, rows) - lines.count
        // The smallest first: those end soonest, and the large ones stay at the bottom.
        let sorted = downloads.sorted {
            ($0.size ?? .max, $0.name, $0.id) < ($1.size ?? .max, $1.name, $1.id)
        }
        let longest = sorted.map(\.name.unicodeScalars.count).max() ?? 0
        let nameWidth = max(Self.nameColumn, min(longest, columns * 2 / 5))
        let shown = sorted.count <= room ? sorted[...] : sorted.suffix(max(0, room - 1))
        if shown.count < sorted.count, room > 0 {
            var line = Line()
            line.add("… and \(sorted.count - shown.count) more", Style.dim)
            lines.append(line)
        }
        lines += shown.map { self.line(of: $0, nameWidth: nameWidth, columns: columns) }
        return lines.prefix(max(1, rows)).map { $0.text(columns: columns, style: style) }
    }

    private func line(of running: Running, spinner: String) -> Line {
        var line = Line()
        switch running.phase {
        case .resolving:
            line.add(spinner + " ")
            line.add("Resolving dependencies...", Style.dim)
            if !running.item.isEmpty { line.add(" " + running.item, Style.dim) }
        case .preparing:
            line.add(spinner + " ")
            line.add("Preparing packages...", Style.dim)
            line.add(" (\(running.done)/\(running.total ?? running.done))")
        case .installing:
            let total = max(running.total ?? running.done, 1)
            let full = min(Self.installBar, running.done * Self.installBar / total)
            line.add(
                String(repeating: "█", count: full) + String(repeating: "░", count: Self.installBar - full))
            line.add(" [\(running.done)/\(running.total ?? running.done)] ")
            line.add(running.item.isEmpty ? "Installing wheels..." : running.item, Style.dim)
        case .compilingBytecode:
            line.add(spinner + " ")
            line.add("Bytecode compiling...", Style.dim)
            line.add(" (\(running.done)/\(running.total ?? running.done))")
        }
        return line
    }

    private func line(of download: Download, nameWidth: Int, columns: Int) -> Line {
        var line = Line()
        let name = download.name.unicodeScalars.prefix(nameWidth)
        line.add(String(String.UnicodeScalarView(name)).padded(to: nameWidth), Style.dim)
        // A transfer that began anew may have counted some bytes twice.
        let arrived = min(download.done, download.size ?? .max)
        let done = Quantities.text(ofBytes: arrived).padded(to: Self.sizeColumn, onLeft: true)
        guard let size = download.size, size > 0 else {
            line.add(" " + done)
            return line
        }
        let amounts = done + "/" + Quantities.text(ofBytes: size).padded(to: Self.sizeColumn)
        let width = min(Self.downloadBar, columns - nameWidth - 2 - amounts.unicodeScalars.count)
        if width >= 5 {
            let full = Int(arrived * UInt64(width) / size)
            line.add(" ")
            line.add(String(repeating: "-", count: full), Style.green)
            line.add(String(repeating: "-", count: width - full), Style.dim)
        }
        line.add(" " + amounts)
        return line
    }

    /// A line of pieces, each with its style, that can be cut to a width.
    private struct Line {
        private var pieces: [(text: String, paint: (Style) -> (String) -> String)] = []

        mutating func add(_ text: String, _ paint: @escaping (Style) -> (String) -> String = { _ in { $0 } })
        {
            if !text.isEmpty { pieces.append((text, paint)) }
        }

        func text(columns: Int, style: Style) -> String {
            var left = columns
            var result = ""
            for piece in pieces where left > 0 {
                let scalars = piece.text.unicodeScalars.prefix(left)
                left -= scalars.count
                result += piece.paint(style)(String(String.UnicodeScalarView(scalars)))
            }
            return result
        }
    }
}

extension String {
    /// With spaces on one side until it has `width` scalars.
    func padded(to width: Int, onLeft: Bool = false) -> String {
        let padding = String(repeating: " ", count: max(0, width - unicodeScalars.count))
        return onLeft ? padding + self : self + padding
    }
}
