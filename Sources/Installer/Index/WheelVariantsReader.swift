/// Combines the variant metadata of a release from its wheels, for sources without a variants file (V-078): of
/// each label one wheel is asked, and only for its `variant.json`.
final class WheelVariantsReader: Sendable {
    private let members: WheelMemberFetcher
    private let pool: WorkerPool
    private let wheels = Memo<String, Reading>()

    /// What a wheel says of itself.
    private enum Reading: Sendable {
        case metadata(VariantMetadata)
        /// Why it has to be left out.
        case unusable(Diagnostic)
    }

    init(members: WheelMemberFetcher, pool: WorkerPool) {
        self.members = members
        self.pool = pool
    }

    func variants(of release: VariantRelease) -> Future<VariantAnswer> {
        var chosen: [String: IndexFile] = [:]
        for file in release.wheels {
            guard let label = file.wheel?.variantLabel, chosen[label] == nil else { continue }
            chosen[label] = file
        }
        let files = chosen.sorted { $0.key < $1.key }.map(\.value)
        let readings = files.map { file in
            wheels.value(for: "\(file.basename) \(file.url)") { read(file) }
        }
        return Future.all(readings).map { Self.combined(Array(zip(files, $0)), release) }
    }

    // MARK: One wheel

    private func read(_ file: IndexFile) -> Future<Reading> {
        guard let wheel = file.wheel else {
            return Future(error: Diagnostic("`\(file.basename)` is not a wheel"))
        }
        return pool.run { () -> Future<Reading> in
            if !file.url.hasPrefix("file:"), let bytes = self.members.cached(.variant, of: file),
                let metadata = try? WheelVariant.metadata(bytes, of: wheel)
            {
                return Future(value: .metadata(metadata))
            }
            return self.members.content(.variant, of: file, wheel).map(on: self.pool) { bytes in
                .metadata(try WheelVariant.metadata(bytes, of: wheel))
            }.recover { error in
                // What is wrong with the wheel concerns the wheel, and so does that there is none; that it cannot be
                // had for now is another matter.
                guard error is WheelError || error is ZipError || Self.isGone(error) else { throw error }
                return Future(value: .unusable(Diagnostic(describing: error)))
            }
        }.flatMap { $0 }
    }

    private static func isGone(_ error: any Error) -> Bool {
        guard let error = error as? IndexError else { return false }
        return error.problem == .status(404) || error.problem == .status(410)
    }

    // MARK: All of them

    /// V-062; the order of the wheels does not matter.
    private static func combined(
        _ readings: [(file: IndexFile, reading: Reading)], _ release: VariantRelease
    ) -> VariantAnswer {
        var faults: [Diagnostic] = []
        var used: [(file: IndexFile, metadata: VariantMetadata)] = []
        var whole: VariantMetadata?
        for (file, reading) in readings {
            switch reading {
            case .unusable(let fault): faults.append(fault)
            case .metadata(let metadata):
                do {
                    whole = try whole.map { try $0.combined(with: metadata) } ?? metadata
                } catch {
                    let other = used.first { (try? $0.metadata.combined(with: metadata)) == nil }
                    let clash = inconsistency(release, other?.file, file, Diagnostic(describing: error))
                    return VariantAnswer(metadata: nil, faults: faults + [clash])
                }
                used.append((file, metadata))
            }
        }
        return VariantAnswer(metadata: whole, faults: faults)
    }

    private static func inconsistency(
        _ release: VariantRelease, _ first: IndexFile?, _ second: IndexFile, _ reason: Diagnostic
    ) -> Diagnostic {
        let wheels = [first, second].compactMap { $0.map { "`\($0.basename)`" } }.joined(separator: " and ")
        return Diagnostic(
            "The variant wheels of `\(release.name)==\(release.version)` contradict each other",
            causes: ["the `variant.json` of \(wheels) do not fit together", reason.message] + reason.causes)
    }
}
