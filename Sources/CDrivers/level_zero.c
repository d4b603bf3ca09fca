// Level Zero, as the published Intel provider asks it (spec V-380).
#include "report.h"
#include "shim.h"

#include <stdint.h>

enum {
    MOST_DRIVERS = 64,
    STRUCTURE_DEVICE_PROPERTIES = 0x3,
    STRUCTURE_IP_VERSION = 0x1000f,
    STRUCTURE_DRIVER_TYPE = 0x20021,
    GPU = 1,
};

typedef void *Handle;

typedef struct {
    uint32_t structure;
    const void *next;
    uint32_t flags;
} DriverType;

typedef struct {
    uint32_t structure;
    const void *next;
    uint32_t version;
} IPVersion;

typedef struct {
    uint32_t structure;
    void *next;
    uint32_t type, vendor, device, flags, subdevice, core_clock;
    uint64_t largest_allocation;
    uint32_t contexts, queue_priority, threads_per_unit, width, units_per_subslice, subslices_per_slice, slices;
    uint64_t timer_resolution;
    uint32_t timestamp_bits, kernel_timestamp_bits;
    uint8_t uuid[16];
    char name[256];
} Properties;

// The library writes as many bytes as its own declarations have.
_Static_assert(sizeof(DriverType) == 24 && sizeof(IPVersion) == 24 && sizeof(Properties) == 368, "Level Zero's ABI");

typedef struct {
    int (*init_drivers)(uint32_t *count, Handle *drivers, DriverType *type);
    int (*init)(uint32_t flags);
    int (*drivers)(uint32_t *count, Handle *drivers);
    int (*devices)(Handle driver, uint32_t *count, Handle *devices);
    int (*properties)(Handle device, Properties *properties);
} Library;

// The handles of all drivers; fewer when there are more than MOST_DRIVERS.
static int find_drivers(const Library *zero, Handle *drivers, uint32_t *count) {
    DriverType type = {.structure = STRUCTURE_DRIVER_TYPE, .flags = GPU};
    *count = 0;
    int code;
    if (zero->init_drivers != NULL) {
        code = zero->init_drivers(count, NULL, &type);
        if (code != 0 || *count == 0) return code;
        if (*count > MOST_DRIVERS) *count = MOST_DRIVERS;
        code = zero->init_drivers(count, drivers, &type);
    } else {
        code = zero->init(GPU);
        if (code == 0) code = zero->drivers(count, NULL);
        if (code != 0 || *count == 0) return code;
        if (*count > MOST_DRIVERS) *count = MOST_DRIVERS;
        code = zero->drivers(count, drivers);
    }
    if (*count > MOST_DRIVERS) *count = MOST_DRIVERS;
    return code;
}

static void report_device(const Library *zero, Handle device, uint32_t index, int output) {
    IPVersion ip = {.structure = STRUCTURE_IP_VERSION};
    Properties properties = {.structure = STRUCTURE_DEVICE_PROPERTIES, .next = &ip};
    int code = zero->properties(device, &properties);
    if (code != 0) {
        report(output, "skipped", "%u zeDeviceGetProperties failed with code 0x%x", index, (unsigned)code);
        return;
    }
    TERMINATE(properties.name);
    report(output, "device", "%u %u %s", properties.vendor, ip.version, properties.name);
}

int swuv_driver_report_level_zero(void *library, int output) {
    Library zero = {
        .init_drivers = function(library, "zeInitDrivers"),
        .init = function(library, "zeInit"),
        .drivers = function(library, "zeDriverGet"),
        .devices = function(library, "zeDeviceGet"),
        .properties = function(library, "zeDeviceGetProperties"),
    };
    if ((zero.init_drivers == NULL && (zero.init == NULL || zero.drivers == NULL)) || zero.devices == NULL ||
        zero.properties == NULL) {
        return report_failure("zeInitDrivers", -1, "the library lacks functions");
    }
    Handle drivers[MOST_DRIVERS];
    uint32_t driver_count = 0;
    int code = find_drivers(&zero, drivers, &driver_count);
    if (code != 0) return report_failure("zeInitDrivers", code, NULL);
    static Handle devices[MOST_DEVICES];
    uint32_t index = 0;
    for (uint32_t driver = 0; driver < driver_count; driver++) {
        uint32_t count = 0;
        code = zero.devices(drivers[driver], &count, NULL);
        if (count > MOST_DEVICES) count = MOST_DEVICES;
        if (code == 0 && count > 0) code = zero.devices(drivers[driver], &count, devices);
        if (code != 0) {
            report(output, "skipped", "%u zeDeviceGet failed with code 0x%x", driver, (unsigned)code);
            continue;
        }
        if (count > MOST_DEVICES) count = MOST_DEVICES;
        for (uint32_t i = 0; i < count && index < MOST_DEVICES; i++) {
            report_device(&zero, devices[i], index++, output);
        }
    }
    report(output, "devices", "%u", index);
    return SWUV_DRIVER_ANSWERED;
}
