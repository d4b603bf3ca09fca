#include "shim.h"

#include <archive.h>
#include <archive_entry.h>
#include <dlfcn.h>
#include <errno.h>
#include <locale.h>
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
    __typeof__(&archive_read_support_format_zip) format_any_zip;
    __typeof__(&archive_read_support_format_tar) format_tar;
    __typeof__(&archive_read_support_filter_gzip) filter_gzip;
    __typeof__(&archive_read_support_filter_bzip2) filter_bzip2;
    __typeof__(&archive_read_support_filter_xz) filter_xz;
    __typeof__(&archive_read_support_filter_zstd) filter_zstd;
    __typeof__(&archive_read_open_fd) open_fd;
    __typeof__(&archive_entry_pathname) pathname;
    __typeof__(&archive_entry_symlink) symlink;
    __typeof__(&archive_entry_hardlink) hardlink;
    __typeof__(&archive_entry_filetype) filetype;
    __typeof__(&archive_entry_perm) perm;
    __typeof__(&archive_entry_size) size;
    __typeof__(&archive_entry_size_is_set) size_is_set;
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
        find(library, "archive_error_string", &lib.error_string) &&
        find(library, "archive_set_error", &lib.set_error) &&
        find(library, "archive_read_support_format_zip", &lib.format_any_zip) &&
        find(library, "archive_read_support_format_tar", &lib.format_tar) &&
        find(library, "archive_read_support_filter_gzip", &lib.filter_gzip) &&
        find(library, "archive_read_support_filter_bzip2", &lib.filter_bzip2) &&
        find(library, "archive_read_support_filter_xz", &lib.filter_xz) &&
        find(library, "archive_read_support_filter_zstd", &lib.filter_zstd) &&
        find(library, "archive_read_open_fd", &lib.open_fd) &&
        find(library, "archive_entry_pathname", &lib.pathname) &&
        find(library, "archive_entry_symlink", &lib.symlink) &&
        find(library, "archive_entry_hardlink", &lib.hardlink) &&
        find(library, "archive_entry_filetype", &lib.filetype) &&
        find(library, "archive_entry_perm", &lib.perm) &&
        find(library, "archive_entry_size", &lib.size)) {
        find(library, "archive_entry_size_is_set", &lib.size_is_set);
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

struct entries {
    struct archive *archive;
    // Names are UTF-8 whatever the locale of the process is: libarchive converts them to that of the thread.
    locale_t utf8;
    int is_open;
};

static locale_t enter(struct entries *entries) {
    return entries->utf8 != (locale_t)0 ? uselocale(entries->utf8) : (locale_t)0;
}

static void leave(locale_t before) {
    if (before != (locale_t)0) uselocale(before);
}

void *swuv_entries_new(int descriptor) {
    struct entries *entries = calloc(1, sizeof *entries);
    if (entries == NULL) return NULL;
    entries->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    entries->archive = lib.read_new();
    if (entries->archive == NULL || lib.format_any_zip(entries->archive) != ARCHIVE_OK ||
        lib.format_tar(entries->archive) != ARCHIVE_OK) {
        swuv_entries_free(entries);
        return NULL;
    }
    // A filter that the library lacks would be an external program (ARCHIVE_WARN); such an archive then fails, since
    // an unknown filter is none and what remains is no archive. libarchive has no way to take a filter back, so a
    // library built without one of them is refused as a whole.
    if (lib.filter_gzip(entries->archive) != ARCHIVE_OK || lib.filter_bzip2(entries->archive) != ARCHIVE_OK ||
        lib.filter_xz(entries->archive) != ARCHIVE_OK || lib.filter_zstd(entries->archive) != ARCHIVE_OK) {
        swuv_entries_free(entries);
        return NULL;
    }
    locale_t before = enter(entries);
    entries->is_open = lib.open_fd(entries->archive, descriptor, 128 << 10) == ARCHIVE_OK;
    leave(before);
    return entries;
}

int swuv_entries_next(void *handle, swuv_entry *result) {
    struct entries *entries = handle;
    struct archive_entry *entry;
    if (!entries->is_open) return -1;
    locale_t before = enter(entries);
    int status = lib.next_header(entries->archive, &entry);
    if (status == ARCHIVE_OK) {
        const char *hard = lib.hardlink(entry);
        result->name = lib.pathname(entry);
        result->target = NULL;
        result->mode = (uint32_t)lib.perm(entry);
        result->size = lib.size_is_set(entry) ? (int64_t)lib.size(entry) : -1;
        if (hard != NULL) {
            result->kind = SWUV_ENTRY_HARDLINK;
            result->target = hard;
        } else {
            switch (lib.filetype(entry)) {
            case AE_IFREG: result->kind = SWUV_ENTRY_FILE; break;
            case AE_IFDIR: result->kind = SWUV_ENTRY_DIRECTORY; break;
            case AE_IFLNK:
                result->kind = SWUV_ENTRY_SYMLINK;
                result->target = lib.symlink(entry);
                break;
            default: result->kind = SWUV_ENTRY_OTHER;
            }
        }
    }
    leave(before);
    if (status == ARCHIVE_EOF) return 0;
    return status == ARCHIVE_OK ? 1 : -1;
}

int swuv_entries_data(void *handle, const void **bytes, size_t *count, int64_t *offset) {
    struct entries *entries = handle;
    la_int64_t place = 0;
    int status = lib.data_block(entries->archive, bytes, count, &place);
    *offset = place;
    if (status == ARCHIVE_EOF) return 0;
    return status == ARCHIVE_OK ? 1 : -1;
}

const char *swuv_entries_failure(void *handle) {
    const char *text = lib.error_string(((struct entries *)handle)->archive);
    return text != NULL ? text : "it cannot be read";
}

void swuv_entries_free(void *handle) {
    struct entries *entries = handle;
    if (entries->archive != NULL) lib.read_free(entries->archive);
    if (entries->utf8 != (locale_t)0) freelocale(entries->utf8);
    free(entries);
}
