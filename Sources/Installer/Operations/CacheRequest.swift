/// What `cache clean` is asked to do.
package struct CleanCacheRequest: Sendable {
    /// Empty: remove everything.
    package var packages: [PackageName]

    package init(packages: [PackageName] = []) {
        self.packages = packages
    }
}

/// What `cache clean` and `cache prune` removed.
package struct CacheRemovalReport: Sendable, Equatable {
    package var files: Int
    package var bytes: UInt64

    package init(files: Int, bytes: UInt64) {
        self.files = files
        self.bytes = bytes
    }
}

/// How large the cache is.
package struct CacheSizeReport: Sendable, Equatable {
    package var bytes: UInt64
    /// By part of the cache (`wheels`, `pages`, …), in a stable order.
    package var parts: [Part]

    package struct Part: Sendable, Equatable {
        package var name: String
        package var bytes: UInt64

        package init(name: String, bytes: UInt64) {
            self.name = name
            self.bytes = bytes
        }
    }

    package init(bytes: UInt64, parts: [Part]) {
        self.bytes = bytes
        self.parts = parts
    }
}
