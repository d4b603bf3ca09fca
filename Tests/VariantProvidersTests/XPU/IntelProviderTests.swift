import TestSupport
import Testing

@testable import VariantProviders

/// V-380, V-381, V-193, V-194.
@Suite struct IntelProviderTests {
    static let override = "INTEL_VARIANT_PROVIDER_FORCE_DEVICE_IP"

    struct Row: Sendable {
        /// Vendor and device IP version.
        var devices: [(UInt32, UInt32)] = []
        var forced: String?
        var isThisMachine = true
        var values: [String]
        var warnings: [String] = []
    }

    static func number(_ architecture: UInt32, _ release: UInt32, _ revision: UInt32) -> UInt32 {
        architecture << 22 | release << 14 | revision
    }

    @Test(arguments: [
        // The table in §16.5
        Row(devices: [(0x8086, 83_902_464)], values: ["20.1.0"]),
        Row(devices: [(0x8086, 0x501_0004)], values: ["20.4.4", "20.1.0"]),
        Row(
            devices: [(0x8086, number(12, 71, 4)), (0x8086, number(20, 2, 0))],
            values: ["12.71.4", "12.70.4", "20.2.0", "20.1.0"]),
        Row(forced: "20.4.4", values: ["20.4.4"]),
        Row(
            forced: "99.0.0", values: [],
            warnings: ["`\(override)` is `99.0.0`, which is no known device IP version"]),
        // Each once
        Row(
            devices: [(0x8086, number(20, 1, 0)), (0x8086, number(20, 4, 4)), (0x8086, number(20, 4, 4))],
            values: ["20.1.0", "20.4.4"]),
        Row(
            devices: [(0x8086, number(12, 57, 0)), (0x8086, number(12, 56, 5))],
            values: ["12.57.0", "12.55.8", "12.56.5"]),
        Row(devices: [(0x8086, number(12, 74, 4))], values: ["12.74.4"]),
        Row(devices: [(0x8086, number(30, 5, 4))], values: ["30.5.4", "30.0.4"]),
        Row(devices: [(0x8086, number(35, 11, 0))], values: ["35.11.0"]),
        // Unknown ones are dropped, other vendors are not looked at.
        Row(
            devices: [(0x8086, number(9, 0, 0)), (0x8086, number(12, 0, 0))], values: ["12.0.0"],
            warnings: ["the Intel device IP 9.0.0 is not known: the device was left out"]),
        Row(devices: [(0x10de, number(20, 1, 0))], values: []),
        Row(
            devices: [(0x8086, 0)], values: [],
            warnings: ["the Intel device IP 0.0.0 is not known: the device was left out"]),
        Row(
            devices: [(0x8086, .max)], values: [],
            warnings: ["the Intel device IP 1023.255.63 is not known: the device was left out"]),
        Row(values: []),
        // Forced, or nothing, for another machine (V-193); empty is not set.
        Row(devices: [(0x8086, number(20, 1, 0))], isThisMachine: false, values: []),
        Row(
            devices: [(0x8086, number(20, 1, 0))], forced: "12.60.7", isThisMachine: false,
            values: ["12.60.7"]),
        Row(devices: [(0x8086, number(20, 1, 0))], forced: "", values: ["20.1.0"]),
        Row(
            forced: "20.4.4 ", values: [],
            warnings: ["`\(override)` is `20.4.4 `, which is no known device IP version"]),
    ])
    func rows(_ row: Row) {
        var system = FixtureSystem(isThisMachine: row.isThisMachine)
        system.variables[Self.override] = row.forced
        system.drivers[.levelZero] = .facts(
            row.devices.map { DriverOutcome.Fact("device", "\($0.0) \($0.1) Intel(R) Graphics") })
        let answer = IntelProvider(system).answer()
        #expect(answer.features == (row.values.isEmpty ? [] : [VariantFeature("device_ip", row.values)]))
        #expect(answer.warnings == row.warnings)
        #expect((answer.source != nil) == !row.values.isEmpty)
        let isForced = row.forced.map { !$0.isEmpty } ?? false
        #expect(system.asked.contains("driver level-zero") == (!isForced && row.isThisMachine))
    }

    @Test(arguments: [
        (DriverOutcome.absent, "not found"),
        (.failed("zeInitDrivers failed with code 2013265921"), "zeInitDrivers failed with code 2013265921"),
        (.facts([]), "no Intel device that is known"),
        (
            .facts([.init("device", "x y"), .init("device", ""), .init("other", "1")]),
            "no Intel device that is known"
        ),
    ])
    func withoutDevice(_ row: (outcome: DriverOutcome, finding: String)) {
        var system = FixtureSystem()
        system.drivers[.levelZero] = row.outcome
        let answer = IntelProvider(system).answer()
        #expect(answer == ProviderAnswer(observations: [.init("libze_loader.so.1", row.finding)]))
    }

    @Test func hungDriver() {
        var system = FixtureSystem()
        system.drivers[.levelZero] = .hung(.seconds(15))
        let answer = IntelProvider(system).answer()
        #expect(answer.features.isEmpty)
        #expect(answer.warnings == ["Level Zero did not answer within 15.0 seconds"])
    }

    @Test func summary() {
        var system = FixtureSystem()
        system.drivers[.levelZero] = .facts([
            .init("device", "32902 83951620 Intel(R) Arc(TM) Graphics"),
            .init("skipped", "1 zeDeviceGetProperties failed"),
        ])
        let answer = IntelProvider(system).answer()
        #expect(answer.summary == "Intel(R) Arc(TM) Graphics (20.4.4)")
        #expect(answer.source == "Level Zero")
        #expect(answer.warnings == ["an Intel device was left out: 1 zeDeviceGetProperties failed"])
    }

    @Test func endpoints() throws {
        let provider = try #require(NativeProvider.all.first { $0.name == "intel" })
        #expect(
            provider.endpoints == [
                ProviderEndpoint(
                    package: "intel-variant-provider", versions: ["0.0.3"],
                    pluginAPI: "intel_variant_provider.plugin:IntelVariantPlugin")
            ])
    }
}
