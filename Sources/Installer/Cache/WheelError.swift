/// A wheel that swuv will not install, though its archive is sound.
package struct WheelError: Diagnosable, Hashable {
    /// The file name.
    package let wheel: String
    package let reason: String
    package let hints: [String]

    package init(wheel: String, _ reason: String, hints: [String] = []) {
        self.wheel = wheel
        self.reason = reason
        self.hints = hints
    }

    package var diagnostic: Diagnostic {
        Diagnostic("The wheel `\(ZipError.escaped(wheel))` is invalid", causes: [reason], hints: hints)
    }
}
