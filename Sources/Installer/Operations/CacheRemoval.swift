/// Removes everything from the cache, or what it has of some packages.
package func cleanCache(_ request: CleanCacheRequest, in session: Session) throws -> CacheRemovalReport {
    let prune = CachePrune(session.cache, onWait: session.tellOfCacheUse)
    return CacheRemovalReport(
        try request.packages.isEmpty ? prune.clean() : prune.clean(Set(request.packages)))
}

/// Removes what no command will use again.
package func pruneCache(in session: Session) throws -> CacheRemovalReport {
    let trusted = try session.providers.detectors().trusted
    return CacheRemovalReport(
        try CachePrune(session.cache, onWait: session.tellOfCacheUse).prune(trusting: trusted))
}

/// How large the cache is, part by part.
package func measureCache(in session: Session) throws -> CacheSizeReport {
    let parts = try CachePrune(session.cache).parts()
    return CacheSizeReport(
        bytes: parts.reduce(0) { $0 + $1.amount.bytes },
        parts: parts.map { CacheSizeReport.Part(name: $0.name, bytes: $0.amount.bytes) })
}

extension CacheRemovalReport {
    fileprivate init(_ amount: CacheAmount) {
        self.init(files: amount.files, bytes: amount.bytes)
    }
}

extension Session {
    fileprivate func tellOfCacheUse() {
        reporter.note("Waiting for another process to finish with the cache at `\(cache.root)`")
    }
}
