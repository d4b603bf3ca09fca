// A libnvidia-ml.so.1 for tests: what it does is in the variable FAKE.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int is(const char *mode) {
    const char *fake = getenv("FAKE");
    return fake != NULL && strcmp(fake, mode) == 0;
}

int nvmlInitWithFlags(unsigned flags) {
    if (flags != 0) return 2;
    if (is("error")) return 9;
    if (is("hang")) sleep(600);
    if (is("crash")) abort();
    if (is("exit")) exit(0);
    if (is("noise")) printf("cuda 99999\ndevice 99.9 rubbish\n"), fflush(stdout);
    return 0;
}

int nvmlShutdown(void) {
    if (is("late-crash")) abort();
    return 0;
}

const char *nvmlErrorString(int code) { return code == 9 ? "Driver Not Loaded" : code == 15 ? "GPU is lost" : NULL; }

int nvmlSystemGetDriverVersion(char *text, unsigned room) {
    if (is("control")) {
        memset(text, 7, room);
        return 0;
    }
    snprintf(text, room, "580.65.06");
    return 0;
}

int nvmlSystemGetCudaDriverVersion_v2(int *version) {
    if (is("old")) return 13;
    *version = 13000;
    return 0;
}

int nvmlSystemGetCudaDriverVersion(int *version) {
    *version = 12040;
    return 0;
}

int nvmlDeviceGetCount_v2(unsigned *count) {
    if (is("no-count")) return 999;
    *count = is("zero") ? 0 : is("many") ? 4000000000u : 2;
    return 0;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned index, void **device) {
    if (is("lost") && index == 0) return 15;
    *device = (char *)NULL + index + 1;
    return 0;
}

int nvmlDeviceGetCudaComputeCapability(void *device, int *major, int *minor) {
    if (is("blind")) return 3;
    *major = device == (char *)NULL + 1 ? 9 : 7;
    *minor = device == (char *)NULL + 1 ? 0 : 5;
    return 0;
}

int nvmlDeviceGetName(void *device, char *text, unsigned room) {
    (void)device;
    if (is("control")) {
        // No end, and no text.
        memset(text, '\n', room);
        return 0;
    }
    snprintf(text, room, "NVIDIA H200");
    return 0;
}
