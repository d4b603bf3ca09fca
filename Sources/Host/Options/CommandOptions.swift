/// The options of single commands.
extension OptionSpec {
    // MARK: install, uninstall, compile

    static let requirements = OptionSpec(
        "requirements", .list("REQUIREMENTS"), .own, short: "r", aliases: ["requirement"], completes: .file,
        "A requirements file, `pyproject.toml`, or `-` for standard input")
    static let editable = OptionSpec(
        "editable", .list("EDITABLE"), .own, short: "e", completes: .directory,
        "A project directory to install in place")
    static let constraints = OptionSpec(
        "constraints", .list("CONSTRAINTS"), .own, short: "c", aliases: ["constraint"],
        variables: ["SWUV_CONSTRAINT", "UV_CONSTRAINT", "PIP_CONSTRAINT"], completes: .file,
        "A requirements file that narrows versions without asking for the packages")
    static let overrides = OptionSpec(
        "overrides", .list("OVERRIDES"), .own, aliases: ["override"],
        variables: ["SWUV_OVERRIDE", "UV_OVERRIDE"], completes: .file,
        "A requirements file that replaces what any package requires of the same names")
    static let extra = OptionSpec(
        "extra", .list("EXTRA"), .own, "Include this extra of the given `pyproject.toml`")
    static let allExtras = OptionSpec(
        "all-extras", .flag, .own, negation: "no-all-extras",
        "Include every extra of the given `pyproject.toml`")
    static let group = OptionSpec(
        "group", .list("GROUP"), .own,
        "Include this dependency group of the `pyproject.toml` here; `PATH:GROUP` for that of another")
    static let noDeps = OptionSpec(
        "no-deps", .flag, .own, negation: "deps", configurable: true,
        "Leave out the dependencies of packages")
    static let requireHashes = OptionSpec(
        "require-hashes", .flag, .own, negation: "no-require-hashes",
        variables: ["SWUV_REQUIRE_HASHES", "UV_REQUIRE_HASHES", "PIP_REQUIRE_HASHES"], configurable: true,
        "Demand a pin and a hash of every requirement")
    static let dryRun = OptionSpec("dry-run", .flag, .own, "Say what would change, and change nothing")
    static let strict = OptionSpec(
        "strict", .flag, .own, negation: "no-strict", configurable: true,
        "Check the environment afterwards, and warn of what does not fit")
    static let yes = OptionSpec("yes", .flag, .own, short: "y", visibility: .hidden, "swuv never asks")

    // MARK: list, freeze, show

    static let format = OptionSpec(
        "format", .one("FORMAT"), .own, choices: ["columns", "freeze", "json"],
        "The form of the list (by default: columns)")
    static let exclude = OptionSpec("exclude", .list("EXCLUDE"), .own, "Leave out this package")
    static let editableOnly = OptionSpec(
        "editable", .flag, .own, short: "e", "Only packages that are installed in place")
    static let excludeEditable = OptionSpec(
        "exclude-editable", .flag, .own, "Leave out packages that are installed in place")
    static let files = OptionSpec("files", .flag, .own, short: "f", "List the files of each package")

    // MARK: compile

    static let outputFile = OptionSpec(
        "output-file", .one("OUTPUT_FILE"), .own, short: "o", aliases: ["output"], completes: .file,
        "Write the result here too; the pins of an existing file are kept where they still fit")
    static let universal = OptionSpec(
        "universal", .flag, .own, negation: "no-universal", configurable: true,
        "Make one result that holds on every platform and Python")
    static let generateHashes = OptionSpec(
        "generate-hashes", .flag, .own, negation: "no-generate-hashes", configurable: true,
        "Write the hashes of every archive of each release")
    static let noHeader = OptionSpec(
        "no-header", .flag, .own, negation: "header", configurable: true,
        "Leave out the comment at the top")
    static let noAnnotate = OptionSpec(
        "no-annotate", .flag, .own, negation: "annotate", configurable: true,
        "Leave out the `# via` comments")
    static let annotationStyle = OptionSpec(
        "annotation-style", .one("ANNOTATION_STYLE"), .own, choices: ["line", "split"], configurable: true,
        "Where `# via` comments stand: behind the pin or below it (the default)")
    static let noStripExtras = OptionSpec(
        "no-strip-extras", .flag, .own, negation: "strip-extras", configurable: true,
        "Write the extras of each pin")
    static let noStripMarkers = OptionSpec(
        "no-strip-markers", .flag, .own, negation: "strip-markers", configurable: true,
        "Write the markers of each pin")
    static let emitIndexURL = OptionSpec(
        "emit-index-url", .flag, .own, negation: "no-emit-index-url", configurable: true,
        "Write `--index-url` and `--extra-index-url` lines")
    static let emitFindLinks = OptionSpec(
        "emit-find-links", .flag, .own, negation: "no-emit-find-links", configurable: true,
        "Write `--find-links` lines")
    static let noEmitPackage = OptionSpec(
        "no-emit-package", .list("NO_EMIT_PACKAGE"), .own, aliases: ["unsafe-package"], configurable: true,
        "Leave this package out of the result, but not its dependencies")
    static let customCompileCommand = OptionSpec(
        "custom-compile-command", .one("CUSTOM_COMPILE_COMMAND"), .own,
        variables: ["SWUV_CUSTOM_COMPILE_COMMAND", "UV_CUSTOM_COMPILE_COMMAND"], configurable: true,
        "The command that the comment at the top names")

    // MARK: variants

    static let output = OptionSpec(
        "output", .one("FILE"), .own, short: "o", completes: .file, "Write the result to this file")

    // MARK: venv

    static let prompt = OptionSpec("prompt", .one("PROMPT"), .own, "The name that the shell's prompt shows")
    static let seed = OptionSpec(
        "seed", .flag, .own, variables: ["SWUV_VENV_SEED", "UV_VENV_SEED"], "Install pip into it")
    static let clear = OptionSpec(
        "clear", .flag, .own, short: "c", variables: ["SWUV_VENV_CLEAR", "UV_VENV_CLEAR"],
        "Remove what is at the path first")
    static let allowExisting = OptionSpec(
        "allow-existing", .flag, .own, "Write into a directory that is there, and keep what it holds")
    static let systemSitePackages = OptionSpec(
        "system-site-packages", .flag, .own, "Let it see the packages of the interpreter it is made from")

    // MARK: cache

    static let human = OptionSpec("human", .flag, .own, short: "H", "In KiB, MiB and so on")
    static let ci = OptionSpec(
        "ci", .flag, .own, visibility: .hidden, "uv's `cache prune --ci`; swuv keeps what is useful anyway")
    static let force = OptionSpec("force", .flag, .own, visibility: .hidden, "uv's; swuv never waits here")
}

extension OptionSpec {
    /// Every option that a configuration file may hold.
    static let configurable: [OptionSpec] =
        (indexGroup + resolverGroup + installerGroup + buildGroup + buildSettingsOfFiles + environmentGroup
        + everywhere
        + withoutOption
        + [
            noBuild, noBinary, onlyBinary, breakSystemPackages, pythonVersion, pythonPlatform, noDeps,
            requireHashes, strict, universal, generateHashes, noHeader, noAnnotate, annotationStyle,
            noStripExtras, noStripMarkers, emitIndexURL, emitFindLinks, noEmitPackage, customCompileCommand,
            projectExtra, projectGroup,
        ]).filter(\.isConfigurable)
}
