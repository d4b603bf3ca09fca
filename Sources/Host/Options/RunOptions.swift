/// The options of `run` alone.
extension OptionSpec {
    static let module = OptionSpec("module", .flag, .own, short: "m", "Run a Python module, as `python -m`")
    static let script = OptionSpec(
        "script", .flag, .own, short: "s", aliases: ["gui-script"],
        "Run a Python script, whatever its name is")
    static let with = OptionSpec(
        "with", .list("WITH"), .own, short: "w", "Run with these packages too, in an environment on top")
    static let withEditable = OptionSpec(
        "with-editable", .list("WITH_EDITABLE"), .own, completes: .directory,
        "Run with this project too, in place")
    static let withRequirements = OptionSpec(
        "with-requirements", .list("WITH_REQUIREMENTS"), .own, completes: .file,
        "Run with the packages of this requirements file too")
    static let isolated = OptionSpec(
        "isolated", .flag, .own, variables: ["SWUV_ISOLATED", "UV_ISOLATED"],
        "Run in an environment that holds nothing but what is asked for")
    static let envFile = OptionSpec(
        "env-file", .list("ENV_FILE"), .own, variables: ["SWUV_ENV_FILE", "UV_ENV_FILE"], completes: .file,
        "Read environment variables from this file; those that are set stay as they are")
    static let noEnvFile = OptionSpec(
        "no-env-file", .flag, .own, variables: ["SWUV_NO_ENV_FILE", "UV_NO_ENV_FILE"],
        "Read no file of environment variables")
    static let noProject = OptionSpec(
        "no-project", .flag, .own, variables: ["SWUV_NO_PROJECT", "UV_NO_PROJECT"],
        "Look for no project; run in the environment that is active or near")
}
