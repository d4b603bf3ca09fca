import Testing

@testable import Installer

@Suite struct TOMLGlanceTests {
    /// A document that has the key is never passed over.
    @Test(arguments: [
        ("[[provider]]\n", true), ("[ [ provider ] ]", true), ("provider = [{}]", true),
        ("x.\"provider\".y = 1", true),
        ("a = 1\r\n\tprovider.b = 2", true), ("a = 1 # provider", true), ("['prov\\u0069der']", true),
        ("# provider\n  # [[provider]]\na = 1\n", false), ("# a \\u0069\n", false), ("[[providers]]", true),
        ("provide", false),
        ("[[variant-index]]\npackages = []\n", false), ("", false), ("\n\n", false),
    ])
    func keys(_ text: String, _ mayHave: Bool) {
        #expect(TOMLGlance.mayHave(["trust", "provider"], in: Array(text.utf8)) == mayHave)
    }
}
