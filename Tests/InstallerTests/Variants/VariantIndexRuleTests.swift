import Testing
import VariantProviders

@testable import Installer

@Suite struct VariantIndexRuleTests {
    private static func map(_ urls: [String], isOfSite: Bool = false) -> VariantIndex {
        VariantIndex(
            name: "gpu", packages: [PackageName("torch")!], namespaces: [],
            variants: urls.enumerated().map {
                VariantIndex.Variant(option: VariantOption(label: VariantLabel("l\($0)")!), url: $1)
            }, isOfSite: isOfSite)
    }

    /// When a map has a say beside the indexes of a command.
    @Test func inForce() {
        func settings(
            _ url: String, assumed: Bool = false, _ change: (inout IndexSettings) -> Void = { _ in }
        )
            -> IndexSettings
        {
            var settings = IndexSettings(
                indexes: [IndexLocation(url: url, isDefault: true)], isDefaultAssumed: assumed)
            change(&settings)
            return settings
        }
        let open = Self.map(["https://download.example/whl/cpu", "https://download.example/whl/cu1"])
        let site = Self.map(["https://download.example/whl/cpu"], isOfSite: true)
        let torch = PackageName("torch")!
        let rows: [(String, VariantIndex, IndexSettings, String)] = [
            ("assumed", open, settings("https://pypi.org/simple", assumed: true), "l0 l1"),
            ("named", open, settings("https://pypi.org/simple"), "another default index was named"),
            ("of the site", site, settings("https://mirror.example/simple"), "l0"),
            ("the same host", open, settings("https://download.example/simple"), "l0 l1"),
            (
                "files and loopback",
                Self.map([
                    "file:///srv/cpu", "http://127.0.0.1:80/x", "http://localhost/x", "http://[::1]/x",
                    "https://127.example/x", "https://x.example",
                ]), settings("https://mirror.example"), "l0 l1 l2 l3"
            ),
            (
                "no index", site, settings("https://pypi.org/simple", assumed: true) { $0.noIndex = true },
                "no index may be asked"
            ),
            (
                "pinned", site,
                settings("https://pypi.org/simple", assumed: true) { $0.pins[torch] = "own" },
                "`torch` is pinned to an index"
            ),
        ]
        for (what, map, settings, expected) in rows {
            let found =
                settings.stepsAside(map)
                ?? settings.inForce([map]).flatMap { $0.variants.map(\.option.label.text) }
                .joined(separator: " ")
            #expect(found == expected, "\(what)")
        }
    }

    @Test func rewriting() throws {
        let rewrite = RequirementRewrite(
            package: PackageName("rocm")!, extra: ExtraName("device-all")!, namespace: "amd",
            feature: "gfx_arch", template: "device-{}")
        let label = VariantIndex.Variant(
            option: VariantOption(
                label: VariantLabel("rocm")!,
                properties: VariantProperties(["amd": ["gfx_arch": ["gfx90a", "gfx942", "gfx1100"]]])),
            url: "https://x/rocm", rewrites: [rewrite])
        // One of them is none that the label is for.
        let two = ["amd": [VariantFeature("gfx_arch", ["gfx942", "gfx1036", "gfx90a"])]]
        let rows: [(String, [String: [VariantFeature]], String)] = [
            ("rocm[libraries,device-all]==7.*", two, "rocm[device-gfx90a,device-gfx942,libraries]==7.*"),
            (
                "rocm[device-all]; sys_platform == 'linux'", two,
                "rocm[device-gfx90a,device-gfx942] ; sys_platform == 'linux'"
            ),
            ("rocm[libraries]", two, "rocm[libraries]"), ("other[device-all]", two, "other[device-all]"),
            ("rocm[device-all]", [:], "rocm[device-all]"),
            ("rocm[device-all]", ["amd": [VariantFeature("rocm_version", ["7.1"])]], "rocm[device-all]"),
        ]
        for (text, features, expected) in rows {
            let requirement = try Requirement(parsing: text)
            let extras = label.extras(of: rewrite, on: SupportedProperties(features: features))
            let found = rewrite.applied(to: requirement, extras)
            #expect(found == (try Requirement(parsing: expected)), "\(text)")
        }
    }
}
