/// Pages and metadata for a resolution: each asked for once, early, and waited for when needed.
///
/// Belongs to the thread that resolves. Answers come in on other threads; they are put in a row and
/// dealt with here, so that whoever waits for one answer also makes use of all others.
final class DistributionSupply {
    private let source: any DistributionSource
    private let rules: CandidateRules
    private let arrivals = Monitor<[Arrival]>([])
    private var lists: [PackageName: CandidateList] = [:]
    private var askedPages: Set<PackageName> = []
    private var failedPages: [PackageName: any Error] = [:]
    private var awaited = 0

    /// Told of each page and each metadata when they arrive.
    var onPage: (CandidateList) -> Void = { _ in }
    var onMetadata: (CandidateList, Int) -> Void = { _, _ in }

    private enum Arrival: Sendable {
        case page(PackageName, Result<PackagePage, any Error>)
        case metadata(PackageName, Int, Result<CoreMetadata, any Error>)
    }

    init(source: any DistributionSource, rules: CandidateRules) {
        self.source = source
        self.rules = rules
    }

    /// A package whose only candidate is an archive; no index is asked for it.
    func provide(_ file: IndexFile, for name: PackageName) {
        askedPages.insert(name)
        lists[name] = CandidateList(name, PackagePage(name: name, files: [file]), rules)
    }

    // MARK: Asking

    func askPage(_ name: PackageName) {
        guard askedPages.insert(name).inserted else { return }
        awaited += 1
        let arrivals = arrivals
        source.page(for: name).whenComplete { result in
            arrivals.withLock { $0.append(.page(name, result)) }
            arrivals.signal()
        }
    }

    /// Asks for the metadata of a release that has a usable file.
    func askMetadata(_ list: CandidateList, _ index: Int) {
        let release = list.release(index)
        guard case .unasked = release.metadata, let file = release.file else { return }
        release.metadata = .asked
        awaited += 1
        let arrivals = arrivals
        let name = list.name
        source.metadata(for: file).whenComplete { result in
            arrivals.withLock { $0.append(.metadata(name, index, result)) }
            arrivals.signal()
        }
    }

    // MARK: Waiting

    /// The packages of which files were left out because nobody knows when they were uploaded.
    var packagesWithoutUploadTimes: [PackageName] {
        lists.values.filter(\.lacksUploadTimes).map(\.name).sorted()
    }

    /// The list of the package if it is here.
    func listIfHere(_ name: PackageName) -> CandidateList? { lists[name] }

    func list(of name: PackageName) throws -> CandidateList {
        askPage(name)
        while true {
            if let list = lists[name] { return list }
            if let error = failedPages[name] { throw error }
            takeArrivals(blocking: true)
        }
    }

    func metadata(_ list: CandidateList, _ index: Int) -> Result<CoreMetadata, any Error> {
        askMetadata(list, index)
        let release = list.release(index)
        while true {
            if case .here(let result) = release.metadata { return result }
            takeArrivals(blocking: true)
        }
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
            case .page(let name, .success(let page)):
                let list = CandidateList(name, page, rules)
                lists[name] = list
                onPage(list)
            case .page(let name, .failure(let error)): failedPages[name] = error
            case .metadata(let name, let index, let result):
                guard let list = lists[name] else { continue }
                list.release(index).metadata = .here(result)
                onMetadata(list, index)
            }
        }
    }
}
