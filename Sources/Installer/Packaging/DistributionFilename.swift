/// The name of a file on an index page that we can use.
package enum DistributionFilename: Hashable, Sendable, CustomStringConvertible {
    case wheel(WheelFilename)
    case source(SourceDistributionFilename)

    /// - Parameter expected: the package that the file must belong to; a file of another one is refused.
    package static func parse(
        _ text: String, expecting expected: PackageName? = nil
    ) throws(FilenameError) -> DistributionFilename {
        let filename: DistributionFilename =
            if FilenameError.hasSuffix(text.utf8.span, ".whl") {
                .wheel(try WheelFilename(parsing: text))
            } else {
                .source(try SourceDistributionFilename(parsing: text, expecting: expected))
            }
        if let expected, filename.name != expected {
            throw FilenameError(text, "it belongs to `\(filename.name)`, not to `\(expected)`")
        }
        return filename
    }

    package var name: PackageName {
        switch self {
        case .wheel(let wheel): wheel.name
        case .source(let source): source.name
        }
    }

    package var version: Version {
        switch self {
        case .wheel(let wheel): wheel.version
        case .source(let source): source.version
        }
    }

    /// The file name, complete.
    package var text: String {
        switch self {
        case .wheel(let wheel): wheel.text
        case .source(let source): source.text
        }
    }

    package var wheel: WheelFilename? {
        if case .wheel(let wheel) = self { wheel } else { nil }
    }

    package var isWheel: Bool { wheel != nil }
    package var variantLabel: String? { wheel?.variantLabel }
    package var description: String { text }
}
