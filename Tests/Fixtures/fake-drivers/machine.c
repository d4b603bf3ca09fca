// A libnvidia-ml.so.1 for whole commands: the file that FAKE_MACHINE names says `DRIVER CUDA CAPABILITY…`, such as
// `580.65.06 13000 9.0 7.5`; what it says may change while nothing else does.
#include <stdio.h>
#include <stdlib.h>

static char driver[80];
static int cuda, count, major[16], minor[16];

int nvmlInitWithFlags(unsigned flags) {
    const char *path = getenv("FAKE_MACHINE");
    FILE *file = path == NULL ? NULL : fopen(path, "r");
    (void)flags;
    if (file == NULL || fscanf(file, "%79s %d", driver, &cuda) != 2) return 9;
    while (count < 16 && fscanf(file, "%d.%d", &major[count], &minor[count]) == 2) count++;
    fclose(file);
    return 0;
}

int nvmlShutdown(void) { return 0; }
const char *nvmlErrorString(int code) { return code == 9 ? "Driver Not Loaded" : NULL; }
int nvmlSystemGetDriverVersion(char *text, unsigned room) { return snprintf(text, room, "%s", driver), 0; }
int nvmlSystemGetCudaDriverVersion_v2(int *version) { return *version = cuda, 0; }
int nvmlDeviceGetCount_v2(unsigned *found) { return *found = (unsigned)count, 0; }
int nvmlDeviceGetHandleByIndex_v2(unsigned index, void **device) { return *device = (char *)NULL + index + 1, 0; }

int nvmlDeviceGetCudaComputeCapability(void *device, int *first, int *second) {
    int index = (int)((char *)device - (char *)NULL) - 1;
    *first = major[index];
    *second = minor[index];
    return 0;
}

int nvmlDeviceGetName(void *device, char *text, unsigned room) {
    (void)device;
    return snprintf(text, room, "NVIDIA GPU"), 0;
}
