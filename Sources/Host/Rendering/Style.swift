/// Colours and weights of terminal text (ECMA-48); plain text when they are off.
struct Style: Sendable {
    let isOn: Bool
    /// The columns that texts which explain are made for.
    var width = 100

    static let plain = Style(isOn: false)
    static let coloured = Style(isOn: true)

    func bold(_ text: String) -> String { wrap(text, "1", "0") }
    func dim(_ text: String) -> String { wrap(text, "2", "0") }
    func red(_ text: String) -> String { wrap(text, "31", "39") }
    func green(_ text: String) -> String { wrap(text, "32", "39") }
    func yellow(_ text: String) -> String { wrap(text, "33", "39") }
    func cyan(_ text: String) -> String { wrap(text, "36", "39") }

    private func wrap(_ text: String, _ on: String, _ off: String) -> String {
        isOn ? "\u{1B}[\(on)m\(text)\u{1B}[\(off)m" : text
    }
}

extension Style {
    /// Decided by `--color`, then `NO_COLOR`, then `FORCE_COLOR` and `CLICOLOR_FORCE`, then the terminal.
    init(choice: String?, environment: [String: String], isTerminal: Bool) {
        func isSet(_ name: String) -> Bool { environment[name].map { !$0.isEmpty } ?? false }
        isOn =
            switch choice {
            case "always": true
            case "never": false
            default:
                if isSet("NO_COLOR") {
                    false
                } else if ["FORCE_COLOR", "CLICOLOR_FORCE"].contains(where: {
                    isSet($0) && environment[$0] != "0"
                }) {
                    true
                } else {
                    isTerminal && environment["TERM"] != "dumb"
                }
            }
    }
}
