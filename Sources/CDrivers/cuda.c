// libcuda, where libnvidia-ml does not answer (spec V-306).
#define _GNU_SOURCE
#include "report.h"
#include "shim.h"

#include <stdlib.h>

enum {
    NO_DEVICE = 100,
    CAPABILITY_MAJOR = 75,
    CAPABILITY_MINOR = 76,
};

typedef struct {
    int (*init)(unsigned flags);
    int (*version)(int *version);
    int (*count)(int *count);
    int (*device)(int *device, int index);
    int (*attribute)(int *value, int attribute, int device);
    int (*name)(char *text, int room, int device);
    int (*words)(int code, const char **text);
} Library;

static const char *words(const Library *cuda, int code) {
    const char *text = NULL;
    return cuda->words != NULL && cuda->words(code, &text) == 0 ? text : NULL;
}

static void report_device(const Library *cuda, int index, int output) {
    int device = 0, major = 0, minor = 0;
    int code = cuda->device(&device, index);
    if (code == 0) code = cuda->attribute(&major, CAPABILITY_MAJOR, device);
    if (code == 0) code = cuda->attribute(&minor, CAPABILITY_MINOR, device);
    if (code != 0) {
        const char *why = words(cuda, code);
        report(output, "skipped", "%d cuDeviceGetAttribute: %s (code %d)", index, why == NULL ? "failed" : why, code);
        return;
    }
    char name[96] = "";
    if (cuda->name == NULL || cuda->name(name, sizeof name, device) != 0) name[0] = 0;
    TERMINATE(name);
    report(output, "device", "%d.%d %s", major, minor, name);
}

int swuv_driver_report_cuda(void *library, int output) {
    Library cuda = {
        .init = function(library, "cuInit"),
        .version = function(library, "cuDriverGetVersion"),
        .count = function(library, "cuDeviceGetCount"),
        .device = function(library, "cuDeviceGet"),
        .attribute = function(library, "cuDeviceGetAttribute"),
        .name = function(library, "cuDeviceGetName"),
        .words = function(library, "cuGetErrorString"),
    };
    if (cuda.init == NULL || cuda.version == NULL || cuda.count == NULL || cuda.device == NULL ||
        cuda.attribute == NULL) {
        return report_failure("cuInit", -1, "the library lacks functions");
    }
    // What the machine has is asked for, not what this shell shows to its programs.
    unsetenv("CUDA_VISIBLE_DEVICES");
    int code = cuda.init(0);
    if (code != 0 && code != NO_DEVICE) return report_failure("cuInit", code, words(&cuda, code));
    int count = 0;
    if (code == 0) {
        code = cuda.count(&count);
        if (code != 0) return report_failure("cuDeviceGetCount", code, words(&cuda, code));
    }
    int version = 0;
    code = cuda.version(&version);
    if (code != 0) return report_failure("cuDriverGetVersion", code, words(&cuda, code));
    report(output, "cuda", "%d", version);
    report(output, "devices", "%d", count);
    for (int index = 0; index < count && index < MOST_DEVICES; index++) report_device(&cuda, index, output);
    return SWUV_DRIVER_ANSWERED;
}
