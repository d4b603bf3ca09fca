// libnvidia-ml, as the published provider asks it (spec V-305).
#include "report.h"
#include "shim.h"

#include <stdio.h>

// The part of the library's interface that is used; every function returns 0 when it succeeded.
typedef void *Device;
typedef struct {
    int (*init)(unsigned flags);
    int (*init_v2)(void);
    int (*shutdown)(void);
    const char *(*words)(int code);
    int (*driver_version)(char *text, unsigned room);
    int (*cuda_version_v2)(int *version);
    int (*cuda_version)(int *version);
    int (*count)(unsigned *count);
    int (*handle)(unsigned index, Device *device);
    int (*capability)(Device device, int *major, int *minor);
    int (*name)(Device device, char *text, unsigned room);
} Library;

static const char *words(const Library *nvml, int code) {
    return nvml->words == NULL ? NULL : nvml->words(code);
}

// Nothing of one device is worth failing for: what cannot be asked is skipped, and said.
static void report_device(const Library *nvml, unsigned index, int output) {
    Device device = NULL;
    int code = nvml->handle(index, &device);
    const char *call = "nvmlDeviceGetHandleByIndex";
    if (code == 0) {
        int major = 0, minor = 0;
        call = "nvmlDeviceGetCudaComputeCapability";
        code = nvml->capability(device, &major, &minor);
        if (code == 0) {
            char name[96] = "";
            if (nvml->name == NULL || nvml->name(device, name, sizeof name) != 0) name[0] = 0;
            TERMINATE(name);
            report(output, "device", "%d.%d %s", major, minor, name);
            return;
        }
    }
    const char *why = words(nvml, code);
    report(output, "skipped", "%u %s: %s (code %d)", index, call, why == NULL ? "failed" : why, code);
}

static int report_all(const Library *nvml, int output) {
    char driver[96] = "";
    if (nvml->driver_version != NULL && nvml->driver_version(driver, 80) == 0) {
        TERMINATE(driver);
        report(output, "driver", "%s", driver);
    }
    // The second one asks libcuda, the first one what the library was built with.
    int version = 0, code = -1;
    if (nvml->cuda_version_v2 != NULL) code = nvml->cuda_version_v2(&version);
    if (code != 0 && nvml->cuda_version != NULL) code = nvml->cuda_version(&version);
    if (code == 0) report(output, "cuda", "%d", version);

    if (nvml->count == NULL || nvml->handle == NULL || nvml->capability == NULL) {
        return report_failure("nvmlDeviceGetCount", -1, "the library is too old");
    }
    unsigned count = 0;
    code = nvml->count(&count);
    if (code != 0) return report_failure("nvmlDeviceGetCount", code, words(nvml, code));
    report(output, "devices", "%u", count);
    for (unsigned index = 0; index < count && index < MOST_DEVICES; index++) {
        report_device(nvml, index, output);
    }
    return SWUV_DRIVER_ANSWERED;
}

int swuv_driver_report_nvml(void *library, int output) {
    Library nvml = {
        .init = function(library, "nvmlInitWithFlags"),
        .init_v2 = function(library, "nvmlInit_v2"),
        .shutdown = function(library, "nvmlShutdown"),
        .words = function(library, "nvmlErrorString"),
        .driver_version = function(library, "nvmlSystemGetDriverVersion"),
        .cuda_version_v2 = function(library, "nvmlSystemGetCudaDriverVersion_v2"),
        .cuda_version = function(library, "nvmlSystemGetCudaDriverVersion"),
        .count = function(library, "nvmlDeviceGetCount_v2"),
        .handle = function(library, "nvmlDeviceGetHandleByIndex_v2"),
        .capability = function(library, "nvmlDeviceGetCudaComputeCapability"),
        .name = function(library, "nvmlDeviceGetName"),
    };
    if (nvml.init == NULL && nvml.init_v2 == NULL) {
        return report_failure("nvmlInitWithFlags", -1, "the library is too old");
    }
    int code = nvml.init != NULL ? nvml.init(0) : nvml.init_v2();
    if (code != 0) return report_failure("nvmlInitWithFlags", code, words(&nvml, code));
    int status = report_all(&nvml, output);
    if (nvml.shutdown != NULL) nvml.shutdown();
    return status;
}
