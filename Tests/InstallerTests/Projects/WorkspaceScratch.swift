import Foundation

@testable import Installer

/// A directory with the files of a workspace, gone when it is released.
final class WorkspaceScratch {
    let path: Path

    init(_ files: [String: String]) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "swuv-\(UUID().uuidString)")
        path =
            try File.resolved(Path(FileManager.default.temporaryDirectory.path))
            / Path(folder.lastPathComponent)
        for (name, text) in files {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path.text) }

    func workspace(_ place: String = ".") throws -> Workspace? {
        try Workspace.discover(from: Path(place).absolute(in: path))
    }

    /// `[line:column message]` of each fault, with the file before it where it is not the nearest one; the message of
    /// any other error.
    func faults(_ place: String = ".", _ body: (Workspace) throws -> Void = { _ = try $0.inputs() })
        -> [String]
    {
        do {
            guard let workspace = try workspace(place) else { return ["no workspace"] }
            try body(workspace)
            return []
        } catch let error as ProjectFaults {
            return error.documents.flatMap { document in
                let file =
                    document.file == "pyproject.toml"
                    ? "" : document.file.replacingOccurrences(of: path.text + "/", with: "") + ":"
                return document.faults.map { "\(file)\($0.line):\($0.column) \($0.message)" }
            }
        } catch {
            let diagnostic = Diagnostic(describing: error)
            return [([diagnostic.message] + diagnostic.causes).joined(separator: " | ")]
        }
    }
}

extension LockInputs {
    /// A line for each requirement: `demo[cpu] torch>=2.2.0 @index pytorch-cpu https://…`.
    var told: [String] {
        members.flatMap { member in
            member.dependencies.map { "\(member.name) \($0.told)" }
                + member.extras.sorted { $0.key < $1.key }.flatMap { name, list in
                    list.map { "\(member.name)[\(name)] \($0.told)" }
                }
                + member.groups.sorted { $0.key < $1.key }.flatMap { name, list in
                    list.map { "\(member.name):\(name) \($0.told)" }
                }
        }
    }
}

extension LockRequirement {
    var told: String {
        let place =
            switch source {
            case nil: ""
            case .index(let name, let url): " @index \(name) \(url)"
            case .archive(let url, let directory): " @archive \(url) \(directory ?? "-")"
            case .path(let path, let isEditable): " @path \(path) \(isEditable.map { "\($0)" } ?? "-")"
            case .git(let url, let reference, let directory, let lfs):
                " @git \(url) \(reference ?? "-") \(directory ?? "-") \(lfs)"
            case .workspace(let isEditable): " @workspace \(isEditable.map { "\($0)" } ?? "-")"
            }
        return "\(requirement)\(place)"
    }
}
