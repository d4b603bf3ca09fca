/// Pages and metadata for a resolution: each asked for once, early, and waited for when needed.
///
/// Belongs to the thread that resolves. Answers come in on other threads; they are put in a row and
/// dealt with here, so that whoever waits for one answer also makes use of all others.
final class DistributionSupply {
    private let source: any DistributionSource
    private let rules: CandidateRules
    /// Tells what the host supports; nil when no variant wheels are taken.
    private let host: VariantHost?
    private let arrivals = Monitor<[Arrival]>([])
    private var lists: [Place: CandidateList] = [:]
    private var askedPages: Set<Place> = []
    private var failedPages: [Place: any Error] = [:]
    private var awaited = 0
    /// The indexes of labels that were chosen: a label asked for of a package there was that of the index, and is
    /// none of its wheels.
    var labelled: Set<String> = []

    /// Told of each page, each metadata (of the alternative with that number) when they arrive, and of each
    /// release whose variants have become known.
    var onPage: (CandidateList) -> Void = { _ in }
    var onMetadata: (CandidateList, Int, Int) -> Void = { _, _, _ in }
    var onVariants: (CandidateList, Int) -> Void = { _, _ in }

    /// A package and where it comes from.
    struct Place: Hashable, Sendable {
        var name: PackageName
        /// The URL of the one index; nil: the ordinary ones.
        var index: String?
        /// Where that has no such package, the ordinary ones are asked.
        var fallsBack = false
        /// It is the index of a label of a map.
        var isOfLabel = false
    }

    private enum Arrival: Sendable {
        case page(Place, Result<PackagePage, any Error>)
        case metadata(Place, Int, alternative: Int, Result<CoreMetadata, any Error>)
        case variants(Place, Int, Result<VariantOffer.Finding, any Error>)
    }

    init(source: any DistributionSource, rules: CandidateRules, host: VariantHost?) {
        self.source = source
        self.rules = rules
        self.host = host
    }

    /// A package whose only candidate is an archive; no index is asked for it.
    func provide(_ file: IndexFile, for name: PackageName) {
        let place = Place(name: name)
        askedPages.insert(place)
        lists[place] = CandidateList(place, PackagePage(name: name, files: [file]), rules)
    }

    // MARK: Asking

    func askPage(_ place: Place) {
        guard askedPages.insert(place).inserted else { return }
        awaited += 1
        let arrivals = arrivals
        page(place).whenComplete { result in
            arrivals.withLock { $0.append(.page(place, result)) }
            arrivals.signal()
        }
    }

    private func page(_ place: Place) -> Future<PackagePage> {
        var page = source.page(for: place.name, from: place.index)
        if place.isOfLabel {
            // Storage servers, on which such indexes lie, say so of everything that they do not have.
            page = page.recover { error in
                guard let error = error as? IndexError, error.problem == .status(403), !error.hasCredentials
                else { throw error }
                return Future(value: .missing(place.name, .unknown(indexes: [place.index ?? ""])))
            }
        }
        guard place.fallsBack else { return page }
        let source = source
        return page.flatMap { page in
            let isAbsent = page.isMissing && page.absence != .offline
            return isAbsent ? source.page(for: place.name, from: nil) : Future(value: page)
        }
    }

    /// Asks for the metadata of a release that has a usable file.
    func askMetadata(_ list: CandidateList, _ index: Int) {
        let release = list.release(index)
        if let alternatives = release.boundAlternatives {
            for (number, alternative) in alternatives.enumerated() {
                guard case .unasked = alternative.metadata else { continue }
                alternative.metadata = .asked
                take(source.metadata(for: alternative.file), list.place, index, number)
            }
            return
        }
        guard case .unasked = release.metadata, let file = release.teller ?? release.file else { return }
        release.metadata = .asked
        take(metadata(of: file, beside: release.variants?.wheels ?? []), list.place, index, 0)
    }

    /// Of all environments: with what the builds for certain hardware require, each where it is taken.
    private func metadata(of file: IndexFile, beside variants: [IndexFile]) -> Future<CoreMetadata> {
        let own = source.metadata(for: file)
        let others = variants.filter { $0 != file && $0.indexURL == file.indexURL }
        if others.isEmpty { return own }
        var asked: [MetadataOffer: Future<CoreMetadata>] = [:]
        if case .available(_?) = file.metadata { asked[file.metadata] = own }
        let answers = others.map { other in
            if let same = asked[other.metadata] { return same }
            let answer = source.metadata(for: other).recover { error in
                // A build that is at fault does not cost the others their release.
                guard case .badMetadata? = ResolverDriver.exclusion(error, other) else { throw error }
                return own
            }
            if case .available(_?) = other.metadata { asked[other.metadata] = answer }
            return answer
        }
        let labels = ([file] + others).map { $0.filename.variantLabel.flatMap { VariantLabel($0) } }
        return Future.all([own] + answers).map { metadata in
            VariantRequirements.combined(
                zip(labels, metadata).map { VariantRequirements.Build(label: $0, metadata: $1) })
        }
    }

    private func take(
        _ metadata: Future<CoreMetadata>, _ place: Place, _ index: Int, _ alternative: Int
    ) {
        awaited += 1
        let arrivals = arrivals
        metadata.whenComplete { result in
            arrivals.withLock { $0.append(.metadata(place, index, alternative: alternative, result)) }
            arrivals.signal()
        }
    }

    /// Asks what the variants of a release are and which of them the host supports, source after source.
    func askVariants(_ list: CandidateList, _ index: Int) {
        let release = list.release(index)
        guard release.isPending, let offer = release.offer, !offer.isAsked else { return }
        offer.isAsked = true
        askFurther(list, index, offer)
    }

    private func askFurther(_ list: CandidateList, _ index: Int, _ offer: VariantOffer) {
        guard let host, let question = offer.question(rules) else {
            list.release(index).settle(offer)
            onVariants(list, index)
            return
        }
        awaited += 1
        let arrivals = arrivals
        let place = list.place
        let labels = offer.askedLabels(rules)
        source.variants(of: question).flatMap { answer in
            guard let metadata = answer.metadata else {
                return Future(value: VariantOffer.Finding(answer: answer, supported: nil))
            }
            var namespaces: Set<String> = []
            for label in labels {
                if let properties = metadata.variants[label] {
                    namespaces.formUnion(properties.namespaces.keys)
                }
            }
            return host.supported(for: metadata, namespaces: namespaces).map {
                VariantOffer.Finding(answer: answer, supported: $0)
            }
        }.whenComplete { result in
            arrivals.withLock { $0.append(.variants(place, index, result)) }
            arrivals.signal()
        }
    }

    // MARK: Waiting

    /// The packages of which files were left out because nobody knows when they were uploaded.
    var packagesWithoutUploadTimes: [PackageName] {
        lists.values.filter(\.lacksUploadTimes).map(\.name).sorted()
    }

    /// The list of the package if it is here.
    func listIfHere(_ place: Place) -> CandidateList? { lists[place] }

    func list(of place: Place) throws -> CandidateList {
        askPage(place)
        while true {
            if let list = lists[place] { return list }
            if let error = failedPages[place] { throw error }
            takeArrivals(blocking: true)
        }
    }

    func metadata(
        _ list: CandidateList, _ index: Int, alternative: Int = 0
    ) -> Result<CoreMetadata, any Error> {
        askMetadata(list, index)
        let release = list.release(index)
        let bound = release.boundAlternatives?[alternative]
        while true {
            if case .here(let result) = bound?.metadata ?? release.metadata { return result }
            takeArrivals(blocking: true)
        }
    }

    /// Waits until it is known how the release can be taken.
    func settleVariants(_ list: CandidateList, _ index: Int) throws {
        askVariants(list, index)
        let release = list.release(index)
        while release.isPending { takeArrivals(blocking: true) }
        if let failure = release.offer?.failure { throw failure }
    }

    /// What the variants of a release are, whatever the host; nil when that cannot be told.
    func variantMetadata(_ release: VariantRelease) throws -> VariantMetadata? {
        try source.variants(of: release).wait().metadata
    }

    /// Deals with what has come in, and waits for something if `blocking`.
    func takeArrivals(blocking: Bool) {
        if awaited == 0 {
            precondition(!blocking, "nothing is on its way")
            return
        }
        let batch = arrivals.wait(while: { blocking && $0.isEmpty }) { row in
            defer { row = [] }
            return row
        }
        awaited -= batch.count
        for arrival in batch {
            switch arrival {
            case .page(let place, .success(let page)):
                var rules = rules
                if let index = place.index, labelled.contains(index) {
                    rules.variants?.labels[place.name] = nil
                }
                let list = CandidateList(place, page, rules)
                lists[place] = list
                onPage(list)
            case .page(let place, .failure(let error)): failedPages[place] = error
            case .metadata(let place, let index, let alternative, let result):
                guard let list = lists[place] else { continue }
                if let bound = list.release(index).boundAlternatives {
                    bound[alternative].metadata = .here(result)
                } else {
                    list.release(index).metadata = .here(result)
                }
                onMetadata(list, index, alternative)
            case .variants(let place, let index, let result):
                guard let list = lists[place], let offer = list.release(index).offer else { continue }
                offer.take(result, rules)
                askFurther(list, index, offer)
            }
        }
    }
}
