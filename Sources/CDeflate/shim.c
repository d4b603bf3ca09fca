#include "shim.h"

#include <dlfcn.h>
#include <libdeflate.h>
#include <pthread.h>

// One member per function of the library, of exactly that function's type.
static struct {
    __typeof__(&libdeflate_alloc_decompressor) alloc;
    __typeof__(&libdeflate_free_decompressor) free;
    __typeof__(&libdeflate_deflate_decompress_ex) decompress;
    __typeof__(&libdeflate_crc32) crc32;
    __typeof__(&libdeflate_alloc_compressor) alloc_compressor;
    __typeof__(&libdeflate_free_compressor) free_compressor;
    __typeof__(&libdeflate_deflate_compress) compress;
} deflate;

static const char *failure;
static pthread_once_t once = PTHREAD_ONCE_INIT;
// One decompressor (some 12 KiB of tables) per thread.
static pthread_key_t decompressor;

static int find(void *library, const char *name, void *function) {
    void *symbol = dlsym(library, name);
    if (symbol == NULL) {
        failure = dlerror();
        return 0;
    }
    *(void **)function = symbol;
    return 1;
}

static void drop(void *value) { deflate.free(value); }

static void load(void) {
    void *library = dlopen("libdeflate.so.0", RTLD_LAZY | RTLD_LOCAL);
    if (library == NULL) {
        failure = dlerror();
        return;
    }
    if (find(library, "libdeflate_alloc_decompressor", &deflate.alloc) &&
        find(library, "libdeflate_free_decompressor", &deflate.free) &&
        find(library, "libdeflate_deflate_decompress_ex", &deflate.decompress) &&
        find(library, "libdeflate_crc32", &deflate.crc32) &&
        find(library, "libdeflate_alloc_compressor", &deflate.alloc_compressor) &&
        find(library, "libdeflate_free_compressor", &deflate.free_compressor) &&
        find(library, "libdeflate_deflate_compress", &deflate.compress) && pthread_key_create(&decompressor, drop) != 0) {
        failure = "no thread-specific storage is left";
    }
}

const char *swuv_deflate_load(void) {
    pthread_once(&once, load);
    return failure;
}

int swuv_inflate(const void *bytes, size_t count, void *to, size_t room) {
    struct libdeflate_decompressor *mine = pthread_getspecific(decompressor);
    if (mine == NULL) {
        mine = deflate.alloc();
        if (mine == NULL) return SWUV_INFLATE_NO_MEMORY;
        if (pthread_setspecific(decompressor, mine) != 0) {
            deflate.free(mine);
            return SWUV_INFLATE_NO_MEMORY;
        }
    }
    size_t used = 0;
    switch (deflate.decompress(mine, bytes, count, to, room, &used, NULL)) {
    case LIBDEFLATE_SUCCESS: return used == count ? SWUV_INFLATE_FINE : SWUV_INFLATE_REST;
    case LIBDEFLATE_SHORT_OUTPUT: return SWUV_INFLATE_SHORT;
    case LIBDEFLATE_INSUFFICIENT_SPACE: return SWUV_INFLATE_LONG;
    default: return SWUV_INFLATE_BAD;
    }
}

uint32_t swuv_crc32(uint32_t crc, const void *bytes, size_t count) { return deflate.crc32(crc, bytes, count); }

size_t swuv_deflate(const void *bytes, size_t count, void *to, size_t room) {
    struct libdeflate_compressor *compressor = deflate.alloc_compressor(9);
    if (compressor == NULL) return 0;
    size_t size = deflate.compress(compressor, bytes, count, to, room);
    deflate.free_compressor(compressor);
    return size;
}
