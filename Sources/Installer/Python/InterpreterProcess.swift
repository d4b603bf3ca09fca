/// One bounded run of an interpreter.
enum InterpreterProcess {
    static func run(
        _ arguments: [String], environment: [String: String], timeoutSeconds: Int
    ) throws -> (status: Int32, stdout: [UInt8], stderr: [UInt8]) {
        throw Diagnostic("running programs is not built yet")
    }
}
