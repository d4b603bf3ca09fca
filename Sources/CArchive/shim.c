#include "shim.h"

#include <archive.h>
#include <archive_entry.h>
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

// One member per function of the library, of exactly that function's type.
static struct {
    __typeof__(&archive_read_new) read_new;
    __typeof__(&archive_read_free) read_free;
    __typeof__(&archive_read_support_format_zip_streamable) format_zip;
    __typeof__(&archive_read_open) open;
    __typeof__(&archive_read_next_header) next_header;
    __typeof__(&archive_read_data_block) data_block;
    __typeof__(&archive_error_string) error_string;
    __typeof__(&archive_set_error) set_error;
} lib;

static const char *failure;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static int find(void *library, const char *name, void *function) {
    void *symbol = dlsym(library, name);
    if (symbol == NULL) {
        failure = dlerror();
        return 0;
    }
    *(void **)function = symbol;
    return 1;
}

static void load(void) {
    void *library = dlopen("libarchive.so.13", RTLD_LAZY | RTLD_LOCAL);
    if (library == NULL) {
        failure = dlerror();
        return;
    }
    if (find(library, "archive_read_new", &lib.read_new) &&
        find(library, "archive_read_free", &lib.read_free) &&
        find(library, "archive_read_support_format_zip_streamable", &lib.format_zip) &&
        find(library, "archive_read_open", &lib.open) &&
        find(library, "archive_read_next_header", &lib.next_header) &&
        find(library, "archive_read_data_block", &lib.data_block) &&
        find(library, "archive_error_string", &lib.error_string)) {
        find(library, "archive_set_error", &lib.set_error);
    }
}

const char *swuv_archive_load(void) {
    pthread_once(&once, load);
    return failure;
}

struct reader {
    struct archive *archive;
    swuv_archive_pull pull;
    void *context;
    int opened;
};

static la_ssize_t pull(struct archive *archive, void *context, const void **bytes) {
    struct reader *reader = context;
    intptr_t count = reader->pull(reader->context, bytes);
    if (count < 0) lib.set_error(archive, EIO, "the input cannot be read");
    return count;
}

void *swuv_member_new(swuv_archive_pull source, void *context) {
    struct reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) return NULL;
    reader->pull = source;
    reader->context = context;
    reader->archive = lib.read_new();
    if (reader->archive == NULL || lib.format_zip(reader->archive) != ARCHIVE_OK) {
        swuv_member_free(reader);
        return NULL;
    }
    return reader;
}

int swuv_member_next(void *handle, const void **bytes, size_t *count) {
    struct reader *reader = handle;
    if (!reader->opened) {
        struct archive_entry *entry;
        if (lib.open(reader->archive, reader, NULL, pull, NULL) != ARCHIVE_OK) return -1;
        if (lib.next_header(reader->archive, &entry) != ARCHIVE_OK) return -1;
        reader->opened = 1;
    }
    la_int64_t offset;
    switch (lib.data_block(reader->archive, bytes, count, &offset)) {
    case ARCHIVE_OK: return 1;
    case ARCHIVE_EOF: return 0;
    default: return -1;
    }
}

const char *swuv_member_failure(void *handle) {
    const char *text = lib.error_string(((struct reader *)handle)->archive);
    return text != NULL ? text : "unknown error";
}

void swuv_member_free(void *handle) {
    struct reader *reader = handle;
    if (reader->archive != NULL) lib.read_free(reader->archive);
    free(reader);
}
