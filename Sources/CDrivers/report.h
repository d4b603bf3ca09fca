// What the three reports share.
#pragma once
#include <stddef.h>

// No machine has more; a driver that claims more is not believed.
enum { MOST_DEVICES = 1024 };

// One line `key value`; what is no printable ASCII in it becomes `?`, and it is cut after some 300 bytes.
__attribute__((format(printf, 3, 4))) void report(int output, const char *key, const char *format, ...);

// Says on standard error which call failed, with which code and, unless null, in which words.
int report_failure(const char *call, long code, const char *words);

// The function, or null where the library lacks it.
void *function(void *library, const char *name);

// Makes an array of characters that a driver filled end somewhere.
#define TERMINATE(text) ((text)[sizeof(text) - 1] = 0)
