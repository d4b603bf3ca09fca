import Testing

@testable import Installer

struct PlatformTagsTests {
    /// `linux x86_64 glibc 2.36` and the like, as the vectors name platforms.
    static func platform(_ name: String) -> TargetPlatform {
        let words = name.split(separator: " ").map(String.init)
        let numbers = words.last!.split(separator: ".").compactMap { Int($0) }
        switch words[0] {
        case "linux":
            switch words[2] {
            case "glibc": return .linux(machine: words[1], libc: .glibc(major: numbers[0], minor: numbers[1]))
            case "musl": return .linux(machine: words[1], libc: .musl(major: numbers[0], minor: numbers[1]))
            default: return .linux(machine: words[1], libc: .unknown)
            }
        case "macos": return .macOS(major: numbers[0], minor: numbers[1], machine: words[1])
        case "windows": return .windows(machine: words[1])
        case "ios": return .iOS(major: numbers[0], minor: numbers[1], multiarch: words[1])
        default: return .android(apiLevel: numbers[0], machine: words[1])
        }
    }

    @Test func listsAsPackagingDoes() throws {
        let rows = try PackagingVectors.rows("tags")
        var platforms: [String: [String]] = [:]
        for row in rows {
            let kind = row[0] as! String
            if kind == "platform" {
                let name = row[1] as! String
                platforms[name] = (row[2] as! [String])
                #expect(Self.platform(name).tags == row[2] as! [String], "\(name)")
                continue
            }
            let name = row[6] as! String
            let tags = PlatformTags(
                python: (3, row[1] as! Int), implementation: row[2] as! String, freeThreaded: row[3] as! Bool,
                debug: row[4] as! Bool, genericABI: row[5] as? String, platform: Self.platform(name))
            let expected = (row[7] as! [String]).flatMap { tag in
                tag.hasSuffix("-*") ? platforms[name]!.map { tag.dropLast() + $0 } : [tag]
            }
            #expect(tags.all == expected, "\(row[2]) 3.\(row[1]) on \(name)")
            // A wheel's rank is the place of its tag in the list.
            for place in stride(from: 0, to: expected.count, by: 37) {
                let wheel = try WheelFilename(parsing: "foo-1.0-\(expected[place]).whl")
                #expect(
                    tags.rank(of: wheel) == expected.firstIndex(of: expected[place]), "\(expected[place])")
            }
        }
    }

    @Test func ranksCompressedTags() throws {
        let linux = TargetPlatform.linux(machine: "x86_64", libc: .glibc(major: 2, minor: 28))
        let tags = PlatformTags(python: (3, 12), platform: linux)
        func rank(_ tag: String, _ tags: PlatformTags = tags) -> Int? {
            tags.rank(of: try! WheelFilename(parsing: "foo-1.0-\(tag).whl"))
        }
        #expect(
            rank("cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64")! < rank(
                "cp312-abi3-manylinux2014_x86_64")!)
        #expect(
            rank("cp312-cp312-manylinux2014_x86_64.manylinux_2_28_x86_64")
                == rank("cp312-cp312-manylinux_2_28_x86_64"))
        #expect(rank("cp39-abi3-manylinux1_x86_64") != nil)
        #expect(rank("cp32-abi3-manylinux1_x86_64") != nil)
        #expect(rank("cp31-abi3-manylinux1_x86_64") == nil)
        #expect(rank("cp313-abi3-manylinux1_x86_64") == nil)
        #expect(rank("cp39-cp39-manylinux1_x86_64") == nil)
        #expect(rank("py2-none-any") == nil)
        #expect(rank("py2.py3-none-any") == rank("py3-none-any"))
        #expect(rank("cp312-cp312-manylinux_2_31_x86_64") == nil)
        let threaded = PlatformTags(python: (3, 14), freeThreaded: true, platform: linux)
        #expect(rank("cp314-abi3-manylinux1_x86_64", threaded) == nil)
        #expect(rank("cp314-cp314-manylinux1_x86_64", threaded) == nil)
        #expect(rank("cp314-cp314t-manylinux1_x86_64", threaded) == 26)
        #expect(rank("cp312-abi3t-manylinux1_x86_64", threaded) != nil)
        #expect(rank("py3-none-any", threaded) != nil)

        func mismatch(_ tag: String) -> PlatformTags.Mismatch? {
            tags.mismatch(of: try! WheelFilename(parsing: "foo-1.0-\(tag).whl"))
        }
        #expect(mismatch("cp39-cp39-manylinux1_x86_64") == .python(wheel: "cp39"))
        #expect(mismatch("cp312-cp312t-manylinux1_x86_64") == .abi(wheel: "cp312t"))
        #expect(mismatch("cp312-cp312-win_amd64") == .platform(wheel: "win_amd64"))
        #expect(mismatch("py3-none-any") == nil)
        for name in TargetPlatform.names {
            #expect(TargetPlatform(named: name)?.tags.isEmpty == false, "\(name)")
        }
        #expect(TargetPlatform(named: "amiga") == nil)
        #expect(TargetPlatform(named: "x86_64-manylinux_2_40")?.tags.first == "manylinux_2_40_x86_64")
    }
}
