/// What `list` and `freeze` show: the distributions of an environment, by name.
package func listInstalled(_ request: ListRequest, in session: Session) throws -> ListReport {
    let environment = try session.environment(for: request.target, preference: .any)
    let site = try SitePackages(environment)
    for entry in site.unreadable {
        session.reporter.warning(
            Diagnostic("Failed to read the installed distribution at `\(entry.path)`", causes: [entry.why]))
    }
    var listed: [ListedDistribution] = []
    for distribution in site.distributions where !request.excluding.contains(distribution.name) {
        let direct = distribution.directURL
        let editable = distribution.editableProject
        switch request.editables {
        case .include: break
        case .exclude: if editable != nil { continue }
        case .only: if editable == nil { continue }
        }
        listed.append(
            ListedDistribution(
                name: distribution.name, version: distribution.version, editableLocation: editable,
                url: direct?.requirementURL,
                variant: request.tellsVariants ? distribution.variantLabel : nil))
    }
    return ListReport(environment: EnvironmentSummary(environment), distributions: listed)
}

extension DirectURL {
    /// The URL as a requirement names it: `git+https://…@commit#subdirectory=…`.
    var requirementURL: String {
        var text = url
        if case .revision(let system, _, let commit) = source { text = "\(system)+\(url)@\(commit)" }
        if let subdirectory { text += "#subdirectory=\(subdirectory)" }
        return text
    }
}
