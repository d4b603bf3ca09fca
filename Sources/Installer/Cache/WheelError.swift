/// A wheel that swuv will not install, though its archive is sound.
package struct WheelError: Diagnosable, Hashable {
    /// The file name.
    package let wheel: String
    /// Why, outermost first.
    package let reasons: [String]
    package let hints: [String]

    package init(wheel: String, _ reason: String, hints: [String] = []) {
        self.init(wheel: wheel, [reason], hints: hints)
    }

    package init(wheel: String, _ reasons: [String], hints: [String] = []) {
        self.wheel = wheel
        self.reasons = reasons
        self.hints = hints
    }

    package var diagnostic: Diagnostic {
        Diagnostic("The wheel `\(ZipError.escaped(wheel))` is invalid", causes: reasons, hints: hints)
    }
}
