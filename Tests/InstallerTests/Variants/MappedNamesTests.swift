import Testing

@testable import Installer

@Suite struct MappedNamesTests {
    /// Whether a package may be in a map is known without reading the file: never no where it is.
    @Test(arguments: [
        (
            "[[variant-index]]\npackages = [\"torch\", \"torch_vision\"]", ["torch", "torch-vision"],
            ["numpy"]
        ),
        ("[[variant-index]]\npackages = ['Torch', 'torch..Vision']", ["torch", "torch-vision"], ["vision"]),
        (
            "packages = [\n  \"torch\",# \"numpy\n  'triton'\n]\n[[variant-index]]", ["torch", "triton"],
            ["jinja2"]
        ),
        ("[['variant-index']]\npackages=[\"torch\"]", ["torch"], ["numpy"]),
        ("[[\"variant\\u002dindex\"]]\npackages = [\"torch\"]", ["torch", "numpy"], []),
        ("[[variant-index]]\npackages = [\"\\u0074orch\"]", ["torch", "numpy"], []),
        ("[[variant-index]]\npackages = [\"\"\"torch\"\"\"]", ["torch"], ["numpy"]),
        ("[[provider]]\nnamespace = \"torch\"", [], ["torch"]),
        ("", [], ["torch"]),
    ])
    func names(_ file: String, _ held: [String], _ others: [String]) {
        var names = MappedNames()
        names.add(Array(file.utf8))
        for name in held { #expect(names.mayHold(PackageName(name)!), "\(name)") }
        for name in others { #expect(!names.mayHold(PackageName(name)!), "\(name)") }
        #expect(names.isEmpty == held.isEmpty)
    }
}
