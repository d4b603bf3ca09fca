// A libze_loader.so.1 for tests: what it does is in the variable FAKE. Compiled with OLD it has no zeInitDrivers.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int is(const char *mode) {
    const char *fake = getenv("FAKE");
    return fake != NULL && strcmp(fake, mode) == 0;
}

static int drivers(uint32_t *count, void **handles) {
    if (is("error")) return 0x78000001;
    if (handles != NULL) {
        for (uint32_t i = 0; i < *count; i++) handles[i] = (char *)NULL + i + 1;
        // More than there was room for.
        if (is("many")) *count = 1000000;
        return 0;
    }
    *count = is("none") ? 0 : is("many") ? 1000000 : 1;
    return 0;
}

#ifdef OLD
int zeInit(uint32_t flags) { return flags == 1 ? 0 : 0x78000004; }
int zeDriverGet(uint32_t *count, void **handles) { return drivers(count, handles); }
#else
int zeInitDrivers(uint32_t *count, void **handles, const uint32_t *type) {
    // The kind of the structure, and the flag behind its pointer.
    if (type[0] != 0x20021 || type[4] != 1) return 0x78000004;
    return drivers(count, handles);
}
#endif

int zeDeviceGet(void *driver, uint32_t *count, void **handles) {
    (void)driver;
    if (handles != NULL) {
        for (uint32_t i = 0; i < *count; i++) handles[i] = (char *)NULL + i + 1;
        return 0;
    }
    *count = is("many") ? 4000000000u : 3;
    return 0;
}

// Written by offsets, as the library's own declarations lie in memory on 64-bit systems.
int zeDeviceGetProperties(void *device, unsigned char *properties) {
    size_t number = (size_t)device;
    uint32_t kind, vendor = number == 3 ? 0x10de : 0x8086, version = number == 1 ? 83951620 : 83902464;
    unsigned char *extension;
    memcpy(&kind, properties, 4);
    memcpy(&extension, properties + 8, 8);
    if (kind != 3 || extension == NULL) return 0x78000004;
    if (is("blind") && number == 1) return 0x70000001;
    memcpy(properties + 20, &vendor, 4);
    memset(properties + 112, is("control") ? 0xff : 0, 256);
    if (!is("control")) strcpy((char *)properties + 112, "Intel(R) Arc(TM) Graphics");
    memcpy(&kind, extension, 4);
    if (kind == 0x1000f) memcpy(extension + 16, &version, 4);
    return 0;
}
