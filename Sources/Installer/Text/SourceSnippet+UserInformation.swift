extension SourceSnippet {
    /// The snippet with the user information of every URL in it masked, since it may be a password. Every scalar
    /// becomes a `*`, so the carets stay where they are.
    package var maskingUserInformation: SourceSnippet {
        var scalars = Array(text.unicodeScalars)
        var isChanged = false
        for start in scalars.indices
        where start > 2 && scalars[(start - 3)..<start].elementsEqual("://".unicodeScalars) {
            let end = scalars[start...].firstIndex(where: Self.endsAuthority) ?? scalars.count
            guard let at = scalars[start..<end].lastIndex(of: "@") else { continue }
            for index in start..<at { scalars[index] = "*" }
            isChanged = true
        }
        guard isChanged else { return self }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return SourceSnippet(file: file, line: line, column: column, text: String(view), length: length)
    }

    private static func endsAuthority(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "/" || scalar == "?" || scalar == "#" || scalar.properties.isWhitespace
    }
}
