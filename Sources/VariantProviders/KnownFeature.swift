/// A feature that a native provider knows, whatever host it runs on: what wheels can be made for (V-254).
package struct KnownFeature: Sendable {
    package let name: String
    /// All of them; of a feature without end, such as a driver's version, examples.
    package let values: [String]
    private let isPossible: (@Sendable (String) -> Bool)?

    /// `isPossible` tells the values of a feature without end by how they are written.
    init(_ name: String, _ values: [String], where isPossible: (@Sendable (String) -> Bool)? = nil) {
        self.name = name
        self.values = values
        self.isPossible = isPossible
    }

    package func admits(_ value: String) -> Bool { isPossible?(value) ?? values.contains(value) }
}
