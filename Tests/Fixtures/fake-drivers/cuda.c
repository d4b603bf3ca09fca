// A libcuda.so.1 for tests: what it does is in the variable FAKE.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int is(const char *mode) {
    const char *fake = getenv("FAKE");
    return fake != NULL && strcmp(fake, mode) == 0;
}

int cuInit(unsigned flags) {
    (void)flags;
    // Hidden devices must not count.
    if (getenv("CUDA_VISIBLE_DEVICES") != NULL) return 100;
    if (is("crash")) *(volatile int *)NULL = 1;
    return is("error") ? 803 : is("zero") ? 100 : 0;
}

int cuDriverGetVersion(int *version) {
    *version = 12080;
    return 0;
}

int cuDeviceGetCount(int *count) {
    *count = is("negative") ? -5 : 2;
    return 0;
}

int cuDeviceGet(int *device, int index) {
    *device = index + 10;
    return 0;
}

int cuDeviceGetAttribute(int *value, int attribute, int device) {
    if (is("blind") && device == 11) return 1;
    *value = attribute == 75 ? 8 : attribute == 76 ? (device == 10 ? 6 : 9) : -1;
    return 0;
}

int cuDeviceGetName(char *text, int room, int device) {
    (void)device;
    snprintf(text, (size_t)room, "NVIDIA L4");
    return 0;
}

int cuGetErrorString(int code, const char **text) {
    *text = code == 803 ? "system has unsupported display driver / cuda driver combination" : NULL;
    return 0;
}
