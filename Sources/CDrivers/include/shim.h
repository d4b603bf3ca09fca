// Questions to the driver libraries of accelerators. Only the helper process `swuv __driver` may call this:
// a driver can hang, crash or write to standard output (spec V-274).
#pragma once

enum {
    SWUV_DRIVER_ANSWERED = 0,
    // The reason is on standard error.
    SWUV_DRIVER_FAILED = 4,
};

// Makes the process one that nobody misses: no core file, an end after `seconds` whatever happens, and
// standard output led to nowhere. Returns a descriptor of what it was, -1 when that failed.
int swuv_driver_prepare(unsigned seconds);

// The library, or null; then *reason says why, until the next call.
void *swuv_driver_open(const char *place, const char **reason);

// Writes a line to standard error.
void swuv_driver_complain(const char *text);

// Each asks the library and writes what it says to `output`, a line `key value` per fact; a line is complete or
// is not there. One of the statuses above.
int swuv_driver_report_nvml(void *library, int output);
int swuv_driver_report_cuda(void *library, int output);
int swuv_driver_report_level_zero(void *library, int output);
