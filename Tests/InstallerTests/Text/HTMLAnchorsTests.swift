import Testing

@testable import Installer

@Suite struct HTMLAnchorsTests {
    @Test func simplePage() {
        let page = HTMLAnchors(
            Array(
                """
                <!DOCTYPE html>
                <html><head>
                <META NAME="pypi:repository-version" content=" 1.0 ">
                <base href="https://files.example/x/"><base href="/second/">
                <title>Links for <a href="no">demo</a></title>
                <script>if (a < b) { document.write('<a href="evil">') }</script>
                <style>a > b {}</style>
                </head><body><h1>Links</h1>
                <!-- <a href="commented">x</a> -- > still -->
                <a href="demo-1.0.tar.gz#sha256=abc" data-requires-python="&gt;=3.8,&lt;4" >demo-1.0.tar.gz</a><br/>
                <A data-yanked HREF = 'demo-2.0.whl?a=1&amp;b=2&copy=3' data-core-metadata="sha256=ff"
                   data-dist-info-metadata=true data-gpg-sig=true>demo-2.0
                   .whl</A>
                <a href=demo-3.0.whl data-yanked="bad &quot;build&quot;" data-dist-info-metadata=true href=second>3.0</a>
                <a name="anchor">no target</a>
                <a href="../../files&#x2f;d-4.whl&#35;sha256&#61;0">d<b>-4</b>&#46;whl<a href="next">next</a>
                <abbr href="no">x</abbr>
                """.utf8))
        #expect(page.base == "https://files.example/x/")
        #expect(page.repositoryVersion == "1.0")
        #expect(
            page.anchors.map(\.href) == [
                "demo-1.0.tar.gz#sha256=abc", "demo-2.0.whl?a=1&b=2&copy=3", "demo-3.0.whl",
                "../../files/d-4.whl#sha256=0", "next",
            ])
        #expect(
            page.anchors.map(\.text) == [
                "demo-1.0.tar.gz", "demo-2.0\n   .whl", "3.0", "d-4.whl", "next",
            ])
        #expect(page.anchors.map(\.requiresPython) == [">=3.8,<4", nil, nil, nil, nil])
        #expect(page.anchors.map(\.yanked) == [nil, "", "bad \"build\"", nil, nil])
        #expect(page.anchors.map(\.coreMetadata) == [nil, "sha256=ff", "true", nil, nil])
        #expect(page.anchors[1].signature == "true")
    }

    @Test func entities() {
        let rows: [(String, attribute: String, text: String)] = [
            ("a&amp;b", "a&b", "a&b"), ("a&b", "a&b", "a&b"), ("&", "&", "&"), ("&#", "&#", "&#"),
            ("&#x;", "&#x;", "&#x;"),
            ("&#47;&#x2F;&#X2f", "///", "///"), ("&#99999999999999;", "\u{FFFD}", "\u{FFFD}"),
            ("&#0;", "\u{FFFD}", "\u{FFFD}"),
            ("&#xD800;", "\u{FFFD}", "\u{FFFD}"), ("&#150;", "\u{2013}", "\u{2013}"),
            ("&sol;&num;&period;", "/#.", "/#."),
            ("&copy=1", "&copy=1", "\u{A9}=1"), ("&lt3", "&lt3", "&lt3"), ("&lt;3", "<3", "<3"),
            ("&eacute;", "é", "é"),
            ("&yuml;", "\u{FF}", "\u{FF}"), ("&nosuch;", "&nosuch;", "&nosuch;"),
            ("&apos;&hellip;", "'…", "'…"),
            ("&sol", "&sol", "&sol"), ("&amp;lt;", "&lt;", "&lt;"),
        ]
        for row in rows {
            let bytes = Array(row.0.utf8)[...]
            #expect(HTMLEntities.text(of: bytes, inAttribute: true) == row.attribute, "\(row.0)")
            #expect(HTMLEntities.text(of: bytes, inAttribute: false) == row.text, "\(row.0)")
        }
    }

    @Test func brokenAndHostilePages() {
        let rows: [(String, [String])] = [
            ("", []), ("<", []), ("<a", []), ("<a href", [""]), ("<a href=", [""]), ("<a href=x", ["x"]),
            ("<a href='x", ["x"]),
            ("<a href=\"x>y</a>\n<a href=z>", ["x>y</a>\n<a href=z>"]), ("<!-- <a href=x>", []),
            ("<!--><a href=x>", ["x"]),
            ("<script><a href=x></scrip", []), ("</a><a href=x", ["x"]), ("<a/href=x/>t", ["x/"]),
            ("<a =href=x>", []),
            ("<a href=\" x\n\">", ["x"]), ("<?xml <a href=x>?><a href=y>", ["y"]), ("< a href=x>", []),
            ("<a\0href=x>", []),
            ("text <a href=x>one <a href=y>two</A", ["x", "y"]), ("<a href='a'b=c>", ["a"]),
            ("<a href=x><", ["x"]),
        ]
        for (text, hrefs) in rows {
            #expect(HTMLAnchors(Array(text.utf8)).anchors.map(\.href) == hrefs, "\(text)")
        }
        #expect(
            HTMLAnchors([0xFF, 0xFE] + Array("<a href=".utf8) + [0xE9, 0x3E]).anchors.map(\.href) == [
                "\u{FFFD}"
            ])
        // One pass, whatever is left open.
        for piece in [
            "<a href=x>", "<a ", "<!--", "<", "<script>", "<a href='", "&#1", "<a b", "</", "<a href=x>&amp",
        ] {
            _ = HTMLAnchors(Array(String(repeating: piece, count: 20_000).utf8))
        }
        let long = HTMLAnchors(Array(("<a href=x>" + String(repeating: "t", count: 100_000)).utf8))
        #expect(long.anchors[0].text.utf8.count == HTMLAnchors.maxTextLength)
    }
}
