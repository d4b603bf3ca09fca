extension Session {
    /// A script as a workspace. One without metadata needs nothing.
    package func workspace(of script: LockRequest.Script) throws -> Workspace {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try File.read(script.file, limit: LockRequest.Script.sizeLimit)
        } catch {
            throw Diagnostic("Failed to read the script `\(shown(script.file))`", causes: [error.reasonText])
        }
        let name = shown(script.file)
        return Workspace(
            try ScriptMetadata(script: bytes, file: name) ?? .none(file: name), at: script.file,
            environment: script.environment)
    }
}

extension LockRequest.Script {
    package static let sizeLimit = 16 << 20

    var environment: Path {
        let key = Hash(.sha256, bytes: SmallSHA256.digest(Array("script\n\(file)".utf8))).hex.prefix(32)
        return environments / Path(String(key))
    }
}
