/// The options that several commands share. Names and meanings are uv's.
extension OptionSpec {
    // MARK: Indexes

    static let index = OptionSpec(
        "index", .list("INDEX"), .index, variables: ["SWUV_INDEX", "UV_INDEX"], configurable: true,
        "An index to use in addition to the default one, before it; a URL, a directory, `name=URL`, or the name of an index of the configuration"
    )
    static let defaultIndex = OptionSpec(
        "default-index", .one("DEFAULT_INDEX"), .index,
        variables: ["SWUV_DEFAULT_INDEX", "UV_DEFAULT_INDEX"], configurable: true,
        "The index that is asked last (by default: <https://pypi.org/simple>)")
    static let indexURL = OptionSpec(
        "index-url", .one("INDEX_URL"), .index, short: "i",
        variables: ["SWUV_INDEX_URL", "UV_INDEX_URL", "PIP_INDEX_URL"], configurable: true,
        "pip's name of `--default-index`")
    static let extraIndexURL = OptionSpec(
        "extra-index-url", .list("EXTRA_INDEX_URL"), .index,
        variables: ["SWUV_EXTRA_INDEX_URL", "UV_EXTRA_INDEX_URL", "PIP_EXTRA_INDEX_URL"], configurable: true,
        "pip's name of `--index`; looked at after those")
    static let findLinks = OptionSpec(
        "find-links", .list("FIND_LINKS"), .index, short: "f",
        variables: ["SWUV_FIND_LINKS", "UV_FIND_LINKS", "PIP_FIND_LINKS"], configurable: true,
        completes: .directory,
        "A directory of archives, or a page that links to some, to look at in addition to the indexes")
    static let noIndex = OptionSpec(
        "no-index", .flag, .index, variables: ["SWUV_NO_INDEX", "UV_NO_INDEX", "PIP_NO_INDEX"],
        configurable: true,
        "Ask no index: only direct URLs and what `--find-links` gives")
    static let indexStrategy = OptionSpec(
        "index-strategy", .one("INDEX_STRATEGY"), .index,
        choices: ["first-index", "unsafe-first-match", "unsafe-best-match"],
        variables: ["SWUV_INDEX_STRATEGY", "UV_INDEX_STRATEGY"], configurable: true,
        "How several indexes work together: the first that has a package (the default), or all of them")

    static let indexGroup: [OptionSpec] = [
        index, defaultIndex, indexURL, extraIndexURL, findLinks, noIndex, indexStrategy,
    ]

    // MARK: Resolver

    static let upgrade = OptionSpec(
        "upgrade", .flag, .resolver, short: "U", negation: "no-upgrade", configurable: true,
        "Take the newest versions that fit, whatever is installed or pinned; implies `--refresh`")
    static let upgradePackage = OptionSpec(
        "upgrade-package", .list("UPGRADE_PACKAGE"), .resolver, short: "P", configurable: true,
        "Upgrade this package only; implies `--refresh-package`")
    static let resolution = OptionSpec(
        "resolution", .one("RESOLUTION"), .resolver, choices: ["highest", "lowest", "lowest-direct"],
        variables: ["SWUV_RESOLUTION", "UV_RESOLUTION"], configurable: true,
        "Which of the versions that fit to prefer")
    static let prerelease = OptionSpec(
        "prerelease", .one("PRERELEASE"), .resolver,
        choices: ["disallow", "allow", "if-necessary", "explicit", "if-necessary-or-explicit"],
        variables: ["SWUV_PRERELEASE", "UV_PRERELEASE"], configurable: true,
        "When pre-releases may be chosen")
    static let pre = OptionSpec(
        "pre", .flag, .resolver, visibility: .hidden, "pip's name of `--prerelease allow`")
    static let excludeNewer = OptionSpec(
        "exclude-newer", .one("EXCLUDE_NEWER"), .resolver,
        variables: ["SWUV_EXCLUDE_NEWER", "UV_EXCLUDE_NEWER"], configurable: true,
        "Ignore files uploaded after this moment: `2026-01-31`, `2026-01-31T12:00:00Z`, `30 days` or `P30D`")

    static let resolverGroup: [OptionSpec] = [
        upgrade, upgradePackage, resolution, prerelease, pre, excludeNewer,
    ]

    // MARK: Installer

    static let reinstall = OptionSpec(
        "reinstall", .flag, .installer, aliases: ["force-reinstall"], negation: "no-reinstall",
        configurable: true,
        "Install every package anew although it is there; implies `--refresh`")
    static let reinstallPackage = OptionSpec(
        "reinstall-package", .list("REINSTALL_PACKAGE"), .installer, configurable: true,
        "Install this package anew; implies `--refresh-package`")
    static let linkMode = OptionSpec(
        "link-mode", .one("LINK_MODE"), .installer, choices: ["clone", "copy", "hardlink", "symlink"],
        variables: ["SWUV_LINK_MODE", "UV_LINK_MODE"], configurable: true,
        "How files come from the cache into the environment (by default: hard links, copies where they fail)")
    static let compileBytecode = OptionSpec(
        "compile-bytecode", .flag, .installer, aliases: ["compile"], negation: "no-compile-bytecode",
        variables: ["SWUV_COMPILE_BYTECODE", "UV_COMPILE_BYTECODE"], configurable: true,
        "Compile the installed Python files to bytecode")

    static let installerGroup: [OptionSpec] = [reinstall, reinstallPackage, linkMode, compileBytecode]

    // MARK: Archives

    static let noBuild = OptionSpec(
        "no-build", .flag, .own, negation: "build", variables: ["SWUV_NO_BUILD", "UV_NO_BUILD"],
        configurable: true,
        "Build no source distributions; only use wheels")
    static let noBinary = OptionSpec(
        "no-binary", .list("NO_BINARY"), .own, aliases: ["no-binary-package"],
        variables: ["SWUV_NO_BINARY", "UV_NO_BINARY", "PIP_NO_BINARY", "UV_NO_BINARY_PACKAGE"],
        configurable: true,
        "Use no wheels of this package; `:all:` for none at all, `:none:` to take back what was said before")
    static let onlyBinary = OptionSpec(
        "only-binary", .list("ONLY_BINARY"), .own, aliases: ["no-build-package"],
        variables: ["SWUV_ONLY_BINARY", "UV_ONLY_BINARY", "PIP_ONLY_BINARY", "UV_NO_BUILD_PACKAGE"],
        configurable: true,
        "Only use wheels of this package; `:all:` and `:none:` as for `--no-binary`")

    // MARK: Caches

    static let noCache = OptionSpec(
        "no-cache", .flag, .cache, short: "n", aliases: ["no-cache-dir"],
        variables: ["SWUV_NO_CACHE", "UV_NO_CACHE"],
        configurable: true,
        "Use a temporary directory as the cache, and remove it at the end")
    static let cacheDir = OptionSpec(
        "cache-dir", .one("CACHE_DIR"), .cache, variables: ["SWUV_CACHE_DIR", "UV_CACHE_DIR"],
        configurable: true,
        completes: .directory, "The directory of the cache")
    static let refresh = OptionSpec(
        "refresh", .flag, .cache, negation: "no-refresh", "Ask indexes again whatever the cache holds")
    static let refreshPackage = OptionSpec(
        "refresh-package", .list("REFRESH_PACKAGE"), .cache, "Ask indexes again about this package")

    static let refreshGroup: [OptionSpec] = [refresh, refreshPackage]

    // MARK: Environments

    static let python = OptionSpec(
        "python", .one("PYTHON"), .python, short: "p", variables: ["SWUV_PYTHON", "UV_PYTHON"],
        configurable: true, completes: .file,
        "The Python interpreter or environment to use: a path, a version (`3.12`) or a name (`python3.12`)")
    static let system = OptionSpec(
        "system", .flag, .own, negation: "no-system", variables: ["SWUV_SYSTEM_PYTHON", "UV_SYSTEM_PYTHON"],
        configurable: true, "Use the first Python of the PATH, not a virtual environment")
    static let target = OptionSpec(
        "target", .one("TARGET"), .own, short: "t", configurable: true, completes: .directory,
        "Work on this directory, with packages at its top level, instead of an environment")
    static let prefix = OptionSpec(
        "prefix", .one("PREFIX"), .own, configurable: true, completes: .directory,
        "Work on `lib`, `bin` and so on below this directory, as if an environment were there")
    static let breakSystemPackages = OptionSpec(
        "break-system-packages", .flag, .own, negation: "no-break-system-packages",
        variables: ["SWUV_BREAK_SYSTEM_PACKAGES", "UV_BREAK_SYSTEM_PACKAGES", "PIP_BREAK_SYSTEM_PACKAGES"],
        configurable: true,
        "Change a Python installation that something else manages (`EXTERNALLY-MANAGED`)")
    static let pythonVersion = OptionSpec(
        "python-version", .one("PYTHON_VERSION"), .own, configurable: true,
        "The Python version that the packages must work with (`3.9` means `3.9.0`)")
    static let pythonPlatform = OptionSpec(
        "python-platform", .one("PYTHON_PLATFORM"), .own, configurable: true,
        "The platform that the packages must work on: `linux`, `macos`, `windows`, `x86_64-unknown-linux-gnu`, `aarch64-manylinux_2_28`, …"
    )

    /// Which environment to work on.
    static let environmentGroup: [OptionSpec] = [python, system, target, prefix]

    /// Accepted so that scripts for uv and pip run: swuv behaves so anyway.
    static let inert: [OptionSpec] = [
        OptionSpec("no-python-downloads", .flag, .python, visibility: .hidden, "swuv downloads no Python"),
        OptionSpec("no-input", .flag, .own, visibility: .hidden, "swuv never asks"),
        OptionSpec(
            "disable-pip-version-check", .flag, .own, visibility: .hidden, "swuv checks for no other version"),
    ]

    /// Pairs of which a command line may hold only one.
    static let exclusive: [(OptionSpec, OptionSpec)] = [
        (target, prefix), (clear, allowExisting), (editableOnly, excludeEditable), (quiet, verbose),
        (onlyGroup, projectExtra), (onlyGroup, projectAllExtras), (onlyDev, projectExtra),
        (onlyDev, projectAllExtras), (onlyDev, noDev), (locked, frozen),
    ]
}
