#define _GNU_SOURCE
#include "report.h"
#include "shim.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

int swuv_driver_prepare(unsigned seconds) {
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    alarm(seconds);
    int output = fcntl(1, F_DUPFD_CLOEXEC, 3);
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (output < 0 || nowhere < 0 || dup2(nowhere, 1) < 0) return -1;
    return output;
}

void *swuv_driver_open(const char *place, const char **reason) {
    void *library = dlopen(place, RTLD_NOW | RTLD_LOCAL);
    *reason = library == NULL ? dlerror() : NULL;
    return library;
}

void swuv_driver_complain(const char *text) { fprintf(stderr, "%s\n", text); }

void *function(void *library, const char *name) { return dlsym(library, name); }

void report(int output, const char *key, const char *format, ...) {
    char line[384];
    int start = snprintf(line, 64, "%s ", key);
    va_list values;
    va_start(values, format);
    vsnprintf(line + start, 300, format, values);
    va_end(values);
    size_t length = strlen(line);
    for (size_t i = 0; i < length; i++) {
        if (line[i] < ' ' || line[i] > '~') line[i] = '?';
    }
    line[length++] = '\n';
    for (size_t done = 0; done < length;) {
        ssize_t written = write(output, line + done, length - done);
        // Nobody reads any more.
        if (written <= 0) _exit(SWUV_DRIVER_FAILED);
        done += (size_t)written;
    }
}

int report_failure(const char *call, long code, const char *words) {
    if (words == NULL) {
        fprintf(stderr, "%s failed with code %ld\n", call, code);
    } else {
        fprintf(stderr, "%s failed: %s (code %ld)\n", call, words, code);
    }
    return SWUV_DRIVER_FAILED;
}
