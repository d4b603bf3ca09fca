/// Tells the changes that installing and removing environments makes to cached files from those that
/// somebody else may have made.
///
/// A cached file changes (its ctime does) whenever a link to it is made or removed. The store knows when it
/// made its own links (`CheckMark`), not when environments were removed. But a removal is easy to know: it
/// takes a name from every file of the wheels it touches, one file right after the other. So the changes of
/// all wheels together are put in the order of their times and cut where nothing happened for a while; a
/// run that covers whole wheels, and left each of its files with fewer names than at the last check, was a
/// removal. Every other changed file is doubtful, and is compared with its digest.
struct ChangeDoubts {
    /// A file that changed since its wheel was last checked.
    struct Change: Sendable {
        let file: Int
        /// Nanoseconds since 1970.
        let ctime: Int64
        let hasFewerNames: Bool
    }

    /// `changes` of each wheel, and how many files it has. Returns the files to compare, for each wheel.
    static func doubtful(_ changes: [[Change]], fileCounts: [Int]) -> [[Int]] {
        var events: [(ctime: Int64, wheel: Int, file: Int)] = []
        var doubtful = [[Int]](repeating: [], count: changes.count)
        for (wheel, list) in changes.enumerated() {
            for change in list {
                if change.hasFewerNames {
                    events.append((change.ctime, wheel, change.file))
                } else {
                    doubtful[wheel].append(change.file)
                }
            }
        }
        events.sort { $0.ctime < $1.ctime }
        var start = 0
        for index in events.indices {
            let isLast = index + 1 == events.count || events[index + 1].ctime - events[index].ctime > pause
            guard isLast else { continue }
            let run = events[start...index]
            if !isRemoval(run.map(\.wheel), fileCounts) {
                for event in run { doubtful[event.wheel].append(event.file) }
            }
            start = index + 1
        }
        return doubtful
    }

    /// Of nearly all the wheels that are touched, nearly all files are.
    private static func isRemoval(_ wheels: [Int], _ fileCounts: [Int]) -> Bool {
        var touched: [Int: Int] = [:]
        for wheel in wheels { touched[wheel, default: 0] += 1 }
        let covered = touched.filter { wheel, count in count * 10 >= fileCounts[wheel] * 8 }
        return covered.count * 10 >= touched.count * 8
    }

    /// A removal that rests for longer counts as two: some ticks of the clock that file systems use.
    private static let pause: Int64 = 40_000_000
}
