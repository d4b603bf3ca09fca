/// A place in a text as people count it: lines and columns from 1, columns in Unicode scalars.
package struct SourcePosition: Hashable, Sendable, Comparable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The position of the byte at `offset`. Lines end with LF; CR before it belongs to the line's end.
    package init(offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        var line = 1
        var start = 0
        let end = min(offset, bytes.count)
        for at in 0..<end where unsafe bytes[at] == 0x0A {
            line += 1
            start = at + 1
        }
        // A byte order mark is no column.
        if start == 0, end >= 3, unsafe bytes[0] == 0xEF, unsafe bytes[1] == 0xBB, unsafe bytes[2] == 0xBF {
            start = 3
        }
        var column = 1
        for at in start..<max(start, end) where unsafe bytes[at] & 0xC0 != 0x80 { column += 1 }
        self.init(line: line, column: column)
    }

    package init(offset: Int, in bytes: [UInt8]) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe SourcePosition(offset: offset, in: $0) }
    }

    package static func < (a: SourcePosition, b: SourcePosition) -> Bool {
        (a.line, a.column) < (b.line, b.column)
    }
}
