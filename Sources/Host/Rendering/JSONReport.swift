internal import Installer

/// The objects of `--json`. `docs/json.md` describes them; a change that could break a reader raises
/// `schemaVersion`.
enum JSONReport {
    static let schemaVersion = 1

    static func success(
        _ path: [String], _ members: [(key: String, value: JSONValue)], warnings: [Diagnostic]
    ) -> JSONValue {
        .object(head(path, isSuccess: true) + members + tail(warnings))
    }

    static func failure(_ path: [String], _ error: Diagnostic, warnings: [Diagnostic]) -> JSONValue {
        var members = head(path, isSuccess: false)
        var object = fields(of: error)
        object.append(("exit_code", JSONValue(Int(error.exitCode.rawValue))))
        members.append(("error", .object(object)))
        return .object(members + tail(warnings))
    }

    private static func head(_ path: [String], isSuccess: Bool) -> [(key: String, value: JSONValue)] {
        [
            ("schema_version", JSONValue(schemaVersion)),
            ("command", path.count > 1 ? .string(path.dropFirst().joined(separator: " ")) : .null),
            ("success", .bool(isSuccess)),
        ]
    }

    private static func tail(_ warnings: [Diagnostic]) -> [(key: String, value: JSONValue)] {
        warnings.isEmpty ? [] : [("warnings", .array(warnings.map { .object(fields(of: $0)) }))]
    }

    private static func fields(of diagnostic: Diagnostic) -> [(key: String, value: JSONValue)] {
        [
            ("message", .string(Redaction.redacted(diagnostic.message))),
            ("causes", JSONValue(diagnostic.causes.map(Redaction.redacted))),
            ("hints", JSONValue(diagnostic.hints.map(Redaction.redacted))),
        ]
    }

    // MARK: Parts

    static func value(_ environment: EnvironmentSummary) -> JSONValue {
        [
            "root": .string(environment.root.text), "python": .string(environment.python.text),
            "version": .string(environment.version.description),
        ]
    }

    static func value(_ steps: [StepSummary]) -> JSONValue {
        .array(
            steps.map { step in
                [
                    "step": .string(name(of: step.step)), "count": JSONValue(step.count),
                    "seconds": seconds(step.duration),
                ]
            })
    }

    private static func name(of step: StepSummary.Step) -> String {
        step == .compiledBytecode ? "compiled_bytecode" : step.rawValue
    }

    static func value(_ changes: [Change]) -> JSONValue {
        .array(
            ReportText.sorted(changes).map { change in
                let action =
                    switch change.kind {
                    case .add: "add"
                    case .remove: "remove"
                    case .reinstall: "reinstall"
                    }
                return .object(
                    [
                        ("action", .string(action)), ("name", .string(change.name.text)),
                        ("version", .string(change.version.description)),
                    ] + optional("url", change.url.map(Redaction.redacted))
                        + optional("variant", change.variant))
            })
    }

    static func value(_ selection: VariantSummary) -> JSONValue {
        [
            "name": .string(selection.name.text), "version": .string(selection.version.description),
            "label": .string(selection.label), "properties": JSONValue(selection.properties),
        ]
    }

    static func value(_ finding: CheckFinding) -> JSONValue {
        let kind: String
        var details: [(key: String, value: JSONValue)]
        switch finding {
        case .missing(_, let requirement):
            kind = "missing"
            details = [("requirement", .string(requirement))]
        case .mismatched(_, let requirement, let installed):
            kind = "mismatched"
            details = [("requirement", .string(requirement)), ("installed", .string(installed.description))]
        case .wrongPython(_, let requires, let python):
            kind = "wrong_python"
            details = [("requires_python", .string(requires)), ("python", .string(python.description))]
        case .duplicate(_, let locations):
            kind = "duplicate"
            details = [("locations", JSONValue(locations.map(\.text)))]
        case .unreadable(_, let reason):
            kind = "unreadable"
            details = [("reason", .string(reason))]
        }
        return .object([("kind", .string(kind)), ("package", .string(finding.package.text))] + details)
    }

    /// A member that is left out when there is nothing to say.
    static func optional(_ key: String, _ text: String?) -> [(key: String, value: JSONValue)] {
        text.map { [(key, .string($0))] } ?? []
    }

    /// Seconds with microseconds.
    private static func seconds(_ duration: Duration) -> JSONValue {
        let (whole, attoseconds) = duration.components
        let micros = String(attoseconds / 1_000_000_000_000)
        return .number("\(whole).\(String(repeating: "0", count: max(0, 6 - micros.utf8.count)))\(micros)")
    }
}
