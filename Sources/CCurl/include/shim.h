#pragma once

// curl.h is not included here: it would bring the system's headers into this module, and Swift then
// takes their types to be defined by it. Handles are opaque pointers, and the few options and results
// that are used have names of their own, which shim.c translates.
#include <stddef.h>
#include <stdint.h>

/// libcurl's functions, by their names without `curl_`. `easy` and `multi` are its handles.
struct swuv_curl {
    void *(*easy_init)(void);
    void (*easy_cleanup)(void *easy);
    void (*easy_reset)(void *easy);
    void *(*multi_init)(void);
    int (*multi_cleanup)(void *multi);
    int (*multi_add_handle)(void *multi, void *easy);
    int (*multi_remove_handle)(void *multi, void *easy);
    int (*multi_perform)(void *multi, int *running);
    int (*multi_wakeup)(void *multi);
    void *(*slist_append)(void *list, const char *text);
    void (*slist_free_all)(void *list);
};

/// Loads libcurl and initialises it, once in the process; safe from any thread. Null when it cannot be
/// loaded; then `*problem` says why, in memory that stays.
const struct swuv_curl *swuv_curl_load(const char **problem);

/// Options of an easy handle.
enum swuv_curl_number {
    swuv_curl_no_signal,
    swuv_curl_pipe_wait,
    swuv_curl_tcp_keep_alive,
    swuv_curl_suppress_connect_headers,
    swuv_curl_buffer_size,
    swuv_curl_connect_timeout_ms,
    swuv_curl_low_speed_limit,
    swuv_curl_low_speed_time,
    swuv_curl_verify_peer,
    swuv_curl_verify_host,
};

enum swuv_curl_text {
    swuv_curl_url,
    swuv_curl_user_agent,
    swuv_curl_accept_encoding,
    swuv_curl_proxy,
    swuv_curl_no_proxy,
    swuv_curl_ca_file,
    swuv_curl_ca_directory,
};

// Swift cannot call variadic functions; these are the forms that are used. Texts are copied.
void swuv_curl_set_number(void *easy, enum swuv_curl_number, long);
void swuv_curl_set_text(void *easy, enum swuv_curl_text, const char *);
/// HTTP/2 where TLS negotiates it, else HTTP/1.1.
void swuv_curl_prefer_http2(void *easy);
void swuv_curl_set_headers(void *easy, void *list);
/// At least `swuv_curl_error_size` bytes that stay.
void swuv_curl_set_error_text(void *easy, char *);
#define swuv_curl_error_size 256

typedef size_t (*swuv_curl_receive)(char *bytes, size_t size, size_t count, void *context);
void swuv_curl_set_receivers(void *easy, swuv_curl_receive header, swuv_curl_receive body, void *context);

/// How many connections are kept for further transfers, and how many there may be to one host.
void swuv_curl_set_max_connections(void *multi, long kept, long per_host);
/// Waits for activity, for a wakeup, or for `milliseconds`.
int swuv_curl_multi_wait(void *multi, int milliseconds);

/// Whether the last answer came over HTTP/2 or later.
int swuv_curl_is_multiplexed(void *easy);

/// How a transfer ended, as far as it matters here.
enum swuv_curl_result {
    swuv_curl_ok,
    swuv_curl_unreachable,
    swuv_curl_timed_out,
    swuv_curl_interrupted,
    swuv_curl_handshake_failed,
    swuv_curl_untrusted,
    swuv_curl_bad_answer,
};

/// The next transfer that ended, or null. `*text` is libcurl's words for the result.
void *swuv_curl_next_finished(void *multi, enum swuv_curl_result *result, const char **text);
