import Foundation
import Testing
import VariantProviders

@testable import Host
@testable import Installer

@Suite struct VariantIndexFilesTests {
    private static let map = """
        [[variant-index]]
        name = "gpu"
        packages = ["alpha", "Beta_X"]
        namespaces = ["nvidia", "amd"]
        base = "https://x.example/whl"

        """

    /// What is wrong in a map is told with its place and what was expected there, all at once.
    @Test(arguments: [
        ("variant-index = 1", ["line 1, column 17: expected an array of tables, `[[variant-index]]`"]),
        (
            "[[variant-index]]\npakages = [\"a\"]\nbase = \"https://x\"",
            ["unknown key `pakages`; did you mean `packages`?"]
        ),
        ("[[variant-index]]\n", ["a map needs `packages`"]),
        (
            "[[variant-index]]\nname = \"a b\"\npackages = []\n",
            ["found `a b`", "expected an array of names of packages", "a map needs `variants`"]
        ),
        ("[[variant-index]]\nname = 3\nbase = \"https://x\"", ["expected a string for `name`"]),
        (
            "[[variant-index]]\nname = \"\(String(repeating: "a", count: 65))\"\nbase = \"https://x\"",
            ["expected a `name`"]
        ),
        (
            "[[variant-index]]\npackages = [\"a\", \"A\", \"-\", 3]\n[variant-index.variants.cpu]\nindex = \"https://x/cpu\"",
            [
                "line 2, column 18: `a` is listed already", "found `-`",
                "expected strings for `packages`, found an integer",
            ]
        ),
        (
            "[[variant-index]]\nname = \"a\"\nnamespaces = [\"x\"]\nbase = \"https://x\"",
            ["`namespaces` goes with `packages`"]
        ),
        ("[[variant-index]]\nname = \"a\"\nenabled = 1\n", ["expected a boolean for `enabled`"]),
        (
            "[[variant-index]]\nname = \"a\"\n[variant-index.variants.cpu]\nversions = { b = \">1\" }",
            ["line 4, column 1: `versions` goes with `packages`"]
        ),
        (
            map + "namespaces2 = 1\n[variant-index.variants.\"CU-1\"]\n",
            ["unknown key `namespaces2`", "expected a label of `a`-`z`"]
        ),
        (map + "variants = 3", ["expected a table for each label"]),
        (map + "[variant-index.variants]\ncpu = \"x\"", ["expected a table for `cpu`, found a string"]),
        (
            map + "[variant-index.variants.cpu]\nindex = 3\nindexes = 3\nenabled = 3\n",
            [
                "expected a URL, or a path below `base`, for `index`, found an integer",
                "unknown key `indexes`; did you mean `index`?", "expected a boolean",
            ]
        ),
        (
            map + "[variant-index.variants.cpu]\nindex = \"https://u:p@x.example/y\"\n",
            ["credentials belong into a netrc file"]
        ),
        (
            map + "[variant-index.variants.cpu]\nindex = \"https://x.example/y?z=1\"\n",
            ["it has a query or a fragment"]
        ),
        (
            map + "[variant-index.variants.cpu]\nindex = \"ftp://x.example/y\"\n",
            ["expected `https`, `http` or `file`"]
        ),
        (map + "[variant-index.variants.cpu]\nindex = \"https://\"\n", ["is not valid: it names no host"]),
        (
            map.replacingOccurrences(of: "https://x.example/whl", with: "https://u:p@x/")
                + "[variant-index.variants.cpu]\n", ["for `base`, found `https://****@x/`: credentials"]
        ),
        (
            map.replacingOccurrences(of: "https://x.example/whl", with: "gopher://x/")
                + "[variant-index.variants.cpu]\n", ["expected `https`, `http` or `file`"]
        ),
        (
            map.replacingOccurrences(of: "base", with: "# base") + "[variant-index.variants.cpu]\n",
            ["a label needs an `index`, or the map a `base`"]
        ),
        (
            map.replacingOccurrences(of: "base", with: "# base")
                + "[variant-index.variants.cpu]\nindex = \"cpu\"\n",
            ["`index` is relative, and the map has no `base`"]
        ),
        (
            map + "[variant-index.variants.c]\nversions = { alpha = \"nine\", \"-\" = \"1\", beta = 3 }\n",
            ["found `nine`", "expected the name of a package, found `-`", "for `beta`, found an integer"]
        ),
        (
            map + "[variant-index.variants.c]\nversions = \">=1\"\n",
            ["expected a table of packages with their versions"]
        ),
        (map + "[variant-index.variants.c]\nmarker = \"sys_platform = 'linux'\"\n", ["expected a marker: "]),
        (
            map + "[variant-index.variants.c]\nmarker = \"extra == 'x'\"\n",
            ["about environments alone, not `extra`"]
        ),
        (
            map + "[variant-index.variants.c]\nmarker = \"'x' in variant_namespaces\"\n",
            ["not `variant_namespaces`"]
        ),
        (
            map
                + "[variant-index.variants.c]\nproperties = { intel = { Device = [\"A-1\", \"1\", \"1\"], b = [], c = 1 } }\n",
            [
                "`namespaces` does not name `intel`", "found `Device`", "found `A-1`",
                "`1` stands in the list", "expected an array of values for `b`",
                "expected an array of values for `c`, found an integer",
            ]
        ),
        (map + "[variant-index.variants.c]\nproperties = [1]\n", ["expected a table of namespaces"]),
        (
            map + "[variant-index.variants.c]\nproperties = { nvidia = {} }\n",
            ["expected a table of features for `nvidia`"]
        ),
        (
            map.replacingOccurrences(of: "namespaces", with: "#")
                + "[variant-index.variants.c]\nproperties = { nvidia = { a = [\"1\"] } }\n",
            ["needs `namespaces`, in order"]
        ),
        (
            map.replacingOccurrences(of: "\"amd\"]", with: "\"nvidia\", \"N\", 3]")
                + "[variant-index.variants.c]\n",
            ["`nvidia` is listed already", "found `N`", "found an integer"]
        ),
        (
            map + "[variant-index.variants.c]\nbuilds = []\n",
            ["expected an array of tables with `properties`"]
        ),
        (
            map
                + "[variant-index.variants.c]\nproperties = { nvidia = { a = [\"1\"] } }\nbuilds = [{ marker = \"x\" }, 3, { lable = 1, properties = {} }]\n",
            [
                "`properties` stand in each of `builds`", "a build needs `properties`", "expected a marker",
                "found an integer", "unknown key `lable`",
            ]
        ),
        (
            map
                + "[variant-index.variants.c]\nrewrite = [{ requirement = \"rocm\", feature = \"amd\", extra = \"device\" }, { extra = \"a-{}-{}\" }, 1]\n",
            [
                "expected a package with one extra", "expected a feature such as `amd :: gfx_arch`",
                "found `device`", "`requirement` is missing", "`feature` is missing", "found `a-{}-{}`",
                "found an integer",
            ]
        ),
        (
            map + "[variant-index.variants.c]\nrewrite = { a = 1 }\n",
            ["expected an array of tables with `requirement`"]
        ),
        (
            map + "[variant-index.variants.c]\n" + map + "[variant-index.variants.c]\n",
            ["the file has a map `gpu` already"]
        ),
        (
            map + "[variant-index.variants.c]\n" + map.replacingOccurrences(of: "\"gpu\"", with: "\"tpu\"")
                + "[variant-index.variants.c]\n", ["`alpha` is in the map `gpu` already"]
        ),
        (
            map + "[variant-index.variants.c]\n[[variant-index]]\npackages = [\"c\"]\n",
            ["several maps in one file need a `name` each"]
        ),
        (map + (0...256).map { "[variant-index.variants.l\($0)]\n" }.joined(), ["more than 256 labels"]),
        (
            map
                + "[variant-index.variants.c]\nproperties = { nvidia = { a = [\((0...1024).map { "\"\($0)\"" }.joined(separator: ","))] } }\n",
            ["more than 1024 values"]
        ),
        (
            (0...32).map { "[[variant-index]]\nname = \"m\($0)\"\nenabled = false\n" }.joined(),
            ["more than 32 maps"]
        ),
    ])
    func faults(_ text: String, _ expected: [String]) {
        let drops = DropIns(["bad.toml": text])
        #expect(drops.registry().variantIndexes.isEmpty)
        let warning = drops.warnings.joined(separator: "\n")
        #expect(
            warning.hasPrefix("the providers of `[DIR]/d/bad.toml` are ignored | Failed to read"),
            "\(warning)")
        for part in expected { #expect(warning.contains(part), "\(warning)") }
    }

    /// `name(packages): label=url …`, and what was warned about.
    private static func maps(_ drops: DropIns, more: [String] = []) -> [String] {
        drops.registry(more).variantIndexes.map { map in
            let labels = map.variants.map { "\($0.option.label)=\($0.url)" }.joined(separator: " ")
            return "\(map.name)(\(map.packages.map(\.text).sorted().joined(separator: ","))): \(labels)"
                .replacingOccurrences(of: drops.directory.path, with: "[DIR]")
        }
    }

    @Test func everything() throws {
        let drops = DropIns([
            "a.toml": Self.map + """
                [variant-index.variants.g2]
                versions = { alpha = ">=2,<4" }
                marker = "sys_platform == 'linux'"
                rewrite = [{ requirement = "rt[device-all]", feature = "amd :: gfx_arch", extra = "device-{}" }]
                [[variant-index.variants.g2.builds]]
                versions = { alpha = ">=3" }
                marker = "platform_machine == 'x86_64'"
                properties = { nvidia = { sm = ["8", "7"] } }
                [[variant-index.variants.g2.builds]]
                marker = "platform_machine == 'x86_64'"
                properties = { nvidia = { sm = ["7"] } }
                [[variant-index.variants.g2.builds]]
                marker = "platform_machine == 'aarch64'"
                properties = { nvidia = { sm = ["9"] } }
                [variant-index.variants.g1]
                index = "../old/g1/"
                properties = { nvidia = { sm = ["7"] }, amd = { gfx_arch = ["gfx90a"] } }
                [variant-index.variants.off]
                enabled = false
                [variant-index.variants.cpu]
                index = "https://other.example/cpu/"
                """
        ])
        #expect(
            Self.maps(drops) == [
                "gpu(alpha,beta-x): g2=https://x.example/whl/g2 g1=https://x.example/old/g1 cpu=https://other.example/cpu"
            ])
        #expect(drops.warnings.isEmpty, "\(drops.warnings)")
        let map = try #require(drops.registry().variantIndexes.first)
        #expect(map.namespaces == ["nvidia", "amd"] && map.isOfSite)
        let g2 = map.variants[0]
        #expect(g2.rewrites.map(\.template) == ["device-{}"])
        #expect(g2.option.properties.all.map(\.description) == ["nvidia :: sm :: 7", "nvidia :: sm :: 8"])
        #expect(
            g2.option.marker.map { MarkerSet($0) }
                == MarkerSet(
                    try Marker(
                        parsing:
                            "sys_platform == 'linux' and (platform_machine == 'x86_64' or platform_machine == 'aarch64')"
                    )))
        func options(_ version: String) -> [String] {
            g2.options(at: [PackageName("alpha")!: Version(version)!]).map {
                "\($0.properties.all.map(\.value).joined(separator: ",")) \($0.marker?.description ?? "")"
            }
        }
        #expect(
            options("3.5") == [
                "7,8 platform_machine == 'x86_64' and sys_platform == 'linux'",
                "9 platform_machine == 'aarch64' and sys_platform == 'linux'",
            ])
        #expect(options("2.0").map { $0.prefix(2) } == ["7 ", "9 "])
        #expect(map.variants[2].options(at: [:]) == [VariantOption(label: VariantLabel("cpu")!)])
    }

    /// Later files replace and adjust maps of earlier ones; what does not go together costs the later one.
    @Test func severalFiles() {
        let cpu = "[variant-index.variants.cpu]\n[variant-index.variants.g1]\nenabled = false\n"
        let adjusting = "[[variant-index]]\nname = \"gpu\"\n"
        let rows: [(later: String, maps: [String], warning: String?)] = [
            (
                "# nothing\n[[trust]]\npackage = \"x\"\n",
                ["gpu(alpha,beta-x): cpu=https://x.example/whl/cpu"], nil
            ),
            (adjusting + "enabled = false\n", [], nil),
            (
                adjusting + "base = \"https://y.example\"\n",
                ["gpu(alpha,beta-x): cpu=https://y.example/cpu"], nil
            ),
            (
                adjusting + "base = \"../stand in\"\n",
                ["gpu(alpha,beta-x): cpu=file://[DIR]/stand%20in/cpu"], nil
            ),
            (
                adjusting + "[variant-index.variants.g1]\nenabled = true\n",
                ["gpu(alpha,beta-x): cpu=https://x.example/whl/cpu g1=https://x.example/whl/g1"], nil
            ),
            (
                adjusting + "[variant-index.variants.cpu]\nindex = \"https://z.example/\"\n",
                ["gpu(alpha,beta-x): cpu=https://z.example"], nil
            ),
            (
                adjusting + "[variant-index.variants.cpu]\nenabled = false\n", [], nil
            ),
            (
                adjusting + "[variant-index.variants.cu1]\nenabled = false\n",
                ["gpu(alpha,beta-x): cpu=https://x.example/whl/cpu"],
                "the map `gpu` has no label `cu1`"
            ),
            (
                "[[variant-index]]\nname = \"tpu\"\nenabled = false\n",
                ["gpu(alpha,beta-x): cpu=https://x.example/whl/cpu"], "there is no map `tpu`"
            ),
            (
                "[[variant-index]]\nname = \"gpu\"\npackages = [\"c\"]\n[variant-index.variants.x]\nindex = \"https://w.example/x\"\n",
                ["gpu(c): x=https://w.example/x"], nil
            ),
            (
                "[[variant-index]]\nname = \"own\"\npackages = [\"alpha\"]\n[variant-index.variants.x]\nindex = \"https://w.example/x\"\n",
                ["gpu(alpha,beta-x): cpu=https://x.example/whl/cpu"], "`alpha` is in the map `gpu` already"
            ),
            (
                adjusting
                    + "enabled = false\n[[variant-index]]\nname = \"own\"\npackages = [\"alpha\"]\n[variant-index.variants.x]\nindex = \"https://w.example/x\"\n",
                ["own(alpha): x=https://w.example/x"], nil
            ),
        ]
        for row in rows {
            let drops = DropIns(["a.toml": Self.map + cpu, "z.toml": row.later])
            #expect(Self.maps(drops) == row.maps, "\(row.later)")
            if let warning = row.warning {
                #expect(drops.warnings.first?.contains(warning) == true, "\(drops.warnings)")
            } else {
                #expect(drops.warnings.isEmpty, "\(drops.warnings)")
            }
        }
    }

    /// A map that came with swuv is of the site where a file of the site says where its indexes are.
    @Test func ofSite() {
        let shipped = DropIns(["a.toml": Self.map + "[variant-index.variants.cpu]\n"])
        for (text, isOfSite) in [
            ("enabled = true", false), ("base = \"https://y.example\"", true),
            ("[variant-index.variants.cpu]\nindex = \"https://y.example/\"", true),
        ] {
            let site = DropIns(["b.toml": "[[variant-index]]\nname = \"gpu\"\n\(text)\n"])
            let registry = ProviderFiles(
                folders: [
                    .init(Path(shipped.path("d")), isShipped: true), .init(Path(site.path("d"))),
                ], environment: [:], reporter: site.reports
            ).registry()
            #expect(registry.variantIndexes.map(\.isOfSite) == [isOfSite], "\(text)")
        }
    }
}
