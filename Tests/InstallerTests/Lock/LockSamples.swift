/// Locks as text, as the writer lays them out.
enum LockSamples {
    static let sha = String(repeating: "0", count: 64)

    static func wheel(_ name: String) -> String {
        "    { url = \"https://files.example/\(name)\", size = 3, hashes = { sha256 = \"\(sha)\" } },"
    }

    static func wheels(_ names: String...) -> String {
        "wheels = [\n" + names.map(wheel).joined(separator: "\n") + "\n]"
    }

    static let head = """
        # Written by swuv; `swuv lock` makes it anew
        version = 1
        requires-python = ">=3.9"

        """

    /// A project without anything special.
    static let plain =
        head + """

            [inputs]

            [[inputs.member]]
            name = "demo"
            version = "0.1.0"
            path = "."
            virtual = true
            dependencies = [
                "alpha[fast]>=1",
                "beta ; sys_platform == 'win32'",
            ]

            [[package]]
            name = "alpha"
            version = "1.0"
            source = { index = "https://index.example/simple" }
            dependencies = [
                { name = "beta", marker = "python_full_version < '3.11'" },
            ]
            sdist = { url = "https://files.example/alpha-1.0.tar.gz", upload-time = 2025-02-28T23:59:59Z, size = 7, hashes = { sha256 = "\(sha)" } }
            \(wheels("alpha-1.0-py3-none-any.whl"))

            [package.extras]
            fast = [
                { name = "beta" },
            ]

            [[package]]
            name = "beta"
            version = "2.0"
            source = { index = "https://index.example/simple" }
            \(wheels("beta-2.0-py3-none-any.whl"))

            [[package]]
            name = "demo"
            version = "0.1.0"
            source = { member = ".", virtual = true }
            dependencies = [
                { name = "alpha", extras = ["fast"] },
                { name = "beta", marker = "sys_platform == 'win32'" },
            ]

            """

    /// One name at two versions.
    static let forks =
        head.replacing(
            "requires-python = \">=3.9\"\n",
            with: """
                requires-python = ">=3.9"
                resolution-markers = [
                    "sys_platform == 'darwin'",
                    "sys_platform != 'darwin'",
                ]

                """) + """

            [inputs]
            resolution = "lowest-direct"
            prerelease = "allow"
            exclude-newer = 2026-01-02T03:04:05Z
            constraints = [
                "beta<3",
            ]
            overrides = [
                "gamma==1.0",
            ]
            environments = [
                "sys_platform == 'darwin'",
                "sys_platform == 'linux'",
            ]
            required-environments = [
                "sys_platform == 'linux'",
            ]

            [[inputs.member]]
            name = "demo"
            path = "."
            dependencies = [
                "beta<2 ; sys_platform == 'darwin'",
                "beta>=2 ; sys_platform != 'darwin'",
            ]

            [[package]]
            name = "beta"
            version = "1.0"
            source = { index = "links" }
            wheels = [
                { path = "links/beta-1.0-py3-none-any.whl", hashes = { sha256 = "\(sha)" } },
            ]

            [[package]]
            name = "beta"
            version = "2.0"
            source = { index = "https://index.example/simple" }
            \(wheels("beta-2.0-py3-none-any.whl"))

            [[package]]
            name = "demo"
            source = { member = "." }
            dependencies = [
                { name = "beta", version = "1.0", source = { index = "links" }, marker = "sys_platform == 'darwin'" },
                { name = "beta", version = "2.0", marker = "sys_platform != 'darwin'" },
            ]

            """

    /// Extras that exclude each other and take a package from different indexes; hardware may choose.
    static let conflict =
        head + """

            [inputs]
            conflicts = [
                [{ package = "demo", extra = "cpu" }, { package = "demo", extra = "cuda" }],
                [{ package = "demo", extra = "cpu" }, { package = "demo", group = "dev" }],
                [{ package = "demo" }, { package = "demo", group = "dev" }],
            ]

            [[inputs.member]]
            name = "demo"
            version = "0.1.0"
            path = "."
            dependencies = [
                "alpha",
            ]
            hardware = { cpu = { label = "cpu" }, cuda = { properties = { nvidia = { sm_arch = ["90_real"] } } } }

            [inputs.member.extras]
            cpu = [
                { requirement = "torch>=2.2.0", index = "https://torch.example/whl/cpu", index-name = "pytorch-cpu" },
            ]
            cuda = [
                { requirement = "torch>=2.2.0", index = "https://torch.example/whl/cu126", index-name = "pytorch-cuda" },
            ]
            none = []

            [inputs.member.groups]
            dev = [
                { requirement = "one", path = "libs/one", editable = true },
                { requirement = "two", git = "https://git.example/two", reference = "main", subdirectory = "py", lfs = true },
                { requirement = "three", workspace = true },
                { requirement = "four", url = "https://x.example/four-1.0.zip", subdirectory = "four" },
            ]

            [[choice]]
            extras-of = "demo"
            namespaces = ["nvidia"]
            options = [
                { extra = "cuda", label = "cu126", properties = { nvidia = { cuda_version_lower_bound = ["12.6"], sm_arch = ["80_real", "90_real"] } } },
                { extra = "cpu", label = "cpu" },
            ]

            [[package]]
            name = "alpha"
            version = "1.0"
            source = { index = "https://index.example/simple" }
            dependencies = [
                { name = "torch", version = "2.9.0+cpu", marker = "'demo:cpu' in extras" },
                { name = "torch", version = "2.9.0+cu126", marker = "'demo:cuda' in extras" },
            ]
            \(wheels("alpha-1.0-py3-none-any.whl"))

            [[package]]
            name = "demo"
            version = "0.1.0"
            source = { member = "." }
            dependencies = [
                { name = "alpha" },
            ]

            [package.extras]
            cpu = [
                { name = "torch", version = "2.9.0+cpu" },
            ]
            cuda = [
                { name = "torch", version = "2.9.0+cu126" },
            ]
            none = []

            [package.groups]
            dev = []

            [[package]]
            name = "torch"
            version = "2.9.0+cpu"
            source = { index = "https://torch.example/whl/cpu" }
            wheels = [
                { url = "https://files.example/torch-2.9.0%2Bcpu-cp311-cp311-linux_x86_64.whl", hashes = { sha256 = "\(sha)" } },
            ]

            [[package]]
            name = "torch"
            version = "2.9.0+cu126"
            source = { index = "https://torch.example/whl/cu126" }
            wheels = [
                { url = "https://files.example/torch-2.9.0%2Bcu126-cp311-cp311-linux_x86_64.whl", hashes = { sha256 = "\(sha)" } },
            ]

            """

    /// Variant wheels, with dependencies of some of them.
    static let variants =
        head + """

            [inputs]

            [[inputs.member]]
            name = "demo"
            path = "."
            virtual = true
            dependencies = [
                "alpha",
            ]

            [[package]]
            name = "alpha"
            version = "1.0"
            source = { index = "https://index.example/simple" }
            dependencies = [
                { name = "cublas", marker = "variant_label == 'cu126'" },
                { name = "hip", marker = "'amd' in variant_namespaces" },
            ]
            \(wheels("alpha-1.0-py3-none-any-cu126.whl", "alpha-1.0-py3-none-any-null.whl", "alpha-1.0-py3-none-any-rocm.whl"))

            [package.variants-json]
            "$schema" = "https://variants-schema.wheelnext.dev/peps/850/v0.2.0.json"
            default-priorities = { namespace = ["nvidia", "amd"] }

            [package.variants-json.providers]
            amd = { requires = ["amd-variant-provider>=0.0.1"] }
            nvidia = { optional = true, requires = ["nvidia-variant-provider"], plugin-api = "nvidia_variant_provider.plugin:NvidiaVariantPlugin" }

            [package.variants-json.variants]
            cu126 = { nvidia = { cuda_version_lower_bound = ["12.6"] } }
            null = {}
            rocm = { amd = { gfx_arch = ["gfx90a", "gfx942"] } }

            [[package]]
            name = "cublas"
            version = "12.6"
            source = { index = "https://index.example/simple" }
            \(wheels("cublas-12.6-py3-none-any.whl"))

            [[package]]
            name = "demo"
            source = { member = ".", virtual = true }
            dependencies = [
                { name = "alpha" },
            ]

            [[package]]
            name = "hip"
            version = "1.0"
            source = { index = "https://index.example/simple" }
            \(wheels("hip-1.0-py3-none-any.whl"))

            """

    /// A variant index, its labels and where macOS goes.
    static let labels =
        head + """

            [inputs]

            [[inputs.member]]
            name = "demo"
            path = "."
            virtual = true
            dependencies = [
                "torch",
            ]

            [[choice]]
            index = "pytorch"
            packages = [
                "torch",
                "torchvision",
            ]
            namespaces = ["nvidia", "amd"]
            options = [
                { label = "cu130", marker = "sys_platform == 'linux'", properties = { nvidia = { cuda_version_lower_bound = ["13.0"] } } },
                { label = "cpu", marker = "sys_platform != 'darwin'" },
            ]

            [[package]]
            name = "demo"
            source = { member = ".", virtual = true }
            dependencies = [
                { name = "torch", version = "2.9.0+cpu" },
            ]

            [[package]]
            name = "torch"
            version = "2.9.0+cpu"
            source = { index = "https://torch.example/whl/cpu" }
            wheels = [
                { name = "torch-2.9.0+cpu-py3-none-any.whl", url = "https://files.example/?download=1", hashes = { sha256 = "\(sha)" } },
            ]

            """

    /// Members, and every kind of source that is no index.
    static let workspace =
        head + """

            [inputs]

            [[inputs.member]]
            name = "core"
            version = "1.0"
            path = "packages/core"

            [[inputs.member]]
            name = "demo"
            version = "0.1.0"
            path = "."
            dependencies = [
                { requirement = "core", workspace = true },
                "five @ https://x.example/five-1.0-py3-none-any.whl",
            ]

            [[package]]
            name = "core"
            version = "1.0"
            source = { member = "packages/core" }

            [[package]]
            name = "demo"
            version = "0.1.0"
            source = { member = "." }
            dependencies = [
                { name = "core" },
                { name = "five" },
                { name = "four" },
                { name = "one" },
                { name = "two" },
            ]

            [[package]]
            name = "five"
            version = "1.0"
            source = { url = "https://x.example/five-1.0-py3-none-any.whl" }
            wheels = [
                { url = "https://x.example/five-1.0-py3-none-any.whl", hashes = { sha256 = "\(sha)" } },
            ]

            [[package]]
            name = "four"
            version = "1.0"
            source = { path = "vendor/four-1.0.tar.gz" }
            sdist = { path = "vendor/four-1.0.tar.gz", hashes = { sha256 = "\(sha)" } }

            [[package]]
            name = "one"
            source = { directory = "../one", editable = true }

            [[package]]
            name = "two"
            version = "3"
            source = { git = "https://git.example/two", reference = "main", commit = "\(String(repeating: "a", count: 40))", subdirectory = "py" }

            """

    static let all = [
        ("plain", plain), ("forks", forks), ("conflict", conflict), ("variants", variants),
        ("labels", labels),
        ("workspace", workspace),
    ]
}

extension String {
    /// With the first occurrence of `old` replaced, which must be there.
    func replacingFirst(_ old: String, with new: String) -> String {
        let whole = Array(utf8)
        let part = Array(old.utf8)
        guard
            let start = (0...max(0, whole.count - part.count)).first(where: {
                whole[$0...].starts(with: part)
            })
        else { preconditionFailure("`\(old)` is not there") }
        return String(
            decoding: whole[..<start] + Array(new.utf8) + whole[(start + part.count)...], as: UTF8.self)
    }
}
