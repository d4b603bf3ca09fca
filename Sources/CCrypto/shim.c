#include "shim.h"

#include <dlfcn.h>
#include <openssl/evp.h>
#include <pthread.h>

// One member per function of the library, of exactly that function's type.
static struct {
    __typeof__(&EVP_MD_fetch) md_fetch;
    __typeof__(&EVP_Digest) digest;
    __typeof__(&EVP_MD_CTX_new) context_new;
    __typeof__(&EVP_MD_CTX_free) context_free;
    __typeof__(&EVP_DigestInit_ex) init;
    __typeof__(&EVP_DigestUpdate) update;
    __typeof__(&EVP_DigestFinal_ex) finish;
} crypto;

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
    void *library = dlopen("libcrypto.so.3", RTLD_LAZY | RTLD_LOCAL);
    if (library == NULL) {
        failure = dlerror();
        return;
    }
    if (find(library, "EVP_MD_fetch", &crypto.md_fetch) && find(library, "EVP_Digest", &crypto.digest) &&
        find(library, "EVP_MD_CTX_new", &crypto.context_new) &&
        find(library, "EVP_MD_CTX_free", &crypto.context_free) &&
        find(library, "EVP_DigestInit_ex", &crypto.init) &&
        find(library, "EVP_DigestUpdate", &crypto.update)) {
        find(library, "EVP_DigestFinal_ex", &crypto.finish);
    }
}

const char *swuv_crypto_load(void) {
    pthread_once(&once, load);
    return failure;
}

const void *swuv_digest_find(const char *name) { return crypto.md_fetch(NULL, name, NULL); }

int swuv_digest_once(const void *digest, const void *bytes, size_t count, uint8_t *value) {
    return crypto.digest(bytes, count, value, NULL, digest, NULL);
}

void *swuv_digest_new(const void *digest) {
    EVP_MD_CTX *state = crypto.context_new();
    if (state != NULL && crypto.init(state, digest, NULL) != 1) {
        crypto.context_free(state);
        return NULL;
    }
    return state;
}

int swuv_digest_update(void *state, const void *bytes, size_t count) {
    return crypto.update(state, bytes, count);
}

int swuv_digest_finish(void *state, uint8_t *value) { return crypto.finish(state, value, NULL); }

void swuv_digest_free(void *state) { crypto.context_free(state); }
