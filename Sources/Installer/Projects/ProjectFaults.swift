/// All that is wrong in the documents of a workspace.
package struct ProjectFaults: Diagnosable, Hashable {
    /// One for each document with faults, in the order in which they were read.
    package let documents: [TOMLErrors]

    /// Faults of one document that were found apart become one entry.
    package init(_ documents: [TOMLErrors]) {
        var merged: [TOMLErrors] = []
        for document in documents {
            guard let place = merged.firstIndex(where: { $0.file == document.file }) else {
                merged.append(document)
                continue
            }
            let known = merged[place]
            merged[place] = TOMLErrors(
                file: known.file,
                faults: (known.faults + document.faults).sorted { $0.snippet.position < $1.snippet.position },
                omitted: known.omitted + document.omitted)
        }
        self.documents = merged
    }

    package var diagnostic: Diagnostic {
        if documents.count == 1 { return documents[0].diagnostic }
        return Diagnostic(
            "Failed to read the projects of the workspace",
            causes: documents.flatMap { document in
                let diagnostic = document.diagnostic
                return [diagnostic.message] + diagnostic.causes
            })
    }
}
