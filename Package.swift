// swift-tools-version: 6.2
import PackageDescription

/// Swift 6 language mode with the upcoming checks on; every warning is an error.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// Tests keep the language mode, but they may use Foundation and C calls freely.
let test: [SwiftSetting] = [.swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny")]

let package = Package(
    name: "swuv",
    products: [.executable(name: "swuv", targets: ["Host"])],
    targets: [
        // Tables of functions over the C libraries, filled by dlopen on first use: nothing is linked,
        // so a command that needs no network or archive does not pay for loading them.
        .target(name: "CCurl"),
        .target(name: "CArchive"),
        .target(name: "CCrypto"),
        .target(name: "CDeflate"),
        // The GNU calls that Swift's Glibc module leaves out (renameat2, copy_file_range, FICLONE, …).
        .target(name: "CSystem"),
        // Questions to accelerators' driver libraries, asked in the helper process only.
        .target(name: "CDrivers"),
        .target(name: "VariantProviders", dependencies: ["CDrivers"], swiftSettings: strict),
        .target(
            name: "Installer",
            dependencies: ["VariantProviders", "CCurl", "CArchive", "CCrypto", "CDeflate", "CSystem"],
            swiftSettings: strict),
        .executableTarget(
            name: "Host", dependencies: ["Installer", "VariantProviders"], swiftSettings: strict,
            // Not to load a shared library at each start; see Scripts/static-libraries. Nor to go through all symbols,
            // as the start of Swift's runtime does: nobody loads swuv as a library.
            linkerSettings: [
                .unsafeFlags(
                    ["-Xclang-linker", "-static-libgcc", "-Xlinker", "--no-export-dynamic"],
                    .when(configuration: .release))
            ]),
        .executableTarget(
            name: "selection-bench", dependencies: ["Installer", "VariantProviders"],
            path: "Benchmarks/Selection", swiftSettings: test),
        .target(
            name: "TestSupport", dependencies: ["Installer", "VariantProviders"], path: "Tests/TestSupport",
            swiftSettings: test),
        .testTarget(
            name: "VariantProvidersTests", dependencies: ["VariantProviders", "TestSupport"],
            swiftSettings: test),
        .testTarget(
            name: "InstallerTests", dependencies: ["Installer", "VariantProviders", "TestSupport"],
            swiftSettings: test),
        .testTarget(
            name: "HostTests", dependencies: ["Host", "VariantProviders", "TestSupport"], swiftSettings: test),
    ]
)
