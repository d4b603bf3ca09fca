package import VariantProviders

/// Which file of a release is taken on a host, and why: every file with what it needs, whether it fits, its rank
/// and what decided it (`swuv variants explain`).
package struct VariantExplanation: Sendable, Hashable {
    /// As the user wrote it.
    package var requirement: String
    package var name: PackageName
    /// The newest version that the requirement admits.
    package var version: Version
    /// The profile in place of detection.
    package var profile: Path?
    /// The most preferred first.
    package var namespaces: [Namespace]
    /// Files that fit, best first; then those that do not, variants before other files.
    package var candidates: [VariantCandidate]
    /// What is installed in place of the newest version, when nothing of that fits.
    package var older: Older?
    /// What would have to be otherwise for a better variant to be taken, the nearest first.
    package var unlocks: [VariantUnlock]
    /// The map that the builds come from: each is a label of it and lies on an index of its own. nil: they are
    /// variants of one release as an index publishes them.
    package var variantIndex: String?

    package struct Namespace: Sendable, Hashable {
        package var name: String
        package var features: [VariantFeature]
        /// Why it supports nothing.
        package var reason: SupportedProperties.Unsupported?
        /// Versions of other packages decide, and no list.
        package var isABI: Bool
    }

    package struct Older: Sendable, Hashable {
        package var version: Version
        package var basename: String
        package var label: VariantLabel?

        package init(version: Version, basename: String, label: VariantLabel?) {
            self.version = version
            self.basename = basename
            self.label = label
        }
    }

    /// What is taken of the newest version; nil when nothing of it fits.
    package var selected: VariantCandidate? { candidates.first { $0.rank == 1 } }

    /// The namespace's lists.
    package func namespace(_ name: String) -> Namespace? { namespaces.first { $0.name == name } }
}

/// A file of a release, judged.
package struct VariantCandidate: Sendable, Hashable {
    package var basename: String
    /// The index or find-links location.
    package var source: String
    package var size: UInt64?
    package var kind: Kind
    /// What it was built for, as its metadata declares it.
    package var properties: VariantProperties
    package var fate: Fate

    package enum Kind: Sendable, Hashable {
        case variant(VariantLabel)
        /// A wheel without label.
        case wheel
        case source
    }

    package enum Fate: Sendable, Hashable {
        /// `rank` counts from 1. `supported` is what of the properties the host has, `abi` what it asks of
        /// versions of other packages, and `lead` why it comes before the next one.
        case fits(rank: Int, supported: VariantProperties, abi: [String], lead: VariantLead?)
        /// The host lacks all values of these features.
        case lacks([UnsupportedFeature])
        /// A preference or its metadata is in the way; reads on from the file's name.
        case refused(String)
        /// It is for another platform or Python, or withdrawn, whatever the host's hardware.
        case unsuitable(String)
    }

    package var label: VariantLabel? {
        if case .variant(let label) = kind { label } else { nil }
    }

    package var rank: Int? {
        if case .fits(let rank, _, _, _) = fate { rank } else { nil }
    }
}

/// Why one file comes before the next that fits.
package enum VariantLead: Sendable, Hashable {
    /// This property decides, over the other file's, if it has one there (V-094).
    case property(VariantProperty, over: VariantProperty?)
    /// Their properties weigh the same, and labels are taken in ascending order.
    case label
    /// A variant comes before a wheel that is none (V-095).
    case variant
    /// A wheel comes before a source distribution.
    case wheel
    /// Wheels of one build: the platform tag, then the build number.
    case tags
    /// An earlier index is taken from as long as it has anything that fits (V-151).
    case index
    /// Of labels of a map that weigh the same, the one with the newest release.
    case release
    /// Of labels of a map that weigh the same, the first in its file.
    case order
}

/// A change with which a better variant would be taken.
package struct VariantUnlock: Sendable, Hashable {
    package var label: VariantLabel
    /// What the host lacks for it.
    package var features: [UnsupportedFeature]
    /// In words, a noun phrase: `an NVIDIA driver for CUDA 13.0 or newer`.
    package var change: String
    /// It is the hardware or a driver that would have to be another. Otherwise a provider could not be asked, and
    /// nobody knows whether the hardware is there.
    package var isAboutHost: Bool

    package init(
        label: VariantLabel, features: [UnsupportedFeature], change: String, isAboutHost: Bool = true
    ) {
        self.label = label
        self.features = features
        self.change = change
        self.isAboutHost = isAboutHost
    }
}
