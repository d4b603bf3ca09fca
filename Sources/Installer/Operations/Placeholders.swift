// Stand-ins for the operations' bodies, until each has a file of its own in this room.

package func install(_ request: InstallRequest, in session: Session) throws -> InstallReport {
    throw notBuiltYet("install")
}

package func uninstall(_ request: UninstallRequest, in session: Session) throws -> UninstallReport {
    throw notBuiltYet("uninstall")
}

package func listInstalled(_ request: ListRequest, in session: Session) throws -> ListReport {
    throw notBuiltYet("list")
}

package func freeze(_ request: ListRequest, in session: Session) throws -> ListReport {
    throw notBuiltYet("freeze")
}

package func show(_ request: ShowRequest, in session: Session) throws -> ShowReport {
    throw notBuiltYet("show")
}

package func checkEnvironment(_ request: CheckRequest, in session: Session) throws -> CheckReport {
    throw notBuiltYet("check")
}

package func compileRequirements(_ request: CompileRequest, in session: Session) throws -> CompileReport {
    throw notBuiltYet("compile")
}

package func createVirtualEnvironment(
    _ request: VirtualEnvironmentRequest, in session: Session
) throws -> VirtualEnvironmentReport {
    throw notBuiltYet("venv")
}

package func cleanCache(_ request: CleanCacheRequest, in session: Session) throws -> CacheRemovalReport {
    throw notBuiltYet("cache clean")
}

package func pruneCache(in session: Session) throws -> CacheRemovalReport {
    throw notBuiltYet("cache prune")
}

package func measureCache(in session: Session) throws -> CacheSizeReport {
    throw notBuiltYet("cache size")
}

private func notBuiltYet(_ operation: String) -> Diagnostic {
    Diagnostic("`\(operation)` is not built yet")
}
