/// How files come from the cache into an environment.
package enum LinkMode: String, Sendable, Hashable, CaseIterable {
    /// Another name of the cached file; a copy where the file system refuses.
    case hardlink
    case copy
    /// A link to the cached file: the environment breaks when the cache is removed.
    case symlink
    /// A copy that shares its blocks (reflink); a plain copy where the file system cannot.
    case clone
}
