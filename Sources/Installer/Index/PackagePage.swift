/// Everything that is on offer for one package, merged from the indexes by the strategy in force.
package final class PackagePage: Sendable {
    package let name: PackageName
    /// Why there is no version at all; nil when there is one.
    package let absence: Absence?
    /// Files that cannot be used, and why; for hints.
    package let skipped: [SkippedFile]
    /// Indexes that were not asked because an earlier one has the package; for hints.
    package let notAsked: [String]
    private let content: Content

    private enum Content: Sendable {
        case page(SimplePage)
        case releases([Release])
    }

    private struct Release: Sendable {
        let version: Version
        let tier: Int
        /// Pages that list the version, with its index there.
        var places: [(page: SimplePage, index: Int)]
        var files: [IndexFile]
        var variants: [VariantsFile] = []
    }

    package var versionCount: Int {
        switch content {
        case .page(let page): page.versionCount
        case .releases(let releases): releases.count
        }
    }

    /// Versions ascend and differ by the rules of PEP 440.
    package func version(_ index: Int) -> Version {
        switch content {
        case .page(let page): page.version(index)
        case .releases(let releases): releases[index].version
        }
    }

    /// The files of a version, in the order of the indexes and their pages.
    package func files(_ index: Int) -> [IndexFile] {
        switch content {
        case .page(let page): page.files(index)
        case .releases(let releases):
            releases[index].places.flatMap { $0.page.files($0.index) } + releases[index].files
        }
    }

    /// The variant metadata of a version: at most one file for each source (V-081).
    package func variantsFiles(_ index: Int) -> [VariantsFile] {
        switch content {
        case .page(let page): page.variantsFile(index).map { [$0] } ?? []
        case .releases(let releases):
            releases[index].places.compactMap { $0.page.variantsFile($0.index) } + releases[index].variants
        }
    }

    /// Versions of a lower tier are preferred whatever their number. All are 0 unless the strategy is
    /// `unsafe-first-match`.
    package func tier(_ index: Int) -> Int {
        switch content {
        case .page: 0
        case .releases(let releases): releases[index].tier
        }
    }

    package var isMissing: Bool { versionCount == 0 }

    /// The index of the version equal to `version`.
    package func index(of version: Version) -> Int? {
        var low = 0
        var high = versionCount
        while low < high {
            let middle = (low + high) / 2
            if self.version(middle) < version { low = middle + 1 } else { high = middle }
        }
        return low < versionCount && self.version(low) == version ? low : nil
    }

    /// A package that is nowhere.
    package static func missing(_ name: PackageName, _ absence: Absence) -> PackagePage {
        PackagePage(name: name, absence: absence, skipped: [], notAsked: [], content: .releases([]))
    }

    /// A page of files at hand: for find-links and worlds in memory.
    package convenience init(name: PackageName, files: [IndexFile], variants: [VariantsFile] = []) {
        self.init(name: name, links: [], pages: [], tiered: false, files: files, variants: variants)
    }

    /// The pages of one or several indexes, in their order, and those of find-links, which belong to the
    /// first tier.
    convenience init(
        name: PackageName, links: [SimplePage], pages: [SimplePage], tiered: Bool, files: [IndexFile] = [],
        variants: [VariantsFile] = [], notAsked: [String] = []
    ) {
        let skipped = (links + pages).flatMap { $0.skipped }
        if pages.count == 1 && links.isEmpty && files.isEmpty && pages[0].versionCount > 0 {
            self.init(
                name: name, absence: nil, skipped: skipped, notAsked: notAsked, content: .page(pages[0]))
            return
        }
        var releases: [Release] = []
        var slots: [Version: Int] = [:]
        for file in files {
            if let slot = slots[file.version] {
                releases[slot].files.append(file)
            } else {
                slots[file.version] = releases.count
                releases.append(Release(version: file.version, tier: 0, places: [], files: [file]))
            }
        }
        for file in variants {
            guard let slot = slots[file.version],
                !releases[slot].variants.contains(where: { $0.indexURL == file.indexURL })
            else { continue }
            releases[slot].variants.append(file)
        }
        let ordered = links.map { (page: $0, tier: 0) } + pages.enumerated().map { ($1, tiered ? $0 : 0) }
        for (page, tier) in ordered {
            for index in 0..<page.versionCount {
                let version = page.version(index)
                if let slot = slots[version] {
                    // Tiered: an earlier index has this version, so the later one's files do not count.
                    if tiered && releases[slot].tier < tier { continue }
                    releases[slot].places.append((page, index))
                } else {
                    slots[version] = releases.count
                    releases.append(
                        Release(version: version, tier: tier, places: [(page, index)], files: []))
                }
            }
        }
        releases.sort { $0.version < $1.version }
        let absence: Absence? = releases.isEmpty ? .empty(indexes: pages.map { $0.indexURL }) : nil
        self.init(
            name: name, absence: absence, skipped: skipped, notAsked: notAsked, content: .releases(releases))
    }

    private init(
        name: PackageName, absence: Absence?, skipped: [SkippedFile], notAsked: [String], content: Content
    ) {
        self.name = name
        self.absence = absence
        self.skipped = skipped
        self.notAsked = notAsked
        self.content = content
    }
}

/// Why a package has no versions.
package enum Absence: Sendable, Equatable {
    /// No index knows it. The indexes that were asked, without credentials.
    case unknown(indexes: [String])
    /// It is on an index, but none of the files there belongs to it or can be read.
    case empty(indexes: [String])
    /// It is not in the cache and the network may not be asked (`--offline`).
    case offline
    /// No index may be asked (`--no-index`), and no find-links location has it.
    case noIndex(findLinks: [String])
}

/// A file on an index page that cannot be used.
package struct SkippedFile: Sendable, Equatable {
    package let basename: String
    /// `its version is not valid`
    package let reason: String

    package init(basename: String, reason: String) {
        self.basename = basename
        self.reason = reason
    }
}
