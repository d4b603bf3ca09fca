extension IndexFile {
    /// What is not known to be any project or version yet.
    init(unnamed name: PackageName?, url: String) {
        let version = Version(release: [0])
        self.init(
            filename: .source(SourceDistributionFilename(ofTree: name ?? .unnamed, version)), basename: url,
            version: version, url: url, indexURL: "")
    }

    /// Its name and version were promised by somebody, or found out.
    var isNamed: Bool { !indexURL.isEmpty }

    /// What messages call its builds.
    var buildSubject: BuildSubject {
        BuildSubject(name: filename.name, version: isNamed ? version : nil)
    }

    /// How its wheel is asked for.
    var buildKind: BuildBackend.Kind {
        if case .directory(_, isEditable: true) = tree { .editable } else { .wheel }
    }
}
