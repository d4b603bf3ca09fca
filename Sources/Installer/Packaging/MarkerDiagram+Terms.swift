// From markers to diagrams.
extension MarkerDiagram {
    mutating func id(of marker: Marker) -> ID {
        // A marker built to explode (PEP 508 sets no bounds) is taken as one opaque condition.
        bounded { $0.build(marker) } ?? condition(marker, isExtra: false)
    }

    private mutating func build(_ marker: Marker) -> ID {
        if isExhausted { return Self.never }
        switch marker {
        case .term(let term): return id(of: term)
        case .and(let parts): return reduced(parts[...]) { $0.and($1, $2) }
        case .or(let parts): return reduced(parts[...]) { $0.or($1, $2) }
        }
    }

    private mutating func reduced(
        _ parts: ArraySlice<Marker>, _ combine: (inout MarkerDiagram, ID, ID) -> ID
    ) -> ID {
        if isExhausted { return Self.never }
        if parts.count == 1 { return build(parts[parts.startIndex]) }
        let middle = parts.startIndex + parts.count / 2
        let left = reduced(parts[..<middle], combine)
        let right = reduced(parts[middle...], combine)
        return isExhausted ? Self.never : combine(&self, left, right)
    }

    private mutating func id(of term: MarkerTerm) -> ID {
        switch term.subject {
        case .variable(.pythonVersion), .variable(.pythonFullVersion): return python(term)
        case .variable(let variable) where variable.isVersion:
            guard let specifier = term.specifier else { return opaque(term) }
            return ordered(
                Variable(rank: .version, name: variable.rawValue), VersionRanges(specifier).betweenReleases)
        case .variable(let variable): return text(term, variable.rawValue)
        case .variantLabel:
            let variable = Variable.label(in: term.scope)
            if let scope = term.scope { note(scope, of: variable) }
            return text(term, variable.name)
        case .extra:
            switch term.op {
            case .equal, .lessOrEqual, .greaterOrEqual: return positive(term, .equal, isExtra: true)
            case .notEqual: return not(positive(term, .equal, isExtra: true))
            case .within, .notWithin: return opaque(term)
            case .less, .greater, .compatible, .arbitrary: return Self.never
            }
        case .extras, .dependencyGroups: return opaque(term)
        case .variantProperties, .variantFeatures, .variantNamespaces:
            // What no wheel can declare is in no set (V-135).
            if term.variantParts == nil { return term.op == .within ? Self.never : Self.always }
            return opaque(term)
        }
    }

    /// A term that is a variable of its own; `not in` is the negation of `in`.
    private mutating func opaque(_ term: MarkerTerm) -> ID {
        switch term.op {
        case .notWithin: not(positive(term, .within, isExtra: false))
        case .notEqual: not(positive(term, .equal, isExtra: false))
        default: condition(.term(term), isExtra: false)
        }
    }

    private mutating func positive(_ term: MarkerTerm, _ op: MarkerTerm.Operator, isExtra: Bool) -> ID {
        let positive = MarkerTerm(
            term.subject, op, term.value, isReversed: term.isReversed, scope: term.scope)
        return condition(.term(positive), isExtra: isExtra)
    }

    private mutating func text(_ term: MarkerTerm, _ name: String) -> ID {
        let variable = Variable(rank: .text, name: name)
        switch term.op {
        case .equal, .lessOrEqual, .greaterOrEqual:
            return make(variable, .texts([term.value], children: [Self.always], other: Self.never))
        case .notEqual:
            return make(variable, .texts([term.value], children: [Self.never], other: Self.always))
        case .less, .greater, .compatible, .arbitrary: return Self.never
        case .within, .notWithin: return opaque(term)
        }
    }

    private mutating func ordered(_ variable: Variable, _ ranges: VersionRanges) -> ID {
        let first = ranges.startsInside ? Self.always : Self.never
        let children = (0...ranges.places.count).map { $0 % 2 == 0 ? first : 1 - first }
        return make(variable, .ordered(places: ranges.places, children: children))
    }

    // MARK: Python

    private mutating func python(_ term: MarkerTerm) -> ID {
        let isMinor = term.subject == .variable(.pythonVersion)
        if let specifier = term.specifier {
            return ordered(
                .python,
                isMinor
                    ? PythonLine.minors(VersionRanges(specifier))
                    : PythonLine.releases(VersionRanges(specifier)))
        }
        switch term.op {
        case .within, .notWithin:
            guard isMinor, !term.isReversed, let minors = PythonLine.minors(within: term.value) else {
                return opaque(term)
            }
            let id = ordered(.python, minors)
            return term.op == .within ? id : not(id)
        case .compatible where term.isReversed: return opaque(term)
        // A text that is no version equals no Python version.
        case .notEqual: return Self.always
        default: return Self.never
        }
    }

    mutating func python(_ ranges: VersionRanges) -> ID { ordered(.python, PythonLine.releases(ranges)) }
}

/// The versions of Python as one line on which `python_version` and `python_full_version` are the same
/// variable: its points are the releases `X.Y.Z`. A pre-release counts as its release, as it does for
/// `Requires-Python` in other installers.
enum PythonLine {
    /// The releases whose full version is in `ranges`, as ranges whose places are releases.
    static func releases(_ ranges: VersionRanges) -> VersionRanges {
        ranges.mapPlaces { place in
            guard place.epoch == 0 else { return nil }
            let release = Version(release: [place.major, place.minor, place.patch])
            return place <= release ? release : Version(release: [place.major, place.minor, place.patch + 1])
        }
    }

    /// The releases `X.Y.*` whose `X.Y` is in `ranges`.
    static func minors(_ ranges: VersionRanges) -> VersionRanges {
        ranges.mapPlaces { place in
            guard place.epoch == 0 else { return nil }
            let minor = Version(release: [place.major, place.minor])
            return place <= minor ? minor : Version(release: [place.major, place.minor + 1])
        }
    }

    /// The minors `X.Y` whose text is a part of `text`, as `python_version in '2.7 3.6'` means it. Nil for
    /// a text too long to look through.
    static func minors(within text: String) -> VersionRanges? {
        let bytes = Array(text.utf8)
        guard bytes.count <= 256 else { return nil }
        var found: Set<Version> = []
        for dot in bytes.indices where bytes[dot] == UInt8(ascii: ".") {
            var start = dot
            while start > 0, NameRules.isDigit(bytes[start - 1]), dot - start < 4 {
                start -= 1
                var end = dot + 1
                while end < bytes.count, NameRules.isDigit(bytes[end]), end - dot < 5 {
                    end += 1
                    let part = String(decoding: bytes[start..<end], as: UTF8.self)
                    // `3.01` is no minor's text.
                    if let version = Version(part), version.description == part { found.insert(version) }
                }
            }
        }
        return VersionRanges.union(
            of: found.map { VersionRanges.between($0, Version(release: [$0.major, $0.minor + 1])) })
    }
}

extension VersionRanges {
    /// For variables other than Python: places before and after what `<` and `>` name, so that every set
    /// has one form and can be written with those operators. Pre- and post-releases of a named version
    /// count as that version.
    fileprivate var betweenReleases: VersionRanges {
        mapPlaces { place in
            if let last = place.local.last {
                return last == .mark ? place.with(post: .max, local: []) : place.withoutLocal
            }
            guard place.dev == 0 else { return place }
            if place.post == 0 { return place.with(post: .max, dev: .some(nil)) }
            if place.post != nil { return place }
            guard let pre = place.pre else { return place.with(dev: .some(nil)) }
            if pre.number == 0 { return place }
            return place.with(
                pre: Prerelease(kind: pre.kind, number: pre.number - 1), post: .max, dev: .some(nil))
        }
    }

    /// Moves the places; the order must stay. A place moved to nil is beyond the end of the line.
    fileprivate func mapPlaces(_ move: (Version) -> Version?) -> VersionRanges {
        var result: [VersionRanges] = []
        for interval in intervals {
            let lower = interval.lower.map(move)
            if case .some(nil) = lower { continue }
            let upper = interval.upper.flatMap(move)
            switch (lower ?? nil, upper) {
            case (nil, nil): return .full
            case (nil, let upper?): result.append(.before(upper))
            case (let lower?, nil): result.append(.from(lower))
            case (let lower?, let upper?): result.append(.between(lower, upper))
            }
        }
        return .union(of: result)
    }
}
