import Testing
import VariantProviders

@testable import Installer

@Suite("Rules of builds")
struct BuildRuleTests {
    @Test("References to repositories")
    func gitReferences() {
        let sha = String(repeating: "0f", count: 20)
        let rows: [(text: String, expected: String)] = [
            ("git+https://h/r.git", "https://h/r.git - -"),
            ("git+https://h/r.git@v1", "https://h/r.git v1 -"),
            ("git+https://h/r.git@feature/x#subdirectory=a/b", "https://h/r.git feature/x a/b"),
            (
                "git+https://user:token@h:8443/r.git@\(sha)#egg=x&lfs=true",
                "https://h:8443/r.git \(sha) - lfs"
            ),
            ("git+ssh://git@h/r.git@v1", "ssh://git@h/r.git v1 -"),
            ("git+ssh://git:secret@h/r.git", "ssh://h/r.git - -"),
            ("git+file:///a/r@main", "file:///a/r main -"), ("git+https://h/r@50%25", "https://h/r 50% -"),
            ("git+https://h/r@a%20b", "refused"),
            ("git+ext::sh -c x", "refused"), ("git+https://h/r@-x", "refused"),
            ("git+https://h/r@a..b", "refused"), ("git+https://h/r@a b", "refused"),
            ("git+https://h/r@a.lock", "refused"), ("git+ssh://-oProxyCommand=x/r", "refused"),
            ("git+https://h/r#subdirectory=../x", "refused"), ("git+https://h/r#subdirectory=/x", "refused"),
            ("git+ftp://h/r", "refused"),
        ]
        for (text, expected) in rows {
            let found = (try? GitReference(parsing: text)).map { reference in
                "\(reference.repository) \(reference.revision ?? "-") \(reference.subdirectory ?? "-")"
                    + (reference.lfs ? " lfs" : "")
            }
            #expect(found ?? "refused" == expected, "\(text)")
        }
    }

    @Test("A credential is for its repository, and in variables only")
    func gitCredentials() throws {
        var credentials = Credentials()
        try credentials.addRepository("git+https://me:p%40ss@h:8443/org/r.git@v1#subdirectory=x")
        try credentials.addRepository("git+ssh://git@h/r.git")
        _ = try credentials.add("https://index:other@h:8443/simple/")
        let credential = try #require(credentials.credential(ofRepository: "https://h:8443/org/r.git"))
        #expect(credential == Credential(username: "me", password: "p@ss"))
        for other in ["https://h/org/r.git", "https://h:8443/org/other.git", "http://h:8443/org/r.git"] {
            #expect(credentials.credential(ofRepository: other) == nil, "\(other)")
        }
        let helper = try #require(GitCredentialHelper(credential, for: "https://h:8443/org/r.git"))
        var variables = [
            "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "a.b", "GIT_CONFIG_VALUE_0": "c",
        ]
        helper.add(to: &variables)
        #expect(variables["GIT_CONFIG_COUNT"] == "3" && variables["GIT_CONFIG_KEY_0"] == "a.b")
        #expect(variables["GIT_CONFIG_KEY_2"] == "credential.https://h:8443.helper")
        #expect(
            variables["GIT_CONFIG_VALUE_1"] == ""
                && variables["GIT_CONFIG_VALUE_2"]?.contains("p@ss") == false)
        #expect(variables["SWUV_GIT_PASSWORD"] == "p@ss")
        let broken = Credential(username: "a", password: "b\nhost=evil")
        #expect(GitCredentialHelper(broken, for: "https://h/r") == nil)
    }

    @Test("What a host profile tells builds")
    func hostVariables() {
        let rows: [(nvidia: [String], amd: [String], expected: [String: String])] = [
            ([], [], [:]),
            (
                ["90_real", "90_virtual"], [],
                ["TORCH_CUDA_ARCH_LIST": "9.0", "CMAKE_CUDA_ARCHITECTURES": "90"]
            ),
            (
                ["121_real", "120_real", "120_virtual"], [],
                ["TORCH_CUDA_ARCH_LIST": "12.1", "CMAKE_CUDA_ARCHITECTURES": "121"]
            ),
            (
                ["80_virtual"], [],
                ["TORCH_CUDA_ARCH_LIST": "8.0+PTX", "CMAKE_CUDA_ARCHITECTURES": "80-virtual"]
            ),
            ([], ["gfx942", "gfx90a"], ["PYTORCH_ROCM_ARCH": "gfx942;gfx90a"]),
            (["x; rm -rf"], ["$(x)"], [:]),
        ]
        for (nvidia, amd, expected) in rows {
            let profile = HostProfile(providers: [
                "nvidia": .init([VariantFeature("sm_arch", nvidia)]),
                "amd": .init([VariantFeature("gfx_arch", amd)]),
            ])
            #expect(profile.buildVariables == expected)
        }
    }

    @Test("Hints of a backend's output")
    func hints() {
        let rows: [(line: String, word: String)] = [
            ("x.c:1:10: fatal error: Python.h: No such file or directory", "python3-dev"),
            ("x.c:1:10: fatal error: ffi.h: No such file or directory", "`ffi.h`"),
            ("ModuleNotFoundError: No module named 'distutils'", "Python 3.13 does not have"),
            ("ModuleNotFoundError: No module named 'numpy'", "`numpy`"),
            ("AttributeError: module 'pkgutil' has no attribute 'ImpImporter'", "older Python"),
            ("error: command 'gcc' failed: No such file or directory", "build-essential"),
            ("../meson.build:1:0: ERROR: Unknown compiler(s): [['cc']]", "build-essential"),
            ("CMake Error: No CMAKE_CXX_COMPILER could be found.", "build-essential"),
            ("FileNotFoundError: [Errno 2] No such file or directory: 'cargo'", "`cargo`"),
        ]
        for (line, word) in rows {
            let hints = BuildOutput(Array("before\n\(line)\nafter\n".utf8)).hints(python: "3.13")
            #expect(hints.count == 1 && hints[0].contains(word), "\(line): \(hints)")
        }
        #expect(BuildOutput(Array("all is well\n".utf8)).hints(python: "3.13").isEmpty)
    }

    @Test("The state of a repository, of its files")
    func gitState() throws {
        let one = String(repeating: "1", count: 40)
        let two = String(repeating: "2", count: 40)
        let scratch = try WorkspaceScratch([
            ".git/HEAD": "ref: refs/heads/main\n", ".git/refs/tags/v2": "\(two)\n",
            ".git/packed-refs":
                "# pack-refs\n\(one) refs/heads/main\n\(one) refs/tags/v1\n\(one) refs/tags/v2\n",
            "inner/pyproject.toml": "", "away/.git": "gitdir: ../.git/worktrees/away\n",
            ".git/worktrees/away/HEAD": "\(two)\n", ".git/worktrees/away/commondir": "../..\n",
        ])
        let inner = GitState(around: scratch.path / "inner")
        #expect(inner.commit == one)
        #expect(inner.tags == ["refs/tags/v1 \(one)", "refs/tags/v2 \(two)"])
        let away = GitState(around: scratch.path / "away")
        #expect(away.commit == two && away.tags == inner.tags)
    }

    @Test("Which files a fingerprint watches")
    func fingerprints() throws {
        let project = "[project]\nname = \"a\"\n"
        let rows: [(text: String, files: [String], watched: [String])] = [
            (project, [], ["pyproject.toml", "setup.cfg", "setup.py", "src"]),
            (project, ["src/a.py"], ["pyproject.toml", "setup.cfg", "setup.py"]),
            (
                project + "[tool.setuptools.dynamic]\ndependencies = { file = [\"in.txt\", \"more.txt\"] }\n",
                [],
                ["in.txt", "more.txt", "pyproject.toml", "setup.cfg", "setup.py", "src"]
            ),
            (
                project + "[tool.uv]\ncache-keys = [\"a.c\", { file = \"c/*.h\" }]\n", ["c/x.h", "c/y.c"],
                ["a.c", "c", "c/x.h", "pyproject.toml"]
            ),
        ]
        for (text, files, watched) in rows {
            let scratch = try WorkspaceScratch(
                Dictionary(uniqueKeysWithValues: files.map { ($0, "") } + [("pyproject.toml", text)]))
            let tree = try TreeFingerprint(of: scratch.path, [:])
            #expect(Set(tree.watched.map { $0.relative(to: scratch.path)?.text ?? "?" }).sorted() == watched)
            #expect(!tree.hangsOnVariables)
        }
        let scratch = try WorkspaceScratch(["pyproject.toml": "[tool.swuv]\ncache-keys = [{ env = \"X\" }]\n"]
        )
        let tree = try TreeFingerprint(of: scratch.path, ["X": "1"])
        let same = try TreeFingerprint(of: scratch.path, ["X": "1", "Y": "2"])
        let other = try TreeFingerprint(of: scratch.path, ["X": "2"])
        #expect(tree.key == same.key && tree.key != other.key && tree.hangsOnVariables)
    }
}
