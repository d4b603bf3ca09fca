import Testing

@testable import Installer

/// What is said when variants are the reason that there is no solution (V-016, V-093, V-161).
@Suite struct VariantReportTests {
    typealias Row = VariantResolveTests.Row
    struct Case: Sendable, CustomTestStringConvertible {
        var row: Row
        var because: [String]
        var hints: [String] = []
        var testDescription: String { row.what }
    }

    static let conclusion = "we can conclude that your requirements are unsatisfiable."
    static let built =
        "Variants of `torchvision` are built for certain versions of `torch`; "
        + "`swuv variants explain torchvision` shows them"
    static let torches = ["torch 2.7.1", "torch 2.8.0", "torch 2.9.0"]

    static let cases: [Case] = [
        Case(
            row: Row(
                what: "V-093: unsupported", world: ["alpha 1.0 {wheels py3-none-any-gpu}"],
                variants: ["alpha 1.0 = nvidia; gpu nvidia.cuda:12,13 nvidia.arch:80"],
                host: "nvidia.cuda:11"),
            because: [
                "Because alpha==1.0 has only unsupported wheel variants and you require alpha, \(conclusion)"
            ],
            hints: [
                "No variant of `alpha` fits here: `gpu` (needs `nvidia :: arch :: 80` and (`nvidia :: cuda "
                    + ":: 12` or `nvidia :: cuda :: 13`)); `swuv variants explain alpha` tells more"
            ]),
        Case(
            row: Row(
                what: "several versions",
                world: [
                    "alpha 2.0 {wheels py3-none-any-gpu py3-none-any-b}",
                    "alpha 1.0 {wheels py3-none-any-gpu}",
                ],
                variants: [
                    "alpha 2.0 = nvidia; gpu nvidia.cuda:13", "alpha 1.0 = nvidia; gpu nvidia.cuda:12",
                ]),
            because: [
                "Because all versions of alpha have only unsupported wheel variants and you require alpha, "
                    + "\(conclusion)"
            ],
            hints: [
                "No variant of `alpha` fits here: `b` (its label is not in the variant metadata), `gpu` "
                    + "(needs `nvidia :: cuda :: 13`); `swuv variants explain alpha` tells more"
            ]),
        Case(
            row: Row(
                what: "V-016", world: ["alpha 1.0 {wheels py3-none-any-gpu}"],
                variants: ["alpha 1.0 = nvidia; gpu nvidia.cuda:13"], host: nil),
            because: [
                "Because alpha==1.0 has only variant wheels and you require alpha, \(conclusion)"
            ],
            hints: [
                "`alpha` has only variant wheels here, and `--no-variants` keeps them from being used"
            ]),
        Case(
            row: Row(
                what: "a label that is not there",
                world: ["alpha 1.0 {wheels py3-none-any-gpu py3-none-any}"],
                variants: ["alpha 1.0 = static; gpu static.f:1"],
                preferences: VariantPreferences(labels: [PackageName("alpha")!: VariantLabel("cu13")!])),
            because: [
                "Because alpha==1.0 has no variant `cu13` and you require alpha, \(conclusion)"
            ],
            hints: [
                "The variant `cu13` of `alpha` was asked for by name; `swuv variants explain alpha` shows "
                    + "which there are"
            ]),
        Case(
            row: Row(
                what: "V-060", world: ["alpha 1.0 {wheels py3-none-any-gpu}"], variants: ["alpha 1.0 = !"],
                warnings: 1),
            because: [
                "Because alpha==1.0 has variant metadata that cannot be used (`alpha-1.0-variants.json` "
                    + "cannot be used) and you require alpha, \(conclusion)"
            ]),
        Case(
            row: Row(
                what: "V-161", world: ["alpha 1.0 {wheels py3-none-any-gpu}"],
                variants: ["alpha 1.0 = nvidia; gpu nvidia.cuda:13"],
                requires: ["alpha @ \(VariantResolveTests.url)"]),
            because: [
                "Because alpha==1.0 has only unsupported wheel variants and you require alpha @ "
                    + "\(VariantResolveTests.url), \(conclusion)"
            ],
            hints: [
                "No variant of `alpha` fits here: `gpu` (needs `nvidia :: cuda :: 13`); `swuv variants "
                    + "explain alpha` tells more"
            ]),
        Case(
            row: Row(
                what: "V-235: built for others",
                world: ["torchvision 0.23: torch {wheels py3-none-any-t27 py3-none-any-t28}"] + torches,
                variants: [AbiResolveTests.vision], requires: ["torchvision", "torch==2.9.0"]),
            because: [
                "Because the variant t28 of torchvision==0.23 is built for torch==2.8.* and the variant t27 "
                    + "of torchvision==0.23 is built for torch==2.7.*, we can conclude that torch==2.9.0 and "
                    + "torchvision==0.23 are incompatible.",
                "And because you require torchvision and you require torch==2.9.0, \(conclusion)",
            ],
            hints: [
                "\(built)"
            ]),
        Case(
            row: Row(
                what: "V-235: built for others, two releases",
                world: [
                    "torchvision 0.23: torch {wheels py3-none-any-t27 py3-none-any-t28}",
                    "torchvision 0.22: torch {wheels py3-none-any-t27}",
                ] + torches,
                variants: [AbiResolveTests.vision, "torchvision 0.22 = abi; t27 abi.torch:2.7"],
                requires: ["torchvision", "torch==2.9.0"]),
            because: [
                "Because the variant t28 of torchvision==0.23 is built for torch==2.8.* and the variant t27 "
                    + "of torchvision==0.23 is built for torch==2.7.*, we can conclude that torch==2.9.0 and "
                    + "torchvision==0.23 are incompatible.",
                "And because the variant t27 of torchvision==0.22 is built for torch==2.7.*, we can conclude "
                    + "that torch==2.9.0 and all versions of torchvision are incompatible.",
                "And because you require torchvision and you require torch==2.9.0, \(conclusion)",
            ],
            hints: [
                "\(built)"
            ]),
        Case(
            row: Row(
                what: "two that do not agree",
                world: [
                    "vision 1: torch {wheels py3-none-any-t27}", "audio 1: torch {wheels py3-none-any-t28}",
                ] + torches,
                variants: ["vision 1 = abi; t27 abi.torch:2.7", "audio 1 = abi; t28 abi.torch:2.8"],
                requires: ["vision", "audio"]),
            because: [
                "Because the variant t28 of audio==1 is built for torch==2.8.* and the variant t27 of "
                    + "vision==1 is built for torch==2.7.*, we can conclude that audio==1, all versions of torch, "
                    + "and vision==1 are incompatible.",
                "And because vision==1 depends on torch, we can conclude that audio==1 and vision==1 are "
                    + "incompatible.",
                "And because you require vision and you require audio, \(conclusion)",
            ],
            hints: [
                "Variants of `audio` are built for certain versions of `torch`; `swuv variants explain "
                    + "audio` shows them",
                "Variants of `vision` are built for certain versions of `torch`; `swuv variants explain "
                    + "vision` shows them",
            ]),
        Case(
            row: Row(
                what: "A-07: nothing requires it",
                world: ["alpha 2 {wheels py3-none-any-t28 py3-none-any-t27}", "beta 1", "beta 2"],
                variants: ["alpha 2 = abi; t28 abi.torch:2.8; t27 abi.torch:2.7"],
                requires: ["alpha", "beta"]),
            because: [
                "Because the variants of alpha==2 are built for versions of torch, which nothing requires "
                    + "and you require alpha, \(conclusion)"
            ],
            hints: [
                "Variants built for versions of `torch` are taken only beside it; require `torch` too"
            ]),
    ]

    @Test(arguments: cases) func tellsWhy(_ entry: Case) throws {
        do {
            _ = try entry.row.run()
            Issue.record("there is a solution")
        } catch let failure as ResolutionFailure {
            #expect(failure.explanation.split(separator: "\n").map(String.init) == entry.because)
            #expect(failure.hints == entry.hints)
        }
    }
}
