import Testing
import VariantProviders

@testable import Installer

/// Namespaces, features and properties as people write them (V-001).
@Suite struct VariantSelectorTests {
    @Test(arguments: [
        ("nvidia", VariantSelector.namespace("nvidia")),
        (" nvidia ", .namespace("nvidia")),
        ("nvidia :: sm_arch", .feature("nvidia", "sm_arch")),
        ("nvidia::sm_arch", .feature("nvidia", "sm_arch")),
        ("x86_64 :: level :: v3", .property(VariantProperty("x86_64", "level", "v3"))),
        ("x86_64::level  ::\tv3", .property(VariantProperty("x86_64", "level", "v3"))),
        ("a :: b :: 1.0", .property(VariantProperty("a", "b", "1.0"))),
        // V-009: such a value is valid, and never a path.
        ("a :: b :: ..", .property(VariantProperty("a", "b", ".."))),
    ])
    func parses(_ text: String, _ expected: VariantSelector) {
        #expect(VariantSelector(parsing: text) == expected)
    }

    @Test(arguments: [
        "", "::", "a ::", ":: b", "a :: b ::", "a :: b :: c :: d", "a : b", "a ::: b", "A", "a-b", "a.b",
        "a :: b.c", "a :: b :: C", "a :: b :: c d", "a b", "a :: b :: c\n d",
    ])
    func refuses(_ text: String) {
        #expect(VariantSelector(parsing: text) == nil)
    }

    /// One space on each side of `::`.
    @Test func canonicalText() {
        #expect(VariantProperty("x86_64", "level", "v3").description == "x86_64 :: level :: v3")
    }

    /// V-004, V-008, V-009: `..` is a label like any other, and `null` one that is reserved.
    @Test func labels() {
        #expect(VariantLabel("..") != nil && VariantLabel(".") != nil && VariantLabel("") == nil)
        #expect(VariantLabel("null") == .null && VariantLabel("a-b") == nil && VariantLabel("A") == nil)
    }
}
