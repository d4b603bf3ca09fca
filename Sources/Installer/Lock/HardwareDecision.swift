/// What the hardware of a host decided where its user did not: an extra, or the label of a variant index.
package struct HardwareDecision: Hashable, Sendable {
    package var subject: Subject
    /// `cu126`; nil: none of the labels is in force.
    package var label: VariantLabel?
    /// For each feature that the label was built for, the value that counted, the most important first; empty: it
    /// needs nothing.
    package var properties: [String]
    /// The options that the host does not support, and why.
    package var rejected: [Rejected]
    /// Something was found of what the options are for.
    package var foundHardware: Bool

    package enum Subject: Hashable, Sendable {
        case extra(ExtraName, of: PackageName)
        case index(String)
    }

    package struct Rejected: Hashable, Sendable {
        package var option: VariantOption
        package var reason: String

        package init(option: VariantOption, reason: String) {
            self.option = option
            self.reason = reason
        }
    }

    package init(
        subject: Subject, label: VariantLabel?, properties: [String] = [], rejected: [Rejected] = [],
        foundHardware: Bool = false
    ) {
        self.subject = subject
        self.label = label
        self.properties = properties
        self.rejected = rejected
        self.foundHardware = foundHardware
    }
}
