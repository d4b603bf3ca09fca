extension PageBuilder {
    /// The whole page as bytes. `facts` is what HTTP said.
    func encoded(_ facts: PageFacts) -> [UInt8] {
        let order = groups.indices.sorted { groups[$0].version < groups[$1].version }
        var rank = [Int32](repeating: 0, count: groups.count)
        for (place, group) in order.enumerated() { rank[group] = Int32(place) }
        // A counting sort keeps the order of the page among the files of a version.
        var counts = [Int](repeating: 0, count: groups.count + 1)
        for (_, group) in entries { counts[Int(rank[Int(group)]) + 1] += 1 }
        for index in counts.indices.dropFirst() { counts[index] += counts[index - 1] }
        var sorted = [Int32](repeating: 0, count: entries.count)
        var next = counts
        for (index, item) in entries.enumerated() {
            let place = Int(rank[Int(item.group)])
            sorted[next[place]] = Int32(index)
            next[place] += 1
        }

        let prefix = commonURLStart()
        var out = PageWriter(reserving: text.count + hashes.count + entries.count * 24 + 4096)
        out.header(facts, versions: groups.count, files: entries.count, skips: skippedCount)
        let variants = variantsRows(rank)
        let strings = out.count(
            pythons: pythons.count, listedSkips: skipped.count, variants: variants.count)
        let versions = out.reserve(PageFormat.versionSize * groups.count)
        let pythonTable = out.reserve(8 * pythons.count)
        let skipTable = out.reserve(16 * skipped.count)
        let variantsTable = out.reserve(PageFormat.variantsSize * variants.count)
        out.text(Array(facts.url.utf8), at: strings)
        out.text(Array((facts.etag ?? "").utf8), at: strings + 8)
        out.text(Array((facts.lastModified ?? "").utf8), at: strings + 16)
        out.text(prefix, at: strings + 24)
        for (index, python) in pythons.enumerated() {
            out.text(Array(python.utf8), at: pythonTable + index * 8)
        }
        for (index, file) in skipped.enumerated() {
            out.text(Array(file.basename.utf8), at: skipTable + index * 16)
            out.text(Array(file.reason.utf8), at: skipTable + index * 16 + 8)
        }
        for (place, group) in order.enumerated() {
            let piece = groups[group].text
            out.text(
                text[piece.offset..<piece.offset + piece.count], at: versions + place * PageFormat.versionSize
            )
        }
        for place in order.indices {
            let files = sorted[counts[place]..<counts[place + 1]]
            let row = versions + place * PageFormat.versionSize
            out.set(UInt32(files.count), at: row + 8)
            out.set(UInt32(out.count), at: row + 12)
            for index in files { write(entries[Int(index)].entry, prefix, to: &out) }
        }
        for (index, file) in variants.enumerated() {
            let row = variantsTable + index * PageFormat.variantsSize
            out.set(UInt32(file.place), at: row)
            out.set(UInt32(out.count), at: row + 4)
            write(file.entry, prefix, to: &out)
        }
        return out.finished(facts)
    }

    /// The first variants file of each version that has distributions (V-076, V-081), versions ascending.
    private func variantsRows(_ rank: [Int32]) -> [(place: Int32, entry: Entry)] {
        var rows: [Int32: Entry] = [:]
        for file in variants {
            guard let group = groupOf[file.version] else { continue }
            let place = rank[Int(group)]
            if rows[place] == nil { rows[place] = file.entry }
        }
        return rows.map { (place: $0, entry: $1) }.sorted { $0.place < $1.place }
    }

    private func bytes(_ piece: Piece) -> ArraySlice<UInt8> {
        text[piece.offset..<piece.offset + piece.count]
    }

    /// What the URLs of the first and the last file have in common, up to a slash.
    private func commonURLStart() -> ArraySlice<UInt8> {
        guard let first = entries.first?.entry, let last = entries.last?.entry else { return [] }
        let (a, b) = (bytes(first.url), bytes(last.url))
        var count = 0
        for (x, y) in zip(a, b) {
            if x != y { break }
            count += 1
        }
        let common = a.prefix(count)
        return common.lastIndex(of: UInt8(ascii: "/")).map { common[...$0] } ?? []
    }

    /// One file; `SimplePage` reads it.
    private func write(_ entry: Entry, _ prefix: ArraySlice<UInt8>, to out: inout PageWriter) {
        let name = bytes(entry.basename)
        var url = bytes(entry.url)
        var flags = PageFileFlags()
        if url.starts(with: prefix) {
            flags.insert(.urlHasPrefix)
            url = url.dropFirst(prefix.count)
        }
        if url.count >= name.count && url.suffix(name.count) == name {
            flags.insert(.urlEndsWithName)
            url = url.dropLast(name.count)
        }
        if entry.size != nil { flags.insert(.hasSize) }
        if entry.uploadTime != nil { flags.insert(.hasUploadTime) }
        if entry.python >= 0 { flags.insert(.hasPython) }
        if entry.yanked.isPresent { flags.insert(.isYanked) }
        switch entry.metadata {
        case .none: break
        case .available: flags.insert(.hasMetadata)
        case .hashed: flags.formUnion([.hasMetadata, .hasMetadataHash])
        }
        out.append(flags.rawValue)
        out.append(entry.hashCount)
        out.append(run: name)
        out.append(run: url)
        if let size = entry.size { out.append(size) }
        if let time = entry.uploadTime { out.append(UInt64(bitPattern: time)) }
        if entry.python >= 0 { out.append(UInt32(entry.python)) }
        if entry.yanked.isPresent { out.append(run: bytes(entry.yanked)) }
        var end = entry.hashes.offset + entry.hashes.count
        if case .hashed = entry.metadata { end += 1 + PageFormat.algorithms[Int(hashes[end])].byteCount }
        out.append(hashes[entry.hashes.offset..<end])
    }
}

/// What a file of the compact form has.
struct PageFileFlags: OptionSet {
    var rawValue: UInt8
    static let hasSize = PageFileFlags(rawValue: 1)
    static let hasUploadTime = PageFileFlags(rawValue: 2)
    static let hasPython = PageFileFlags(rawValue: 4)
    static let isYanked = PageFileFlags(rawValue: 8)
    static let hasMetadata = PageFileFlags(rawValue: 16)
    static let hasMetadataHash = PageFileFlags(rawValue: 32)
    static let urlHasPrefix = PageFileFlags(rawValue: 64)
    static let urlEndsWithName = PageFileFlags(rawValue: 128)
}
