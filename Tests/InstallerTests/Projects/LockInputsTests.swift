import Testing

@testable import Installer

@Suite struct LockInputsTests {
    static let founding = """
        [project]
        name = "reproduce-torch"
        version = "0.1.0"
        requires-python = ">=3.13"
        dependencies = ["numpy>=2.2.4", "efficientnet-pytorch>=0.7.1"]

        [project.optional-dependencies]
        cpu = ["torch>=2.2.0"]
        cuda = ["torch>=2.2.0"]

        [tool.uv]
        conflicts = [[{ extra = "cpu" }, { extra = "cuda" }]]

        [tool.uv.sources]
        torch = [{ index = "pytorch-cpu", extra = "cpu" }, { index = "pytorch-cuda", extra = "cuda" }]

        [[tool.uv.index]]
        name = "pytorch-cpu"
        url = "https://download.pytorch.org/whl/cpu"
        explicit = true

        [[tool.uv.index]]
        name = "pytorch-cuda"
        url = "https://download.pytorch.org/whl/cu126"
        explicit = true
        """

    @Test func foundingProject() throws {
        let scratch = try WorkspaceScratch(["pyproject.toml": Self.founding])
        let inputs = try #require(try scratch.workspace()).inputs()
        #expect(
            inputs.told == [
                "reproduce-torch efficientnet-pytorch>=0.7.1", "reproduce-torch numpy>=2.2.4",
                "reproduce-torch[cpu] torch>=2.2.0 @index pytorch-cpu https://download.pytorch.org/whl/cpu",
                "reproduce-torch[cuda] torch>=2.2.0 @index pytorch-cuda https://download.pytorch.org/whl/cu126",
            ])
        #expect(inputs.requiresPython.description == ">=3.13" && inputs.members[0].isVirtual)
        let roots = try inputs.roots(in: scratch.path)
        #expect(
            roots.requirements.map {
                "\($0.requirement) \($0.condition?.text ?? "") \($0.index ?? "") \($0.origin ?? "")"
            } == [
                "efficientnet-pytorch>=0.7.1   reproduce-torch", "numpy>=2.2.4   reproduce-torch",
                "torch>=2.2.0 'reproduce-torch:cpu' in extras https://download.pytorch.org/whl/cpu reproduce-torch[cpu]",
                "torch>=2.2.0 'reproduce-torch:cuda' in extras https://download.pytorch.org/whl/cu126 reproduce-torch[cuda]",
            ])
        #expect(roots.excluded.text == "'reproduce-torch:cpu' in extras and 'reproduce-torch:cuda' in extras")
        #expect(roots.overrides.map { "\($0.requirement)" } == ["reproduce-torch ; python_version < '0'"])
        // An index of the same name that was given elsewhere counts before the document's.
        let given = try scratch.workspace()?.inputs(indexes: [
            IndexLocation(name: "pytorch-cpu", url: "file://\(scratch.path)/wheels"),
            IndexLocation(name: "pytorch-cuda", url: "https://download.pytorch.org/whl/cu126"),
            IndexLocation(name: "pytorch-cuda", url: "https://weaker/"),
        ])
        #expect(
            given?.told.dropFirst(2) == [
                "reproduce-torch[cpu] torch>=2.2.0 @index pytorch-cpu wheels",
                "reproduce-torch[cuda] torch>=2.2.0 @index pytorch-cuda https://download.pytorch.org/whl/cu126",
            ])
        #expect(try given?.roots(in: scratch.path).requirements[2].index == "file://\(scratch.path)/wheels")
    }

    /// Sources of every kind, and what they come to.
    @Test func sources() throws {
        let scratch = try WorkspaceScratch([
            "pyproject.toml": """
            [project]
            name = "demo"
            version = "1"
            dependencies = ["a", "b>1; sys_platform != 'win32'", "c", "d", "e", "f", "g[x]; os_name == 'posix'", "h @ https://me:pw@h/h.whl", "lib[z]", "mid", "demo[one]"]
            [project.optional-dependencies]
            one = ["a"]
            [dependency-groups]
            g = ["a", {include-group = "h"}]
            h = ["c"]
            [tool.swuv.sources]
            A = { index = "mine" }
            [tool.uv.sources]
            a = { index = "not-looked-at" }
            b = [{ index = "mine", marker = "sys_platform == 'linux'" }, { url = "https://u:p@x/b.zip", subdirectory = "s", marker = "sys_platform == 'darwin'" }]
            c = { git = "ssh://git@host/c.git", tag = "v1", subdirectory = "./q", lfs = true, group = "h" }
            d = { path = "../d", editable = true }
            e = { path = "/opt/e.whl" }
            f = { path = "lib/../lib", editable = false }
            g = [{ git = "https://me:pw@h/g", branch = "main", marker = "os_name == 'posix'" }, { path = "g", marker = "os_name != 'posix'"}]
            lib = { workspace = true, editable = false }
            mid = { path = "packages/mid" }
            [[tool.uv.index]]
            name = "mine"
            url = "./wheels"
            [tool.uv.workspace]
            members = ["packages/*"]
            """,
            "packages/lib/pyproject.toml": """
            [project]
            name = "lib"
            version = "2"
            dependencies = ["a", "mid>=0", "near"]
            optional-dependencies = { z = [] }
            [tool.uv.sources]
            mid = { workspace = true }
            near = { path = "../near" }
            [build-system]
            requires = ["hatchling"]
            """,
            "packages/mid/pyproject.toml":
                "[project]\nname='mid'\nversion='0.1.dev1'\n[tool.uv]\npackage = true",
        ])
        let workspace = try #require(try scratch.workspace("packages/lib"))
        let inputs = try workspace.inputs()
        #expect(
            inputs.told.sorted()
                == [
                    "demo a @index mine wheels",
                    "demo b>1 ; sys_platform != 'win32' and sys_platform == 'darwin' @archive https://x/b.zip s",
                    "demo b>1 ; sys_platform != 'darwin' and sys_platform != 'linux' and sys_platform != 'win32'",
                    "demo b>1 ; sys_platform != 'win32' and sys_platform == 'linux' @index mine wheels",
                    "demo c", "demo d @path ../d true", "demo demo[one] @workspace -",
                    "demo e @path /opt/e.whl -",
                    "demo f @path lib false",
                    "demo g[x] ; os_name == 'posix' @git https://h/g main - false",
                    "demo h @ https://h/h.whl",
                    "demo lib[z] @workspace false", "demo mid @workspace -", "demo[one] a @index mine wheels",
                    "demo:g a @index mine wheels", "demo:g c",
                    "demo:h c @git ssh://git@host/c.git v1 q true",
                    "lib a @index mine wheels", "lib mid>=0 @workspace -", "lib near @path packages/near -",
                ].sorted(), "\(inputs.told)")
        #expect(
            inputs.members.map { "\($0.name) \($0.isVirtual)" } == ["demo true", "lib false", "mid false"])
        let roots = try inputs.roots(in: scratch.path)
        #expect(
            roots.edges.map { "\($0.place.origin) \($0.target)\($0.extras)" } == [
                "demo demo[one]", "demo lib[z]", "demo mid[]", "lib mid[]",
            ])
        func root(_ name: String) -> [String] {
            roots.requirements.filter { $0.requirement.name.text == name }.map {
                "\($0.requirement.url ?? $0.index ?? "")"
            }
        }
        #expect(root("e") == ["file:///opt/e.whl"] && root("h") == ["https://h/h.whl"])
        #expect(root("c").contains("git+ssh://git@host/c.git@v1#subdirectory=q&lfs=true"))
        #expect(
            root("g") == ["git+https://h/g@main"] && root("near") == ["file://\(scratch.path)/packages/near"])
        #expect(root("b").contains("https://x/b.zip#subdirectory=s"))
        #expect(root("a").allSatisfy { $0 == "file://\(scratch.path)/wheels" })
        // demo asks for its own extra always.
        #expect(roots.conditions[.init(PackageName("demo")!, .extra(ExtraName("one")!))] == .always)
    }

    /// A document after `[project] name = 'demo'`, and when each list counts.
    @Test func conditions() throws {
        let rows: [(text: String, conditions: [String], excluded: String)] = [
            (
                "optional-dependencies = {cpu=['t'], cuda=['t'], all=['demo[cpu]'], most=[\"demo[all] ; os_name == 'nt'\"]}\n[dependency-groups]\ndev=['demo[cuda]', {include-group='test'}]\ntest=['p']\n[tool.swuv]\nconflicts=[[{extra='cpu'},{extra='cuda'}]]",
                [
                    "demo:", "demo[all]: 'demo:all' in extras or os_name == 'nt' and 'demo:most' in extras",
                    "demo[cpu]: 'demo:all' in extras or 'demo:cpu' in extras or os_name == 'nt' and 'demo:most' in extras",
                    "demo[cuda]: 'demo:cuda' in extras or 'demo:dev' in dependency_groups",
                    "demo[most]: 'demo:most' in extras",
                    "demo:dev: 'demo:dev' in dependency_groups",
                    "demo:test: 'demo:test' in dependency_groups",
                ], "?"
            ),
            (
                "optional-dependencies = {a=['x', 'demo[b]'], b=['demo[a]']}",
                [
                    "demo:", "demo[a]: 'demo:a' in extras or 'demo:b' in extras",
                    "demo[b]: 'demo:a' in extras or 'demo:b' in extras",
                ], ""
            ),
            (
                "[dependency-groups]\na=[{include-group='b'}]\nb=['x']\nc=['x']\n[tool.uv]\nconflicts=[[{group='b'},{group='c'}]]",
                [
                    "demo:", "demo:a: 'demo:a' in dependency_groups", "demo:b: 'demo:b' in dependency_groups",
                    "demo:c: 'demo:c' in dependency_groups",
                ],
                "'demo:c' in dependency_groups and ('demo:a' in dependency_groups or 'demo:b' in dependency_groups)"
            ),
            (
                "[tool.uv]\nconflicts=[[{package='demo'},{package='other'}]]\n[tool.uv.workspace]\nmembers=['other']",
                ["demo: 'demo' in extras", "other: 'other' in extras"],
                "'demo' in extras and 'other' in extras"
            ),
        ]
        for row in rows {
            let scratch = try WorkspaceScratch([
                "pyproject.toml": "[project]\nname='demo'\nversion='1'\n" + row.text,
                "other/pyproject.toml": "[project]\nname='other'\nversion='1'",
            ])
            let roots = try #require(try scratch.workspace()).inputs().roots(in: scratch.path)
            let told = roots.conditions.map {
                "\($0.key.origin):" + ($0.value.isTrue ? "" : " \($0.value.text)")
            }.sorted()
            #expect(told == row.conditions.sorted(), "\(told)")
            if row.excluded == "?" {
                let cpu = try #require(
                    roots.conditions[.init(PackageName("demo")!, .extra(ExtraName("cpu")!))])
                let cuda = try #require(
                    roots.conditions[.init(PackageName("demo")!, .extra(ExtraName("cuda")!))])
                #expect(roots.excluded == cpu.and(cuda))
            } else {
                #expect((roots.excluded == .never ? "" : roots.excluded.text) == row.excluded)
            }
        }
    }

    /// Defaults of extras and groups, without and with those of configuration files.
    @Test func defaults() throws {
        let lists = "optional-dependencies={a=[],b=[]}\n[dependency-groups]\ndev=[]\ntest=[]\n"
        let none = "[dependency-groups]\ntest=[]\n"
        let x = SelectionDefaults(extras: .all, groups: .these([ExtraName("test")!]))
        let rows: [(String, SelectionDefaults, extras: String, groups: String)] = [
            (lists, .none, "", "dev"), (none, .none, "", ""), (lists, x, "a b", "test"),
            (lists + "[tool.uv]\ndefault-groups='all'", .none, "", "dev test"),
            (lists + "[tool.uv]\ndefault-groups=[]\ndefault-extras='all'", .none, "a b", ""),
            (
                lists + "[tool.uv]\ndefault-groups=['test','dev']\n[tool.swuv]\ndefault-extras=['B']", .none,
                "b", "test dev"
            ),
            (
                lists + "[tool.uv]\ndefault-groups='all'\n[tool.swuv]\ndefault-groups=['dev']", x, "a b",
                "test"
            ),
            ("[tool.uv]\ndev-dependencies=['ruff']", .none, "", "dev"),
            (none + "[tool.uv]\ndefault-groups=['dev']", .none, "", ""),
        ]
        for row in rows {
            let scratch = try WorkspaceScratch([
                "pyproject.toml": "[project]\nname='demo'\nversion='1'\n" + row.0
            ])
            let workspace = try #require(try scratch.workspace())
            let defaults = try #require(workspace.current).defaults(configured: row.1)
            #expect(defaults.extras.map(\.text).joined(separator: " ") == row.extras, "\(row.0)")
            #expect(defaults.groups.map(\.text).joined(separator: " ") == row.groups, "\(row.0)")
            _ = try workspace.inputs()
        }
    }

    /// A document after `[project] name = 'demo'` (line 4 on), and its faults.
    static let faults: [(String, [String])] = [
        ("[tool.uv]\nsources = 3", ["5:11 `tool.uv.sources` must be a table, not an integer"]),
        (
            """
            [tool.uv.sources]
            '?' = {}
            a = {}
            A = { index = 'i' }
            b = 3
            c = []
            d = { index = 'i', git = 'https://x' }
            e = { index = 3, rev = 'x', foo = 1 }
            f = { git = 'https://x', rev = 'a', tag = 'b', subdirectory = '../x' }
            g = { url = 'nothing', marker = 'os_name >> 1' }
            h = { path = '', editable = 'yes' }
            i = { workspace = false }
            j = { index = 'i', extra = 'x', group = '?' }
            k = [{ index = 'i' }, { index = 'j' }, 3]
            l = [{ index = 'i', marker = "os_name == 'nt'" }, { index = 'j', marker = "os_name != 'posix'" }, { index = 'k', extra = 'x' }]
            """,
            [
                "5:1 `?` is no valid name of a package",
                "6:5 expected one of `index`, `git`, `url`, `path` and `workspace`",
                "7:1 the package `a` is there twice",
                "8:5 `tool.uv.sources.b` must be a table or an array of tables, not an integer",
                "9:5 `tool.uv.sources.c` names no source", "10:5 `index` and `git` exclude each other",
                "11:15 `tool.uv.sources.e.index` must be a string", "11:18 `rev` does not go with `index`",
                "11:29 `foo` does not go with `index`", "12:37 `rev` and `tag` exclude each other",
                "12:63 `tool.uv.sources.f.subdirectory` leads out", "13:13 ", "13:42 ",
                "14:14 `tool.uv.sources.h.path` is empty",
                "14:29 `tool.uv.sources.h.editable` must be a boolean",
                "15:19 `workspace` can only be `true`", "16:20 `extra` and `group` exclude each other",
                "16:41 `?` is no valid name of a dependency group",
                "17:23 several sources need a `marker` each",
                "17:40 `an element of tool.uv.sources.k` must be a table",
                "18:51 the markers of two sources overlap",
            ]
        ),
        (
            "dependencies=['a', 'b', 'demo[zz]', 'demo>3', 'w']\noptional-dependencies={x=['a']}\n[tool.uv.sources]\na={index='no'}\nb={workspace=true}\nc=[{path='c', extra='x'},{path='d',extra='y'},{path='e',group='g'}]\n",
            [
                "4:25 the project has no extra `zz`", "4:37 the project itself is at version 1",
                "7:3 there is no index `no`",
                "7:3 there is no index `no`", "8:3 the workspace has no member `b`",
                "9:4 the extra `x` does not ask for `c`",
                "9:26 there is no extra `y`", "9:47 there is no dependency group `g`",
            ]
        ),
        (
            "[tool.swuv]\nconflicts = [3, [], [{extra='a'}], [{extra='?'}, 3], [{extra='a', group='b'}, {}], [{extra='a', y=1}, {package='zz'}], [{group='a'},{package='b',extra='c'}]]",
            [
                "5:14 `an element of tool.swuv.conflicts` must be an array",
                "5:17 a conflict needs two or more",
                "5:21 a conflict needs two or more", "5:44 `?` is no valid name of an extra",
                "5:50 `an element of a conflict` must be a table",
                "5:55 `extra` and `group` exclude each other", "5:79 expected `extra`, `group` or `package`",
                "5:97 `y` is none of",
            ]
        ),
        ("[tool.uv]\nconflicts = [[{package='zz'}, {group='a'}]]", ["5:15 the workspace has no member `zz`"]),
        (
            "[tool.uv]\nenvironments = [\"os_name == 'nt'\", \"sys_platform == 'win32'\", 'x', 3]\nrequired-environments = 3\nconstraint-dependencies = ['a >> 1']\noverride-dependencies = 'a'\ndev-dependencies = [3]",
            [
                "5:36 this environment overlaps with", "5:64 ",
                "5:68 `an element of tool.uv.environments` must be a string",
                "6:25 `tool.uv.required-environments` must be an array", "7:32 ",
                "8:25 `tool.uv.override-dependencies` must be an array",
                "9:21 a requirement of `tool.uv.dev-dependencies` must be a string",
            ]
        ),
        (
            "[tool.swuv]\ndefault-groups = 'some'\ndefault-extras = 3\npackage = 'x'\nmanaged = 0\nindex = [{name=''}, {name='x', url=3}, {url='x'}, 'https://ok']",
            [
                "5:18 `tool.swuv.default-groups` must be an array of names or `\"all\"`",
                "6:18 `tool.swuv.default-extras` must be an array",
                "7:11 `tool.swuv.package` must be a boolean", "8:11 `tool.swuv.managed` must be a boolean",
                "9:10 an index needs a `url`",
                "9:36 `tool.swuv.index.url` must be a string",
            ]
        ),
        (
            "[tool.swuv]\ndefault-groups = ['x', 'dev']\ndefault-extras = ['y']\nextras = { z = { label = 'cu126' } }",
            [
                "5:18 there is no dependency group `x`", "6:18 there is no extra `y`",
                "7:10 there is no extra `z`",
            ]
        ),
        (
            "[tool.swuv.extras]\na = 3\nb = {}\nc = { label = 'CU' }\nd = { label = 'x', properties = {} }\ne = { properties = { NV = { x = ['A'] }, nv = { y = [], z = 3 } } }\n'?' = {}\nA = {}",
            [
                "4:1 there is no extra `e`", "5:5 `tool.swuv.extras.a` must be a table",
                "6:5 expected either `label` or `properties`",
                "7:15 `CU` is no label",
                "8:5 expected either `label` or `properties`", "9:22 `NV` is no name",
                "9:34 `A` is no valid value",
                "9:53 `tool.swuv.extras.e.properties.nv.y` has no values",
                "9:61 `tool.swuv.extras.e.properties.nv.z` must be an array",
                "10:1 `?` is no valid name of an extra", "11:5 expected either",
            ]
        ),
    ]

    @Test func documentFaults() throws {
        for (text, expected) in Self.faults {
            let scratch = try WorkspaceScratch([
                "pyproject.toml": "[project]\nname='demo'\nversion='1'\n" + text
            ])
            let told = scratch.faults()
            #expect(told.count == expected.count, "\(told)")
            for (one, start) in zip(told, expected) { #expect(one.hasPrefix(start), "\(one) -- \(start)") }
        }
    }

    @Test func membersNeedSources() throws {
        let scratch = try WorkspaceScratch([
            "pyproject.toml":
                "[project]\nname='demo'\nversion='1'\ndependencies=['b[q]>2']\n[tool.uv.workspace]\nmembers=['b']",
            "b/pyproject.toml": "[project]\nname='b'\nversion='1'",
        ])
        #expect(
            scratch.faults() == [
                "4:15 the member `b` itself is at version 1", "4:15 the member `b` has no extra `q`",
                "4:15 `b` is a member of the workspace, but no source says `b = { workspace = true }`",
            ])
    }

    @Test func hardwareOfExtras() throws {
        let scratch = try WorkspaceScratch([
            "pyproject.toml":
                "[project]\nname='demo'\nversion='1'\noptional-dependencies={a=[],b=[]}\n[tool.swuv.extras]\na={label='cu126'}\nB={properties={nvidia={cuda_version_lower_bound=['12.6']}}}"
        ])
        let member = try #require(try scratch.workspace()).inputs().members[0]
        #expect(
            member.hardware == [
                ExtraName("a")!: .label(VariantLabel("cu126")!),
                ExtraName("b")!: .properties(
                    VariantProperties(["nvidia": ["cuda_version_lower_bound": ["12.6"]]])),
            ])
    }
}
