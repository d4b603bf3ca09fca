/// What was removed from the cache, or what is in it.
package struct CacheAmount: Sendable, Hashable {
    package var files = 0
    package var directories = 0
    /// The sum of the file sizes.
    package var bytes: UInt64 = 0

    static func += (left: inout CacheAmount, right: CacheAmount) {
        left.files += right.files
        left.directories += right.directories
        left.bytes += right.bytes
    }
}

/// Removes from the cache. Each command waits until no other swuv uses it, since those hold its lock shared.
package struct CachePrune {
    private let cache: CacheLayout
    private let onWait: () -> Void

    package init(_ cache: CacheLayout, onWait: @escaping () -> Void = {}) {
        self.cache = cache
        self.onWait = onWait
    }

    /// The amount of everything in the cache.
    package func size() throws -> CacheAmount {
        guard File.exists(cache.root) else { return CacheAmount() }
        return try Self.measure(cache.root)
    }

    /// The same, part by part, in a stable order.
    package func parts() throws -> [(name: String, amount: CacheAmount)] {
        try cache.buckets.filter { File.exists($0) }.map { ($0.name, try Self.measure($0)) }
    }

    /// Removes everything.
    package func clean() throws -> CacheAmount {
        try exclusively { amount in
            for entry in try Directory.entries(cache.root) where entry.name != CacheLayout.lockName {
                amount += try Self.remove(cache.root / Path(entry.name))
            }
        }
    }

    /// Removes what the cache has of some packages: unpacked wheels, wheel files, environments of provider plugins
    /// that they are in, and whatever is filed under a package's name.
    package func clean(_ packages: Set<PackageName>) throws -> CacheAmount {
        try exclusively { amount in
            for entry in try Directory.entriesIfPresent(cache.archives) ?? [] {
                let place = cache.archives / Path(entry.name)
                guard
                    let bytes = try? File.readIfPresent(
                        place / Path(ArchiveStore.manifestName), limit: 1 << 30),
                    let manifest = Manifest(bytes), packages.contains(manifest.name)
                else { continue }
                amount += try Self.remove(place)
            }
            for bucket in [cache.wheels, cache.pages, cache.http, cache.metadata, cache.built] {
                try removeNamed(packages, in: bucket, depth: 4, &amount)
            }
            try removePlugins(&amount) { environment in
                try environment.distributions().contains { packages.contains($0.name) }
            }
        }
    }

    /// Removes what no command will use again: parts of other formats of the cache, what interrupted
    /// commands left, unpacked wheels that are not whole, downloads that nobody resumed for a week, environments of
    /// provider plugins that no request leads to.
    ///
    /// - Parameter trusted: the packages of which plugins may be made.
    package func prune(trusting trusted: [TrustedPlugin] = []) throws -> CacheAmount {
        try exclusively { amount in
            let current = Set(cache.buckets.map(\.name))
            for entry in try Directory.entries(cache.root)
            where entry.kind == .directory && !current.contains(entry.name) && Self.isBucket(entry.name) {
                amount += try Self.remove(cache.root / Path(entry.name))
            }
            for entry in try Directory.entriesIfPresent(cache.temporary) ?? [] {
                amount += try Self.remove(cache.temporary / Path(entry.name))
            }
            for entry in try Directory.entriesIfPresent(cache.archives) ?? [] {
                let place = cache.archives / Path(entry.name)
                let bytes = try? File.readIfPresent(place / Path(ArchiveStore.manifestName), limit: 1 << 30)
                if bytes.flatMap(Manifest.init) == nil { amount += try Self.remove(place) }
            }
            let limit = Clock.wall() - 7 * 86_400 * 1_000_000_000
            for entry in try Directory.entriesIfPresent(cache.downloads) ?? [] {
                let path = cache.downloads / Path(entry.name)
                if let status = try File.status(path, followingLinks: false), status.mtime < limit {
                    amount += try Self.remove(path)
                }
            }
            try removePlugins(&amount) { $0.isForgotten(trusting: trusted) }
        }
    }

    // MARK: -

    private func exclusively(_ body: (inout CacheAmount) throws -> Void) throws -> CacheAmount {
        guard File.exists(cache.root) else { return CacheAmount() }
        let lock = try cache.lock(exclusive: true, onWait: onWait)
        return try withExtendedLifetime(lock) {
            var amount = CacheAmount()
            try body(&amount)
            return amount
        }
    }

    /// Environments of provider plugins, with their locks; and locks that were left alone.
    private func removePlugins(
        _ amount: inout CacheAmount, where isUnwanted: (PluginEnvironment) throws -> Bool
    ) throws {
        let entries = try Directory.entriesIfPresent(cache.plugins) ?? []
        for entry in entries where entry.kind == .directory {
            let environment = PluginEnvironment(cache.plugins / Path(entry.name))
            if try isUnwanted(environment) { amount += try Self.remove(environment.root) }
        }
        for entry in entries where entry.name.hasSuffix(PluginEnvironment.lockSuffix) {
            let root = cache.plugins / Path(String(entry.name.dropLast(PluginEnvironment.lockSuffix.count)))
            if !File.exists(root) { amount += try Self.remove(cache.plugins / Path(entry.name)) }
        }
    }

    /// `archives-v0`, `pages-v12`: only such directories are taken for parts of a cache.
    private static func isBucket(_ name: String) -> Bool {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let last = parts.last, last.first == "v" else { return false }
        return last.count > 1 && last.dropFirst().utf8.allSatisfy(\.isASCIIDigit)
            && parts[0].utf8.allSatisfy(\.isASCIILetter)
    }

    /// Entries named for one of the packages: the name itself, with a file extension, or a wheel of it.
    private func removeNamed(
        _ packages: Set<PackageName>, in directory: Path, depth: Int, _ amount: inout CacheAmount
    ) throws {
        for entry in try Directory.entriesIfPresent(directory) ?? [] {
            let stem = entry.name.prefix { $0 != "." }
            let isNamed =
                PackageName(entry.name).map(packages.contains) ?? false
                || PackageName(String(stem)).map(packages.contains) ?? false
                || (try? WheelFilename(parsing: entry.name)).map { packages.contains($0.name) } ?? false
            if isNamed {
                amount += try Self.remove(directory / Path(entry.name))
            } else if entry.kind == .directory, depth > 0 {
                try removeNamed(packages, in: directory / Path(entry.name), depth: depth - 1, &amount)
            }
        }
    }

    private static func remove(_ path: Path) throws -> CacheAmount {
        let amount = try measure(path)
        try Directory.removeTree(path)
        return amount
    }

    private static func measure(_ path: Path) throws -> CacheAmount {
        guard let status = try File.status(path, followingLinks: false) else { return CacheAmount() }
        guard status.kind == .directory else {
            return CacheAmount(files: 1, bytes: UInt64(max(status.size, 0)))
        }
        var amount = CacheAmount(directories: 1)
        for entry in try Directory.entriesIfPresent(path) ?? [] {
            amount += try measure(path / Path(entry.name))
        }
        return amount
    }
}
