extension [String] {
    /// `a, b, c`. The library's `joined` looks its protocols up at run time, which takes longer than all that a
    /// provider does on a machine without its hardware.
    package var commaSeparated: String {
        var text = first ?? ""
        for element in dropFirst() {
            text += ", "
            text += element
        }
        return text
    }
}
