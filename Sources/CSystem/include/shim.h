// The few system calls that Swift's Glibc module does not import, because it is built without
// _GNU_SOURCE or because they are variadic. Each wraps exactly one call, except swuv_spawn.
// Like those calls, they return -1 (or a null pointer) and set errno, unless the comment says otherwise.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Flags of renameat2.
enum { SWUV_RENAME_NOREPLACE = 1, SWUV_RENAME_EXCHANGE = 2 };

int swuv_renameat2(int from_directory, const char *from, int to_directory, const char *to, unsigned flags);

// memmem(3): where `sought` begins in `bytes`, or null.
const void *swuv_find_bytes(const void *bytes, size_t count, const void *sought, size_t sought_count);

// copy_file_range at the current offsets of both files; the number of bytes, 0 at the end.
intptr_t swuv_copy_file_range(int from, int to, size_t count);

// ioctl FICLONE: `to` becomes a copy that shares the blocks of `from`.
int swuv_clone(int from, int to);

// The system's text for an errno in the C locale, or null. Never fails, safe in any thread.
const char *swuv_error_text(int code);

// The process environment: null-terminated array of KEY=VALUE, or null.
char *const *swuv_environment(void);

// The processors that this process may run on.
int swuv_processor_count(void);

// The arguments of this process as the kernel gave them, null-terminated, or null where the C library does not tell.
char *const *swuv_arguments(void);

// Remembers how this process was given SIGPIPE and the limit of open files, then ignores the signal and raises the
// soft limit to the hard one, at most `most`.
void swuv_adapt_process(uint64_t most);

// Puts back what swuv_adapt_process changed, for a program that takes this one's place.
void swuv_restore_process(void);

// Opens nothing and searches nothing: execve(2). Returns the errno.
int swuv_execute(const char *path, char *const *arguments, char *const *environment);

// AT_HWCAP of the auxiliary vector, 0 where there is none.
uint64_t swuv_hardware_capabilities(void);

// What CPUID says of an x86-64 processor: ECX of leaf 1, EBX of leaf 7, ECX of leaf 0x80000001 (each 0 when the
// processor has no such leaf), and XCR0, 0 where XSAVE is off. 0 on another processor, else 1.
int swuv_x86_registers(uint32_t *leaf1_ecx, uint32_t *leaf7_ebx, uint32_t *extended_ecx, uint64_t *xcr0);

// The number of columns of the terminal behind `fd`, or 0. Does not set errno.
int swuv_terminal_columns(int fd);

// A pipe of two close-on-exec descriptors above 2.
int swuv_pipe(int ends[2]);

// A file in memory with these bytes, at offset 0, close-on-exec and above 2: the descriptor.
int swuv_memory_file(const void *bytes, size_t count);

// Opens /dev/null for reading, close-on-exec and above 2: the descriptor.
int swuv_open_null(void);

// A descriptor that polls readable when the process ends, close-on-exec.
int swuv_process_descriptor(int32_t pid);

// 1 when the child has ended (it is not reaped), 0 when it runs.
int swuv_has_ended(int32_t pid);

// Kills what is left of the group of an ended or running child, reaps it and gives its wait status.
int swuv_reap(int32_t pid);

// Kills the group of a child and reaps it, but waits at most some seconds for that: a process that a driver holds
// in the kernel ends only when the driver lets go of it. One that is not reaped keeps its id until swuv ends.
void swuv_end(int32_t pid);

// Kills the groups of all children that swuv_spawn started and swuv_reap has not ended yet.
// May be called from a signal handler.
void swuv_kill_children(void);

// Starts `path` (no PATH search) as the leader of its own process group, with default signal
// handling, an empty signal mask, the three given descriptors as 0, 1 and 2 and no others.
// `directory` may be null. Returns 0 or an errno; *pid is set on success.
int swuv_spawn(int32_t *pid, const char *path, char *const *arguments, char *const *environment,
               const char *directory, int input, int output, int error);
