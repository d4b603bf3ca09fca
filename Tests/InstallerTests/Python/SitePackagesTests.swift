import Foundation
import Testing

@testable import Installer

@Suite struct SitePackagesTests {
    @Test func names() {
        let rows: [(String, InstalledName.Form?, String?, String?)] = [
            ("flask-3.0.0.dist-info", .distInfo, "flask", "3.0.0"),
            ("typing_extensions-4.9.0.dist-info", .distInfo, "typing-extensions", "4.9.0"),
            ("Zope.Interface-6.1.dist-info", .distInfo, "zope-interface", "6.1"),
            ("a-b-1.0.dist-info", .distInfo, "a-b", "1.0"),
            ("a-1.0-1.dist-info", .distInfo, "a", "1.0.post1"),
            ("torch-2.5.0+cu121.dist-info", .distInfo, "torch", "2.5.0+cu121"),
            ("nover.dist-info", .distInfo, nil, nil), ("x-y.dist-info", .distInfo, nil, nil),
            ("wheel-0.38.4-py3.11.egg-info", .eggInfo, "wheel", "0.38.4"),
            ("python_apt-2.6.0.egg-info", .eggInfo, "python-apt", "2.6.0"),
            ("demo.egg-info", .eggInfo, "demo", nil),
            ("demo.egg-link", .eggLink, "demo", nil), ("~lask-3.0.0.dist-info", nil, nil, nil),
            (".dist-info", nil, nil, nil), ("flask", nil, nil, nil), ("info", nil, nil, nil),
            ("", nil, nil, nil),
            ("-1.0.dist-info", .distInfo, nil, nil),
        ]
        for (entry, form, name, version) in rows {
            let read = InstalledName(entry: entry)
            #expect(read?.form == form, "\(entry)")
            #expect(read?.name?.text == name, "\(entry)")
            #expect(read?.version == version.flatMap { Version($0) }, "\(entry)")
        }
    }

    @Test func damagedDirectories() throws {
        let scratch = try PythonScratch()
        let metadata = { (name: String, version: String) in
            "Metadata-Version: 2.1\nName: \(name)\nVersion: \(version)\n\nbody\n"
        }
        try scratch.file("site/whole-1.0.dist-info/METADATA", metadata("whole", "1.0"))
        try scratch.file("site/whole-1.0.dist-info/INSTALLER", "pip\n")
        try scratch.file("site/whole-1.0.dist-info/REQUESTED")
        try scratch.file(
            "site/whole-1.0.dist-info/RECORD",
            "whole/__init__.py,sha256=abc,12\nwhole-1.0.dist-info/RECORD,,\n")
        try scratch.file(
            "site/whole-1.0.dist-info/direct_url.json",
            #"{"url": "http://hzuser:hzd1rPW@127.0.0.1/x.whl", "archive_info": {}}"#)
        try scratch.directory("site/without_metadata-1.0.dist-info")
        try scratch.file("site/empty-2.0.dist-info/METADATA")
        try scratch.file(
            "site/noise-3.0.dist-info/METADATA", bytes: (0..<2000).map { UInt8(truncatingIfNeeded: $0 &* 97) }
        )
        try scratch.directory("site/pipe-1.0.dist-info")
        #expect(mkfifo((scratch.root / "site/pipe-1.0.dist-info/METADATA").text, 0o644) == 0)
        try scratch.directory("site/pipe.dist-info")
        #expect(mkfifo((scratch.root / "site/pipe.dist-info/METADATA").text, 0o644) == 0)
        try scratch.file("site/odd_name.dist-info/METADATA", metadata("Odd.Name", "4.0"))
        try scratch.file("site/twice-1.0.dist-info/METADATA", metadata("twice", "1.0"))
        try scratch.file("site/Twice-2.0.dist-info/METADATA", metadata("twice", "2.0"))
        try scratch.file("site/egg-1.5-py3.12.egg-info/PKG-INFO", metadata("egg", "1.5"))
        try scratch.file("site/distutils_made-0.1.egg-info", metadata("distutils-made", "0.1"))
        try scratch.file("site/file-1.0.dist-info", "not a directory")
        try scratch.file("project/src/demo_app.egg-info/PKG-INFO", metadata("demo-app", "0.3"))
        try scratch.file("site/demo-app.egg-link", "\(scratch.root)/project/src\n../\n")
        try scratch.file("site/gone.egg-link", "/nowhere\n")
        try scratch.link("site/loop", to: ".")
        try scratch.link("site/linked-1.0.dist-info", to: "whole-1.0.dist-info")
        try scratch.link("site/self-1.0.dist-info", to: "self-1.0.dist-info")
        try scratch.file("site/~ip-22.0.dist-info/METADATA", metadata("pip", "22.0"))

        let site = try SitePackages(directories: [scratch.root / "site", scratch.root / "absent"])
        #expect(
            Set(site.distributions.map(\.pin)) == [
                "demo-app==0.3", "distutils-made==0.1", "egg==1.5", "empty==2.0", "linked==1.0", "noise==3.0",
                "odd-name==4.0", "pipe==1.0", "twice==1.0", "twice==2.0", "whole==1.0",
                "without-metadata==1.0",
            ])
        #expect(site.distributions.map(\.name) == site.distributions.map(\.name).sorted())
        #expect(
            site.unreadable.map(\.path.name) == [
                "file-1.0.dist-info", "gone.egg-link", "pipe.dist-info", "self-1.0.dist-info",
            ])
        #expect(site.duplicated.map(\.text) == ["twice"])

        let whole = try #require(site[PackageName("Whole")!])
        #expect(whole.installer == "pip")
        #expect(whole.isRequested)
        #expect(whole.directURL?.url == "http://127.0.0.1/x.whl")
        #expect(try whole.record().map(\.path) == ["whole/__init__.py", "whole-1.0.dist-info/RECORD"])
        #expect(try whole.entryPoints() == nil)
        for name in ["pipe", "without-metadata"] {
            let broken = try #require(site[PackageName(name)!])
            #expect(throws: InstalledDistributionError.self) { try broken.metadataBytes() }
            #expect(throws: InstalledDistributionError.self) { try broken.record() }
            #expect(broken.installer == nil && !broken.isRequested && broken.directURL == nil)
        }
        let editable = try #require(site[PackageName("demo_app")!])
        #expect(editable.editableProject == scratch.root / "project/src")
        #expect(throws: InstalledDistributionError.self) { try editable.record() }
    }
}
