// Message digests of OpenSSL's libcrypto, which is loaded by the first call of swuv_crypto_load.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Null when the library is loaded, else why it cannot be. Safe in any thread, quick after the first call.
// The other functions may be called only after it returned null.
const char *swuv_crypto_load(void);

// The digest called `name` in OpenSSL, or null when this libcrypto does not offer it. Lives as long as
// the process; getting it is slow (microseconds), so keep it.
const void *swuv_digest_find(const char *name);

// All at once; 1 when it went well. `value` has room for the digest's length (64 bytes at most).
int swuv_digest_once(const void *digest, const void *bytes, size_t count, uint8_t *value);

// A digest being computed, or null.
void *swuv_digest_new(const void *digest);
// 1 when they went well.
int swuv_digest_update(void *state, const void *bytes, size_t count);
int swuv_digest_finish(void *state, uint8_t *value);
void swuv_digest_free(void *state);
