/// A version of Intel's graphics IP that the published provider knows, with the one whose code it runs too (V-381).
struct XPUArchitecture {
    private let version: String
    private let base: String?

    /// nil when the version is not known.
    init?(_ version: String) {
        guard let entry = Self.known[version] else { return nil }
        self.version = version
        base = entry
    }

    /// The most preferred first.
    var values: [String] { [version] + (base.map { [$0] } ?? []) }

    /// The `architecture.release.revision` in the 32 bits that the driver gives (V-380).
    static func text(of number: UInt32) -> String {
        "\(number >> 22).\(number >> 14 & 0xff).\(number & 0x3f)"
    }

    /// Those that are known, sorted.
    static var all: [String] { known.keys.sorted() }

    private static let known: [String: String?] = [
        "35.11.0": nil, "35.10.4": nil,
        "30.5.4": "30.0.4", "30.4.4": "30.0.4", "30.3.1": "30.0.4", "30.1.0": "30.0.4", "30.0.4": nil,
        "20.4.4": "20.1.0", "20.2.0": "20.1.0", "20.1.0": nil,
        "12.74.4": nil, "12.71.4": "12.70.4", "12.70.4": nil,
        "12.60.7": nil, "12.57.0": "12.55.8", "12.56.5": "12.55.8", "12.55.8": nil,
        "12.10.0": nil, "12.4.0": nil, "12.3.0": nil, "12.2.0": nil, "12.1.0": nil, "12.0.0": nil,
    ]
}
