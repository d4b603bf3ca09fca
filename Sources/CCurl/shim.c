#include "shim.h"

// Only pointers to libcurl's functions are used, never the functions: nothing is linked. The type checks
// of its header expand to calls by name, so they are off.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>

static struct swuv_curl table;
static const struct swuv_curl *loaded;
static char problem_text[512];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static CURLcode (*easy_setopt)(void *, CURLoption, ...);
static const char *(*easy_strerror)(CURLcode);
static CURLMcode (*multi_poll)(void *, struct curl_waitfd *, unsigned int, int, int *);
static CURLMsg *(*multi_info_read)(void *, int *);
static CURLcode (*easy_getinfo)(void *, CURLINFO, ...);
static CURLMcode (*multi_setopt)(void *, CURLMoption, ...);
static CURLcode (*global_init)(long);

static int find(void *library, void *slot, const char *name) {
    void *symbol = dlsym(library, name);
    if (symbol == NULL) {
        snprintf(problem_text, sizeof problem_text, "libcurl has no %s", name);
        return 0;
    }
    *(void **)slot = symbol;
    return 1;
}

static void load(void) {
    static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};
    void *library = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && library == NULL; i++) {
        library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
        if (library == NULL && problem_text[0] == 0) {
            const char *reason = dlerror();
            snprintf(problem_text, sizeof problem_text, "%s", reason != NULL ? reason : "not found");
        }
    }
    if (library == NULL) return;
    if (!find(library, &table.easy_init, "curl_easy_init")
        || !find(library, &table.easy_cleanup, "curl_easy_cleanup")
        || !find(library, &table.easy_reset, "curl_easy_reset")
        || !find(library, &table.multi_init, "curl_multi_init")
        || !find(library, &table.multi_cleanup, "curl_multi_cleanup")
        || !find(library, &table.multi_add_handle, "curl_multi_add_handle")
        || !find(library, &table.multi_remove_handle, "curl_multi_remove_handle")
        || !find(library, &table.multi_perform, "curl_multi_perform")
        || !find(library, &table.multi_wakeup, "curl_multi_wakeup")
        || !find(library, &table.slist_append, "curl_slist_append")
        || !find(library, &table.slist_free_all, "curl_slist_free_all")
        || !find(library, &easy_setopt, "curl_easy_setopt")
        || !find(library, &easy_getinfo, "curl_easy_getinfo")
        || !find(library, &easy_strerror, "curl_easy_strerror")
        || !find(library, &multi_setopt, "curl_multi_setopt")
        || !find(library, &multi_poll, "curl_multi_poll")
        || !find(library, &multi_info_read, "curl_multi_info_read")
        || !find(library, &global_init, "curl_global_init"))
        return;

    // OpenSSL would tear itself down in an exit handler, under the feet of the transfer thread.
    int (*init_crypto)(uint64_t, const void *) = dlsym(library, "OPENSSL_init_crypto");
    if (init_crypto != NULL) init_crypto(UINT64_C(0x00080000) /* OPENSSL_INIT_NO_ATEXIT */, NULL);

    if (global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        snprintf(problem_text, sizeof problem_text, "libcurl failed to initialise");
        return;
    }
    loaded = &table;
}

const struct swuv_curl *swuv_curl_load(const char **problem) {
    pthread_once(&once, load);
    *problem = problem_text;
    return loaded;
}

void swuv_curl_set_number(void *easy, enum swuv_curl_number number, long value) {
    static const CURLoption options[] = {
        [swuv_curl_no_signal] = CURLOPT_NOSIGNAL,
        [swuv_curl_pipe_wait] = CURLOPT_PIPEWAIT,
        [swuv_curl_tcp_keep_alive] = CURLOPT_TCP_KEEPALIVE,
        [swuv_curl_suppress_connect_headers] = CURLOPT_SUPPRESS_CONNECT_HEADERS,
        [swuv_curl_buffer_size] = CURLOPT_BUFFERSIZE,
        [swuv_curl_connect_timeout_ms] = CURLOPT_CONNECTTIMEOUT_MS,
        [swuv_curl_low_speed_limit] = CURLOPT_LOW_SPEED_LIMIT,
        [swuv_curl_low_speed_time] = CURLOPT_LOW_SPEED_TIME,
        [swuv_curl_verify_peer] = CURLOPT_SSL_VERIFYPEER,
        [swuv_curl_verify_host] = CURLOPT_SSL_VERIFYHOST,
    };
    easy_setopt(easy, options[number], value);
}

void swuv_curl_set_text(void *easy, enum swuv_curl_text text, const char *value) {
    static const CURLoption options[] = {
        [swuv_curl_url] = CURLOPT_URL,
        [swuv_curl_user_agent] = CURLOPT_USERAGENT,
        [swuv_curl_accept_encoding] = CURLOPT_ACCEPT_ENCODING,
        [swuv_curl_proxy] = CURLOPT_PROXY,
        [swuv_curl_no_proxy] = CURLOPT_NOPROXY,
        [swuv_curl_ca_file] = CURLOPT_CAINFO,
        [swuv_curl_ca_directory] = CURLOPT_CAPATH,
    };
    easy_setopt(easy, options[text], value);
}

void swuv_curl_prefer_http2(void *easy) {
    easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
}

void swuv_curl_set_headers(void *easy, void *list) {
    easy_setopt(easy, CURLOPT_HTTPHEADER, (struct curl_slist *)list);
}

void swuv_curl_set_error_text(void *easy, char *text) {
    _Static_assert(swuv_curl_error_size >= CURL_ERROR_SIZE, "libcurl writes more");
    easy_setopt(easy, CURLOPT_ERRORBUFFER, text);
}

void swuv_curl_set_receivers(void *easy, swuv_curl_receive header, swuv_curl_receive body, void *context) {
    easy_setopt(easy, CURLOPT_HEADERFUNCTION, header);
    easy_setopt(easy, CURLOPT_HEADERDATA, context);
    easy_setopt(easy, CURLOPT_WRITEFUNCTION, body);
    easy_setopt(easy, CURLOPT_WRITEDATA, context);
}

void swuv_curl_set_max_connections(void *multi, long kept, long per_host) {
    multi_setopt(multi, CURLMOPT_MAXCONNECTS, kept);
    multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, per_host);
}

int swuv_curl_multi_wait(void *multi, int milliseconds) {
    return multi_poll(multi, NULL, 0, milliseconds, NULL);
}

int swuv_curl_is_multiplexed(void *easy) {
    long version = 0;
    return easy_getinfo(easy, CURLINFO_HTTP_VERSION, &version) == CURLE_OK && version >= CURL_HTTP_VERSION_2_0;
}

static enum swuv_curl_result classify(CURLcode code) {
    switch (code) {
    case CURLE_OK:
        return swuv_curl_ok;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
        return swuv_curl_unreachable;
    case CURLE_OPERATION_TIMEDOUT:
        return swuv_curl_timed_out;
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return swuv_curl_interrupted;
    case CURLE_SSL_CONNECT_ERROR:
        return swuv_curl_handshake_failed;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_ENGINE_NOTFOUND:
        return swuv_curl_untrusted;
    default:
        return swuv_curl_bad_answer;
    }
}

void *swuv_curl_next_finished(void *multi, enum swuv_curl_result *result, const char **text) {
    int left = 0;
    CURLMsg *message;
    while ((message = multi_info_read(multi, &left)) != NULL) {
        if (message->msg != CURLMSG_DONE) continue;
        *result = classify(message->data.result);
        *text = easy_strerror(message->data.result);
        return message->easy_handle;
    }
    return NULL;
}
