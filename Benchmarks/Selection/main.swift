// How long it takes to choose among the variants of a release: `swift run -c release selection-bench`.
//
// 200 variants of 100 values each, beside a host list of 120 values. In one case every variant fits and has to be
// ranked; in the other none does, so that every value is looked up in vain.
import Installer
import VariantProviders

func metadata(firstValue: Int) -> VariantMetadata {
    var variants: [VariantLabel: VariantProperties] = [.null: VariantProperties()]
    for number in 0..<200 {
        let values = (0..<100).map { "\(firstValue + (number + $0) % 120)_real" }
        variants[VariantLabel("v\(number)")!] = VariantProperties(["gpu": ["arch": values]])
    }
    return VariantMetadata(schema: VariantMetadata.schema850, namespaces: ["gpu"], variants: variants)
}

let supported = SupportedProperties(
    features: ["gpu": [VariantFeature("arch", (0..<120).reversed().map { "\(100 + $0)_real" })]])
let name = PackageName("demo")!

for (what, firstValue, fitting) in [("all fit", 100, 201), ("none fits", 500, 1)] {
    let metadata = metadata(firstValue: firstValue)
    let labels = Set(metadata.variants.keys)
    var times: [Duration] = []
    for _ in 0..<200 {
        var selection: VariantSelection?
        times.append(
            ContinuousClock().measure {
                selection = VariantSelection(metadata, labels: labels, supported: supported, package: name)
            })
        precondition(selection?.ranked.count == fitting)
    }
    times.sort()
    let microseconds = times.map { Int($0 / .microseconds(1)) }
    print("200 variants x 100 values, \(what): median \(microseconds[100]) µs, best \(microseconds[0]) µs")
}
