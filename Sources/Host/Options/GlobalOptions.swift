/// The options that every command takes, and the settings that have no option.
extension OptionSpec {
    static let quiet = OptionSpec(
        "quiet", .count, .global, short: "q", "Say only what went wrong; twice: say nothing")
    static let verbose = OptionSpec(
        "verbose", .count, .global, short: "v", "Say more; twice: say everything")
    static let color = OptionSpec(
        "color", .one("COLOR_CHOICE"), .global, choices: ["auto", "always", "never"],
        "When to use colours")
    static let json = OptionSpec(
        "json", .flag, .global, "Write one JSON object about the outcome to standard output")
    static let offline = OptionSpec(
        "offline", .flag, .global, negation: "no-offline", variables: ["SWUV_OFFLINE", "UV_OFFLINE"],
        configurable: true, "Use no network; work from the cache")
    static let allowInsecureHost = OptionSpec(
        "allow-insecure-host", .list("ALLOW_INSECURE_HOST"), .global, aliases: ["trusted-host"],
        variables: ["SWUV_INSECURE_HOST", "UV_INSECURE_HOST", "PIP_TRUSTED_HOST"], configurable: true,
        "Do not verify the TLS certificate of this host")
    static let cert = OptionSpec(
        "cert", .one("FILE"), .global, variables: ["SSL_CERT_FILE", "PIP_CERT"], configurable: true,
        completes: .file, "The certificates to trust, in PEM")
    static let noProgress = OptionSpec(
        "no-progress", .flag, .global, variables: ["SWUV_NO_PROGRESS", "UV_NO_PROGRESS"], configurable: true,
        "Show no progress")
    static let directory = OptionSpec(
        "directory", .one("DIRECTORY"), .global, variables: ["SWUV_WORKING_DIR", "UV_WORKING_DIR"],
        completes: .directory, "Work in this directory")
    static let configFile = OptionSpec(
        "config-file", .one("CONFIG_FILE"), .global, variables: ["SWUV_CONFIG_FILE"], completes: .file,
        "Read this configuration file, and no other")
    static let noConfig = OptionSpec(
        "no-config", .flag, .global, variables: ["SWUV_NO_CONFIG"], "Read no configuration files")
    static let help = OptionSpec("help", .flag, .global, short: "h", "Show this help")
    static let version = OptionSpec("version", .flag, .global, short: "V", "Show the version")

    static let everywhere: [OptionSpec] =
        [noCache, cacheDir]
        + [
            quiet, verbose, color, json, offline, allowInsecureHost, cert, noProgress, directory, configFile,
            noConfig, help,
        ]
        + inert

    // MARK: Without an option

    static let httpTimeout = OptionSpec(
        "http-timeout", .one("SECONDS"), .global,
        variables: ["SWUV_HTTP_TIMEOUT", "UV_HTTP_TIMEOUT", "UV_REQUEST_TIMEOUT", "HTTP_TIMEOUT"],
        configurable: true, visibility: .notOnCommandLine,
        "Seconds without progress after which a transfer has failed (by default: 30)")
    static let httpRetries = OptionSpec(
        "http-retries", .one("COUNT"), .global, variables: ["SWUV_HTTP_RETRIES", "UV_HTTP_RETRIES"],
        configurable: true, visibility: .notOnCommandLine,
        "How often a failed request is tried again (by default: 3)")
    static let concurrentDownloads = OptionSpec(
        "concurrent-downloads", .one("COUNT"), .global,
        variables: ["SWUV_CONCURRENT_DOWNLOADS", "UV_CONCURRENT_DOWNLOADS"], configurable: true,
        visibility: .notOnCommandLine, "How many transfers may be under way at once (by default: 50)")

    static let withoutOption: [OptionSpec] = [
        httpTimeout, httpRetries, concurrentDownloads, buildTimeout, concurrentBuilds,
    ]
}
