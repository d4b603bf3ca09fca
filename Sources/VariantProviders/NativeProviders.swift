extension NativeProvider {
    /// All of them, in the order in which `swuv variants detect` shows them.
    package static let all: [NativeProvider] = [
        .nvidia, .amd, .rocmBootstrap, .intel, .tpu, .ascend, .olderAscend, .x86, .arm, .blasLapack, .openMP,
    ]
}
