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

// All members of a tar archive (plain or compressed by gzip, bzip2, xz or zstd) or of a zip archive, in their order.
// Nothing is written anywhere, no program is started, and names are given as bytes.

enum { SWUV_ENTRY_FILE = 0, SWUV_ENTRY_DIRECTORY = 1, SWUV_ENTRY_SYMLINK = 2, SWUV_ENTRY_HARDLINK = 3, SWUV_ENTRY_OTHER = 4 };

typedef struct {
    // NUL-terminated, valid until the next call; null where the archive gives none that can be read.
    const char *name;
    // Of both kinds of links; else null.
    const char *target;
    int kind;
    uint32_t mode;
    // -1 where the archive does not tell.
    int64_t size;
} swuv_entry;

// A reader of the archive in an open file, which stays the caller's. Null when there is no memory.
void *swuv_entries_new(int descriptor);
// The next member: 1; 0 at the end, -1 on failure, which includes what libarchive only warns of.
int swuv_entries_next(void *reader, swuv_entry *entry);
// The next piece of the member's content and where in it that stands: 1; 0 at the end, -1 on failure.
int swuv_entries_data(void *reader, const void **bytes, size_t *count, int64_t *offset);
const char *swuv_entries_failure(void *reader);
void swuv_entries_free(void *reader);
