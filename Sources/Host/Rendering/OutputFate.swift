/// What became of a text for standard output.
enum OutputFate: Sendable, Equatable {
    case written
    /// Nobody reads it any more: `swuv list | head -1`.
    case closed
    /// The device refused, with this errno: it is full, or standard output is no open file.
    case failed(Int32)
}
