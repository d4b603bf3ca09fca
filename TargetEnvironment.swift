/// What wheels and markers are held against: an interpreter's own platform, or the one the user named.
struct TargetEnvironment {
    let markers: MarkerEnvironment
    let tags: PlatformTags

    /// `--python-version` and `--python-platform` in place of what `interpreter` says of itself.
    init(_ interpreter: Interpreter, pythonVersion: Version?, platform: TargetPlatform?) {
        var markers = interpreter.markerEnvironment
        if let pythonVersion { markers = markers.with(python: pythonVersion) }
        if let platform { markers = platform.adapting(markers) }
        self.markers = markers
        guard pythonVersion != nil || platform != nil else {
            tags = interpreter.tags
            return
        }
        let release = pythonVersion?.release ?? [UInt64(interpreter.major), UInt64(interpreter.minor)]
        tags = PlatformTags(
            python: (Int(clamping: release[0]), Int(clamping: release.count > 1 ? release[1] : 0)),
            implementation: interpreter.implementation.name,
            isFreeThreaded: interpreter.isFreeThreaded, isDebug: interpreter.isDebug,
            platform: platform ?? interpreter.tags.platform)
    }

    var resolution: ResolutionTarget { .environment(markers, tags) }
}
