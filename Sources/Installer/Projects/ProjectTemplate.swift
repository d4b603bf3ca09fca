/// The files of a new project.
package struct ProjectTemplate {
    /// What the project is to become.
    package enum Kind: Sendable {
        /// Scripts that are run where they lie: `main.py`.
        case application
        /// An installable program: a package with a command.
        case package
        /// An installable library, with types.
        case library
    }

    var name: PackageName
    var kind: Kind
    /// Nothing but `pyproject.toml`.
    var isBare: Bool
    var description: String?
    var hasReadme: Bool
    /// `3.11`
    var python: String
    /// Nil for a project that is not built.
    var backend: BuildSystem?

    /// Who builds the project.
    package enum BuildSystem: String, Sendable, CaseIterable {
        case hatch, uv, flit, pdm, setuptools

        var requirement: String {
            switch self {
            case .hatch: "hatchling"
            case .uv: "uv_build"
            case .flit: "flit_core>=3.2,<4"
            case .pdm: "pdm-backend"
            case .setuptools: "setuptools>=61"
            }
        }

        var module: String {
            switch self {
            case .hatch: "hatchling.build"
            case .uv: "uv_build"
            case .flit: "flit_core.buildapi"
            case .pdm: "pdm.backend"
            case .setuptools: "setuptools.build_meta"
            }
        }
    }

    /// The name under which Python imports it.
    var module: String { name.underscored }

    var document: String {
        var lines = ["[project]", pair("name", .string(name.text)), pair("version", .string("0.1.0"))]
        if let description { lines.append(pair("description", .string(description))) }
        if hasReadme { lines.append(pair("readme", .string("README.md"))) }
        lines += [pair("requires-python", .string(">=\(python)")), pair("dependencies", .array([]))]
        if backend != nil, kind != .library {
            lines += ["", "[project.scripts]", pair(name.text, .string("\(module):main"))]
        }
        if let backend {
            lines += [
                "", "[build-system]", pair("requires", .array(of: [.string(backend.requirement)])),
                pair("build-backend", .string(backend.module)),
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func pair(_ key: String, _ value: TOMLValue) -> String {
        "\(TOMLSpelling.key(key)) = \(TOMLSpelling.text(of: value))"
    }

    /// Beside `pyproject.toml`, by their paths from the root of the project.
    var files: [(path: String, text: String)] {
        var files: [(path: String, text: String)] = []
        if hasReadme { files.append(("README.md", "")) }
        guard !isBare else { return files }
        switch kind {
        case .application:
            if backend == nil {
                let main = """
                    def main():
                        print("Hello from \(name.text)!")


                    if __name__ == "__main__":
                        main()

                    """
                files.append(("main.py", main))
            } else {
                files.append(("src/\(module)/__init__.py", program))
            }
        case .package: files.append(("src/\(module)/__init__.py", program))
        case .library:
            let library = """
                def hello() -> str:
                    return "Hello from \(name.text)!"

                """
            files += [("src/\(module)/__init__.py", library), ("src/\(module)/py.typed", "")]
        }
        return files
    }

    private var program: String {
        """
        def main() -> None:
            print("Hello from \(name.text)!")

        """
    }

    /// Of a new repository.
    /// The program of a script, without its metadata.
    static func script(_ name: String) -> String {
        let shown = name.utf8.allSatisfy { NameRules.isAlphanumeric($0) || "-_. ".utf8.contains($0) }
        return """


            def main() -> None:
                print("Hello from \(shown ? name : "here")!")


            if __name__ == "__main__":
                main()

            """
    }

    static let ignoredFiles = """
        # Made by Python
        __pycache__/
        *.py[oc]
        build/
        dist/
        wheels/
        *.egg-info

        # Virtual environments
        .venv

        # Settings of this computer
        swuv.local.toml

        """
}
