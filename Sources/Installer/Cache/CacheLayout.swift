/// Where everything in the cache lies. A directory carries the number of its format in its name: a
/// newer swuv leaves the older one's directory alone, and `cache prune` removes it.
package struct CacheLayout: Sendable, Hashable {
    package let root: Path

    /// Names the places; nothing is created until `prepare()`.
    package init(root: Path) {
        self.root = root
    }

    /// Index pages in compact form, mapped and not parsed.
    package var pages: Path { root / "pages-v2" }
    /// HTTP answers with their validators.
    package var http: Path { root / "http-v1" }
    /// Core metadata of files of an index.
    package var metadata: Path { root / "metadata-v1" }
    /// Verified wheel files, under a name that the index client chooses.
    package var wheels: Path { root / "wheels-v1" }
    /// Unpacked wheels, one directory per sha256 of the archive (`ArchiveStore`).
    package var archives: Path { root / "archives-v2" }
    /// Downloads in progress (`.part`) and their validators.
    package var downloads: Path { root / "downloads-v1" }
    /// What interpreters said about themselves.
    package var interpreters: Path { root / "interpreters-v1" }
    /// Wheels built from source distributions and source trees.
    package var built: Path { root / "built-v1" }
    /// Bare copies of Git repositories.
    package var repositories: Path { root / "repositories-v1" }
    /// Environments of provider plugins, one for each set of wheels.
    package var plugins: Path { root / "plugins-v1" }
    /// Environments of scripts and of `run --with`, one for each set of requirements.
    package var environments: Path { root / Path(Self.environmentsName) }
    package static let environmentsName = "environments-v1"
    /// Directories that live no longer than the command that made them.
    package var temporary: Path { root / "temporary-v1" }

    /// Every directory of this format, in the order in which `cache size` could list them.
    package var buckets: [Path] {
        [
            pages, http, metadata, wheels, archives, downloads, interpreters, built, repositories, plugins,
            environments, temporary,
        ]
    }

    /// Creates what is missing, with the tag that keeps backup programs out and a `.gitignore`.
    package func prepare() throws(SystemError) {
        try Directory.create(root, intermediates: true)
        for bucket in buckets { try Directory.create(bucket, intermediates: false) }
        if try File.status(root / "CACHEDIR.TAG") == nil {
            try File.writeAtomically(Array(Self.tag.utf8), to: root / "CACHEDIR.TAG")
            try File.writeAtomically(Array("*\n".utf8), to: root / ".gitignore")
        }
    }

    /// Held shared by every command that uses the cache, exclusively by those that remove from it.
    package func lock(
        exclusive: Bool, timeout: Duration? = nil, onWait: @escaping () -> Void = {}
    ) throws -> FileLock {
        try FileLock.acquire(
            root / Path(Self.lockName), exclusive: exclusive, timeout: timeout, onWait: onWait)
    }

    static let lockName = ".lock"

    private static let tag = """
        Signature: 8a477f597d28d172789f06886806bc55
        # This directory holds the cache of swuv. It may be removed at any time.

        """
}
