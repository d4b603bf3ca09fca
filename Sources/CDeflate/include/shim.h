// Raw deflate and CRC-32 by libdeflate, which is loaded by the first call of swuv_deflate_load.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Null when the library is loaded, else why it cannot be. Safe in any thread, quick after the first call.
// The other functions may be called only after it returned null.
const char *swuv_deflate_load(void);

enum {
    SWUV_INFLATE_FINE = 0,
    // Not a deflate stream, or it ends early.
    SWUV_INFLATE_BAD = 1,
    // It holds fewer bytes than `room`.
    SWUV_INFLATE_SHORT = 2,
    // It holds more bytes than `room`.
    SWUV_INFLATE_LONG = 3,
    // Input is left after its end.
    SWUV_INFLATE_REST = 4,
    SWUV_INFLATE_NO_MEMORY = 5,
};

// Inflates the whole of `bytes` into exactly `room` bytes at `to`.
int swuv_inflate(const void *bytes, size_t count, void *to, size_t room);

// The CRC-32 (as in zip and gzip) of what gave `crc`, 0 for nothing, followed by `bytes`.
uint32_t swuv_crc32(uint32_t crc, const void *bytes, size_t count);

// Deflates `bytes` to at most `room` bytes at `to` and gives their number; 0 when they do not fit there.
size_t swuv_deflate(const void *bytes, size_t count, void *to, size_t room);
