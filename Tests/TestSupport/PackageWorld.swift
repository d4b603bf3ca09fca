import Installer

/// A small universe of packages that a `LoopbackServer` serves as a simple index.
///
/// ```
/// var world = PackageWorld()
/// world.add("a", "1.0", requires: ["b>=2"])
/// let index = try world.serve(on: server)      // http://127.0.0.1:…/simple
/// ```
package struct PackageWorld: Sendable {
    package struct Release: Sendable {
        package var wheel: WheelBuilder
        package var yanked: String?
        package var uploadTime: String?
    }

    /// A variants file: `NAME-VERSION-variants.json`.
    package struct Variants: Sendable {
        package var name: String
        package var version: String
        package var text: String
        /// Below the place of the files.
        package var path: String
        /// What the page says: the true sha256 unless given; nothing when empty.
        package var hash: String?

        package var filename: String { "\(name.replacing("-", with: "_"))-\(version)-variants.json" }
    }

    package enum Form: Sendable { case json, html }

    package var releases: [Release] = []
    package var variants: [Variants] = []
    package var form = Form.json
    /// METADATA beside the wheels (PEP 658), with its hash.
    package var offersMetadata = true
    package var offersHashes = true
    package var offersSizes = true
    package var cacheControl: String?
    package var etags = false
    /// Changes the route of each wheel, page or metadata file after it was made; the path tells which.
    package var adjust: (@Sendable (_ path: String, _ route: inout Route) -> Void)?

    package init() {}

    @discardableResult
    package mutating func add(
        _ name: String, _ version: String, requires: [String] = [], extras: [String] = [],
        requiresPython: String? = nil, tags: String = "py3-none-any", yanked: String? = nil,
        uploadTime: String? = nil, files: [(path: String, content: [UInt8])] = []
    ) -> WheelBuilder {
        var wheel = WheelBuilder(name, version)
        wheel.requires = requires
        wheel.extras = extras
        wheel.requiresPython = requiresPython
        wheel.tags = tags
        wheel.files = files
        releases.append(Release(wheel: wheel, yanked: yanked, uploadTime: uploadTime))
        return wheel
    }

    /// A variant wheel; what its `variant.json` holds is `variant`.
    @discardableResult
    package mutating func addVariant(
        _ name: String, _ version: String, label: String, variant: String?, requires: [String] = [],
        tags: String = "py3-none-any", files: [(path: String, content: [UInt8])] = []
    ) -> WheelBuilder {
        add(name, version, requires: requires, tags: tags, files: files)
        releases[releases.count - 1].wheel.label = label
        releases[releases.count - 1].wheel.variant = variant
        return releases[releases.count - 1].wheel
    }

    package mutating func addVariantsFile(
        _ name: String, _ version: String, _ text: String, path: String? = nil, hash: String? = nil
    ) {
        var file = Variants(name: name, version: version, text: text, path: "", hash: hash)
        file.path = path ?? file.filename
        variants.append(file)
    }

    /// Adds the routes and gives the URL of the index. `prefix` tells apart several worlds on one server.
    @discardableResult
    package func serve(on server: LoopbackServer, prefix: String = "") throws -> String {
        var pages: [String: [String]] = [:]
        for release in releases {
            let wheel = release.wheel
            let bytes = try wheel.build()
            let path = "\(prefix)/files/\(wheel.filename)"
            set(server, path, .body(bytes))
            if offersMetadata { set(server, path + ".metadata", .body(Array(wheel.metadataText.utf8))) }
            let name = PackageName(wheel.name)!.text
            let hash = try Digest.of(bytes).hex
            let metadataHash = try Digest.of(Array(wheel.metadataText.utf8)).hex
            let entry =
                form == .json
                ? json(release, "../../files/\(wheel.filename)", bytes.count, hash, metadataHash)
                : html(release, "../../files/\(wheel.filename)", hash, metadataHash)
            pages[name, default: []].append(entry)
        }
        for file in variants {
            let bytes = Array(file.text.utf8)
            set(
                server, "\(prefix)/files/\(file.path)",
                Route.body(bytes, type: "application/json").with {
                    if let cacheControl { $0.headers.append(("Cache-Control", cacheControl)) }
                })
            let hash = try offersHashes ? file.hash ?? Digest.of(bytes).hex : ""
            pages[PackageName(file.name)!.text, default: []].append(
                form == .json
                    ? "{\"filename\":\"\(file.filename)\",\"url\":\"../../files/\(file.path)\","
                        + "\"hashes\":{\(hash.isEmpty ? "" : "\"sha256\":\"\(hash)\"")}}"
                    : "<a href=\"../../files/\(file.path)\(hash.isEmpty ? "" : "#sha256=\(hash)")\">\(file.filename)</a>"
            )
        }
        for (name, entries) in pages {
            let route: Route =
                form == .json
                ? .json(
                    "{\"meta\":{\"api-version\":\"1.1\"},\"name\":\"\(name)\",\"files\":[\(entries.joined(separator: ","))]}"
                )
                : .html(
                    "<!DOCTYPE html><html><body>\n\(entries.joined(separator: "<br/>\n"))\n</body></html>")
            set(
                server, "\(prefix)/simple/\(name)/",
                route.with { if let cacheControl { $0.headers.append(("Cache-Control", cacheControl)) } })
        }
        return "\(server.origin)\(prefix)/simple"
    }

    private func set(_ server: LoopbackServer, _ path: String, _ route: Route) {
        var route = route
        if etags { route.etag = "\"\(StoredZip.crc32(route.body))\"" }
        adjust?(path, &route)
        server[path] = route
    }

    private func json(_ release: Release, _ url: String, _ size: Int, _ hash: String, _ metadata: String)
        -> String
    {
        var members = ["\"filename\":\"\(release.wheel.filename)\"", "\"url\":\"\(url)\""]
        members.append("\"hashes\":{\(offersHashes ? "\"sha256\":\"\(hash)\"" : "")}")
        if offersSizes { members.append("\"size\":\(size)") }
        if let python = release.wheel.requiresPython { members.append("\"requires-python\":\"\(python)\"") }
        if let reason = release.yanked { members.append("\"yanked\":\"\(reason)\"") }
        if let time = release.uploadTime { members.append("\"upload-time\":\"\(time)\"") }
        if offersMetadata { members.append("\"core-metadata\":{\"sha256\":\"\(metadata)\"}") }
        return "{\(members.joined(separator: ","))}"
    }

    private func html(_ release: Release, _ url: String, _ hash: String, _ metadata: String) -> String {
        var attributes = "href=\"\(url)\(offersHashes ? "#sha256=\(hash)" : "")\""
        if let python = release.wheel.requiresPython {
            attributes +=
                " data-requires-python=\"\(python.replacing("<", with: "&lt;").replacing(">", with: "&gt;"))\""
        }
        if let reason = release.yanked { attributes += " data-yanked=\"\(reason)\"" }
        if offersMetadata { attributes += " data-core-metadata=\"sha256=\(metadata)\"" }
        return "<a \(attributes)>\(release.wheel.filename)</a>"
    }
}
