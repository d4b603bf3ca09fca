/// The files of several releases, put beside those of their own release (V-036, V-061, V-062).
struct VariantReleases {
    private(set) var releases: [Release] = []

    /// What one file says of its release.
    struct Part: Sendable {
        let file: String
        let name: PackageName
        let version: Version
        let metadata: VariantMetadata
        /// The label of a wheel; nil for a variants file.
        let label: VariantLabel?

        /// nil for a wheel that says nothing of its release.
        init?(_ wheel: VariantWheel) {
            guard let filename = wheel.filename, let metadata = wheel.metadata, let label = wheel.label else {
                return nil
            }
            file = filename.text
            name = filename.name
            version = filename.version
            self.metadata = metadata
            self.label = label
        }

        init(_ filename: VariantsFileName, _ metadata: VariantMetadata) {
            file = filename.text
            name = filename.name
            version = filename.version
            self.metadata = metadata
            label = nil
        }
    }

    struct Release {
        let name: PackageName
        let version: Version
        fileprivate(set) var wheels: [Part] = []
        fileprivate(set) var indexes: [Part] = []
        fileprivate(set) var faults: [CheckedVariantRelease.Fault] = []
        fileprivate(set) var doubts: [String] = []
        /// What the wheels say together; nil without wheels, and where they contradict each other.
        fileprivate(set) var combined: VariantMetadata?

        var checked: CheckedVariantRelease {
            CheckedVariantRelease(
                name: name, version: version,
                labels: Set((wheels + indexes).flatMap { $0.metadata.variants.keys }).sorted(),
                faults: faults, doubts: doubts)
        }
    }

    init(_ parts: [Part]) {
        var places: [PackageName: [(version: Version, place: Int)]] = [:]
        for part in parts.sorted(by: { $0.file < $1.file }) {
            let place: Int
            if let known = places[part.name]?.first(where: { $0.version == part.version }) {
                place = known.place
            } else {
                place = releases.count
                places[part.name, default: []].append((part.version, place))
                releases.append(Release(name: part.name, version: part.version))
            }
            if part.label == nil {
                releases[place].indexes.append(part)
            } else {
                releases[place].wheels.append(part)
            }
        }
        releases.sort { ($0.name, $0.version) < ($1.name, $1.version) }
        for index in releases.indices { releases[index].compare() }
    }
}

extension VariantReleases.Release {
    fileprivate mutating func compare() {
        combineWheels()
        for index in indexes { compare(index) }
        for other in indexes.dropFirst() where other.metadata != indexes[0].metadata {
            faults.append(
                .init(files: [indexes[0].file, other.file], "two variants files of one release differ"))
        }
    }

    /// Every wheel that contradicts another is named with that other one, once.
    private mutating func combineWheels() {
        var whole: VariantMetadata?
        for (place, wheel) in wheels.enumerated() {
            guard let known = whole else {
                whole = wheel.metadata
                continue
            }
            if let more = try? known.combined(with: wheel.metadata) {
                whole = more
                continue
            }
            // Metadata that do not combine with several do not combine with one of them.
            for other in wheels[..<place] {
                do throws(InconsistentVariants) {
                    _ = try other.metadata.combined(with: wheel.metadata)
                } catch {
                    faults.append(.init(files: [other.file, wheel.file], Self.text(error)))
                    break
                }
            }
        }
        guard faults.isEmpty else { return }
        combined = whole
        if wheels.count > 1, let whole { doubts += whole.doubts }
    }

    private mutating func compare(_ index: VariantReleases.Part) {
        let metadata = index.metadata
        for wheel in wheels {
            guard let label = wheel.label else { continue }
            if metadata.variants[label] == nil {
                faults.append(
                    .init(
                        files: [index.file, wheel.file], "the label `\(label)` is not in the variants file"))
                continue
            }
            do throws(InconsistentVariants) {
                let both = try metadata.combined(with: wheel.metadata)
                if both.namespaces != metadata.namespaces || both.providers != metadata.providers {
                    faults.append(
                        .init(
                            files: [index.file, wheel.file],
                            "the wheel names namespaces that the variants file lacks"))
                }
            } catch {
                faults.append(.init(files: [index.file, wheel.file], Self.text(error)))
            }
        }
        guard !wheels.isEmpty else { return }
        let labels = Set(wheels.compactMap(\.label))
        for label in metadata.variants.keys.sorted() where !labels.contains(label) {
            doubts.append("`\(index.file)` lists the label `\(label)`, and none of these wheels has it")
        }
    }

    private static func text(_ error: InconsistentVariants) -> String {
        let diagnostic = error.diagnostic
        let message = diagnostic.message.prefix(1).lowercased() + diagnostic.message.dropFirst()
        guard diagnostic.causes.count == 2 else { return message }
        return message + ": " + diagnostic.causes.joined(separator: " and ")
    }
}

/// `NAME-VERSION-variants.json`: the name of the file that describes the variants of a release (V-070).
struct VariantsFileName: Sendable {
    static let suffix = "-variants.json"

    let text: String
    let name: PackageName
    let version: Version

    /// As tools that write it say it.
    init(_ name: PackageName, _ version: Version) {
        self.name = name
        self.version = version
        text = "\(name.underscored)-\(version)\(Self.suffix)"
    }

    /// nil for the name of another file.
    init?(_ text: String) {
        guard text.hasSuffix(Self.suffix) else { return nil }
        let stem = text.dropLast(Self.suffix.utf8.count)
        guard let dash = stem.utf8.firstIndex(of: UInt8(ascii: "-")),
            let name = PackageName(String(stem[..<dash])),
            let version = Version(String(stem[stem.utf8.index(after: dash)...]))
        else { return nil }
        self.text = text
        self.name = name
        self.version = version
    }
}
