/// Every command of the program.
extension CommandSpec {
    static let root = CommandSpec(
        "swuv", "Install Python packages, fast and whole",
        subcommands: [
            InitCommand.spec, AddCommand.spec, RemoveCommand.spec, LockCommand.spec, SyncCommand.spec,
            RunCommand.spec, TreeCommand.spec, ExportCommand.spec,
            install, uninstall, list, freeze, show, check, compile, venv, variants, cache, completions, help,
            pip,
        ],
        options: { [.version] })

    static let install = CommandSpec(
        "install", "Install packages into an environment",
        positional: Positional(
            "PACKAGE",
            "What to install: requirements, paths or URLs of wheels (by default: the project here, as `sync`)"
        ),
        alternatives: [.requirements, .editable, .group],
        options: {
            [
                .requirements, .editable, .constraints, .overrides, .extra, .allExtras, .group,
                .noDeps, .requireHashes, .system, .breakSystemPackages, .target, .prefix, .noBuild, .noBinary,
                .onlyBinary, .pythonVersion, .pythonPlatform, .strict, .dryRun,
            ] + OptionSpec.indexGroup + OptionSpec.resolverGroup + OptionSpec.variantGroup
                + OptionSpec.installerGroup + OptionSpec.buildGroup + OptionSpec.refreshGroup + [.python]
        },
        run: InstallCommand.run)

    static let uninstall = CommandSpec(
        "uninstall", "Remove packages from an environment",
        positional: Positional("PACKAGE", required: true, "The packages to remove"),
        alternatives: [.requirements],
        options: {
            [.requirements, .system, .breakSystemPackages, .target, .prefix, .dryRun, .yes, .python]
        },
        run: UninstallCommand.run)

    static let list = CommandSpec(
        "list", "List the packages of an environment",
        options: {
            [.editableOnly, .excludeEditable, .exclude, .format, .strict] + OptionSpec.environmentGroup
        },
        run: ListCommand.run)

    static let freeze = CommandSpec(
        "freeze", "List the packages of an environment as requirements",
        options: { [.excludeEditable, .exclude, .strict] + OptionSpec.environmentGroup },
        run: FreezeCommand.run)

    static let show = CommandSpec(
        "show", "Tell about installed packages",
        positional: Positional("PACKAGE", "The packages to tell about"),
        options: { [.files, .strict] + OptionSpec.environmentGroup },
        run: ShowCommand.run)

    static let check = CommandSpec(
        "check", "Check that the packages of an environment fit together",
        options: { OptionSpec.environmentGroup },
        run: CheckCommand.run)

    static let compile = CommandSpec(
        "compile", "Turn requirements into pins of everything they need",
        positional: Positional(
            "SRC_FILE", required: true, completes: .file,
            "Requirements files, `pyproject.toml`, or `-` for standard input"),
        alternatives: [.group],
        options: {
            [
                .constraints, .overrides, .extra, .allExtras, .group, .noDeps, .outputFile, .universal,
                .generateHashes, .noHeader, .noAnnotate, .annotationStyle, .noStripExtras, .noStripMarkers,
                .emitIndexURL, .emitFindLinks, .noEmitPackage, .customCompileCommand, .system, .noBuild,
                .noBinary, .onlyBinary, .pythonVersion, .pythonPlatform,
            ] + OptionSpec.indexGroup + OptionSpec.resolverGroup + OptionSpec.variantGroup
                + OptionSpec.buildGroup + OptionSpec.refreshGroup + [.python]
        },
        run: CompileCommand.run)

    static let venv = CommandSpec(
        "venv", "Make a virtual environment",
        positional: Positional("PATH", repeated: false, completes: .directory, "Where (by default: `.venv`)"),
        options: {
            [.prompt, .seed, .clear, .allowExisting, .systemSitePackages, .python, .excludeNewer]
                + OptionSpec.indexGroup + OptionSpec.refreshGroup
        },
        run: VenvCommand.run)

    static let variants = CommandSpec(
        "variants", "Look at builds for certain hardware (wheel variants), and at what this computer has",
        subcommands: [
            CommandSpec(
                "detect", "Show what this computer has, and where it was found",
                options: { [.disableProvider] }, run: VariantsCommand.detect),
            CommandSpec(
                "explain", "Show which build of a package is taken here, and why",
                positional: Positional(
                    "REQUIREMENT", required: true, repeated: false,
                    "The package, perhaps with a version, or a wheel by its path or URL"),
                options: {
                    [.system, .noBuild, .noBinary, .onlyBinary, .pythonVersion, .pythonPlatform]
                        + OptionSpec.indexGroup + [.prerelease, .pre, .excludeNewer]
                        + OptionSpec.variantGroup + OptionSpec.refreshGroup + [.python]
                },
                run: VariantsCommand.explain),
            CommandSpec(
                "intersect", "Make the host profile that is safe on all hosts of some",
                positional: Positional(
                    "PROFILE", required: true, completes: .file,
                    "Host profiles, as `swuv variants detect --json` writes them; the first says what is preferred"
                ),
                options: { [.output] }, run: VariantsCommand.intersect),
            VariantsCheckCommand.spec, VariantsIndexCommand.spec, VariantsMakeCommand.spec,
        ])

    static let cache = CommandSpec(
        "cache", "Look after the cache",
        subcommands: [
            CommandSpec("dir", "Show where the cache is", run: CacheCommand.directory),
            CommandSpec(
                "clean", "Remove everything from the cache, or what belongs to some packages",
                positional: Positional("PACKAGE", "The packages whose files to remove"),
                options: { [.force] }, run: CacheCommand.clean),
            CommandSpec(
                "prune", "Remove what no command needs any more", options: { [.force, .ci] },
                run: CacheCommand.prune),
            CommandSpec(
                "size", "Show how large the cache is", options: { [.human] }, run: CacheCommand.size),
        ])

    static let completions = CommandSpec(
        "completions", aliases: ["generate-shell-completion"], "Write the completions of a shell",
        positional: Positional(
            "SHELL", required: true, repeated: false, choices: ["bash", "zsh", "fish"], "The shell"),
        run: CompletionsCommand.run)

    static let help = CommandSpec(
        "help", "Show the help of a command",
        positional: Positional("COMMAND", "The command"),
        run: HelpCommand.run)

    /// The word that commands for `uv pip` and `python -m pip` have before ours.
    static let pip = CommandSpec(
        "pip", "The same commands under uv's name", hidden: true,
        subcommands: [install, uninstall, list, freeze, show, check, compile])
}
