import Testing

@testable import Installer

struct MarkerTests {
    static func environment(_ values: [String: String]) -> MarkerEnvironment {
        MarkerEnvironment(
            osName: values["os_name"]!, sysPlatform: values["sys_platform"]!,
            platformMachine: values["platform_machine"]!,
            platformPythonImplementation: values["platform_python_implementation"]!,
            platformRelease: values["platform_release"]!, platformSystem: values["platform_system"]!,
            platformVersion: values["platform_version"]!, pythonVersion: values["python_version"]!,
            pythonFullVersion: values["python_full_version"]!,
            implementationName: values["implementation_name"]!,
            implementationVersion: values["implementation_version"]!)
    }

    /// The environments and extras of the vectors, and the rows.
    static func vectors() throws -> (
        environments: [MarkerEnvironment], extras: [Set<ExtraName>], rows: [[Any]]
    ) {
        var rows = try PackagingVectors.rows("markers")
        let header = rows.removeFirst()
        let environments = (header[0] as! [[String: String]]).map(environment)
        let extras = (header[1] as! [String]).map { Set(ExtraName($0).map { [$0] } ?? []) }
        return (environments, extras, rows)
    }

    @Test func evaluatesAsPackagingDoes() throws {
        let (environments, extras, rows) = try Self.vectors()
        var failures: [String] = []
        for row in rows {
            let text = row[0] as! String
            let expected = Array(row[1] as! String)
            guard let marker = try? Marker(parsing: text) else {
                failures.append("\(text) refused")
                continue
            }
            let again = try? Marker(parsing: marker.description)
            if again != marker { failures.append("\(text) as \(marker) does not read back") }
            for (e, extra) in extras.enumerated() {
                for (i, environment) in environments.enumerated() {
                    let bit = expected[e * environments.count + i]
                    if bit != "-", marker.evaluate(environment, extras: extra) != (bit == "1") {
                        failures.append(
                            "\(text) should be \(bit) in \(environment.pythonFullVersion) \(environment.sysPlatform) \(extra)"
                        )
                    }
                }
            }
        }
        PackagingVectors.expectNone(failures, of: rows.count)
    }

    @Test func refusesWhatPackagingRefuses() throws {
        let texts = try PackagingVectors.texts("markers-invalid")
        var failures: [String] = []
        for text in texts where (try? Marker(parsing: text)) != nil { failures.append(text) }
        PackagingVectors.expectNone(failures, of: texts.count)
    }

    @Test func setsAndVariants() throws {
        let environment = try Self.vectors().environments[0]
        let variant = VariantValues(
            label: "cu130", properties: ["nvidia :: sm_arch :: 90_real"], features: ["nvidia :: sm_arch"],
            namespaces: ["nvidia"])
        let rows: [(String, ordinary: Bool, variant: Bool)] = [
            ("'nvidia' in variant_namespaces", false, true),
            ("'nvidia' not in variant_namespaces", true, false),
            ("'nvidia::sm_arch' in variant_features", false, true),
            ("'nvidia ::  sm_arch::90_real ' in variant_properties", false, true),
            ("'nvidia :: sm arch :: 90_real' in variant_properties", false, false),
            ("variant_label == ''", true, false), ("variant_label == 'cu130'", false, true),
            ("'cu' in variant_label", false, true), ("variant_label > 'a'", false, false),
            ("'a' in extras", true, true), ("'B_c' in extras and 'd' not in extras", true, true),
            ("'dev' in dependency_groups", true, true), ("'x' in dependency_groups", false, false),
            ("extra == 'a' and extra == 'b-c'", true, true), ("extra != 'a'", false, false),
            ("extra == '../x'", false, false),
        ]
        let extras: Set<ExtraName> = [ExtraName("a")!, ExtraName("b-c")!]
        for row in rows {
            let marker = try Marker(parsing: row.0)
            let groups: Set<ExtraName> = [ExtraName("dev")!]
            #expect(marker.evaluate(environment, extras: extras, groups: groups) == row.ordinary, "\(row.0)")
            #expect(
                marker.evaluate(environment, extras: extras, groups: groups, variant: variant) == row.variant,
                "\(row.0)")
            #expect(try Marker(parsing: marker.description) == marker)
        }
    }

    @Test func environmentForAnotherPython() throws {
        let base = try Self.vectors().environments[3]
        let other = base.with(python: Version("3.13")!)
        #expect(other.pythonVersion == "3.13" && other.pythonFullVersion == "3.13.0")
        let windows = TargetPlatform(named: "windows")!.adapting(base)
        #expect(
            try Marker(parsing: "os_name == 'nt' and sys_platform == 'win32' and platform_machine == 'AMD64'")
                .evaluate(windows))
    }
}
