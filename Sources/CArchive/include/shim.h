// The first member of a streamed zip archive by libarchive, which is loaded by the first call of swuv_archive_load.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Null when the library is loaded, else why it cannot be. Safe in any thread, quick after the first call.
// The other functions may be called only after it returned null.
const char *swuv_archive_load(void);

// Gives the next piece of the input: its address in *bytes, valid until the next call, and its length
// as the result; 0 at the end, -1 on failure.
typedef intptr_t (*swuv_archive_pull)(void *context, const void **bytes);

// A reader of the first member of the zip archive that `pull` gives, or null when there is no memory. No call of `pull` yet.
void *swuv_member_new(swuv_archive_pull pull, void *context);
// The next piece of the content: 1 and its address and length, 0 at the end, -1 on failure.
int swuv_member_next(void *reader, const void **bytes, size_t *count);
// Why the last call failed.
const char *swuv_member_failure(void *reader);
void swuv_member_free(void *reader);
