#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <cpuid.h>
#endif

int swuv_renameat2(int from_directory, const char *from, int to_directory, const char *to, unsigned flags) {
    return renameat2(from_directory, from, to_directory, to, flags);
}

const void *swuv_find_bytes(const void *bytes, size_t count, const void *sought, size_t sought_count) {
    return memmem(bytes, count, sought, sought_count);
}

intptr_t swuv_copy_file_range(int from, int to, size_t count) {
    return copy_file_range(from, NULL, to, NULL, count, 0);
}

int swuv_clone(int from, int to) { return ioctl(to, FICLONE, from); }

const char *swuv_error_text(int code) { return strerrordesc_np(code); }

int swuv_processor_count(void) {
    cpu_set_t set;
    // A machine of more processors than the set has room for tells only in this other, slower way.
    return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : (int)sysconf(_SC_NPROCESSORS_ONLN);
}

char *const *swuv_environment(void) { return environ; }

static char *const *given_arguments;

// glibc gives a constructor what main gets; other C libraries do not, so nobody else is believed. Swift's own way to the
// arguments reads /proc/self/maps, which costs more than all that `swuv run` has to do.
#if defined(__GLIBC__)
__attribute__((constructor)) static void keep_arguments(int count, char **arguments) {
    (void)count;
    given_arguments = arguments;
}
#endif

char *const *swuv_arguments(void) { return given_arguments; }

static struct sigaction given_pipe_action;
static struct rlimit given_file_limit;
static int is_adapted;

void swuv_adapt_process(uint64_t most) {
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    if (sigaction(SIGPIPE, &ignore, &given_pipe_action) != 0) return;
    if (getrlimit(RLIMIT_NOFILE, &given_file_limit) != 0) given_file_limit.rlim_cur = RLIM_INFINITY;
    is_adapted = 1;
    struct rlimit limit = given_file_limit;
    rlim_t wanted = limit.rlim_max < most ? limit.rlim_max : most;
    if (limit.rlim_cur >= wanted) return;
    limit.rlim_cur = wanted;
    setrlimit(RLIMIT_NOFILE, &limit);
}

void swuv_restore_process(void) {
    if (!is_adapted) return;
    is_adapted = 0;
    sigaction(SIGPIPE, &given_pipe_action, NULL);
    if (given_file_limit.rlim_cur != RLIM_INFINITY) setrlimit(RLIMIT_NOFILE, &given_file_limit);
}

int swuv_execute(const char *path, char *const *arguments, char *const *environment) {
    execve(path, arguments, environment);
    return errno;
}

int swuv_x86_registers(uint32_t *leaf1_ecx, uint32_t *leaf7_ebx, uint32_t *extended_ecx, uint64_t *xcr0) {
    *leaf1_ecx = *leaf7_ebx = *extended_ecx = 0;
    *xcr0 = 0;
#if defined(__x86_64__)
    unsigned a, b, c, d;
    if (__get_cpuid(1, &a, &b, &c, &d)) *leaf1_ecx = c;
    if (__get_cpuid_count(7, 0, &a, &b, &c, &d)) *leaf7_ebx = b;
    if (__get_cpuid(0x80000001, &a, &b, &c, &d)) *extended_ecx = c;
    // OSXSAVE: without it XGETBV is an illegal instruction.
    if (*leaf1_ecx & (1u << 27)) {
        uint32_t low, high;
        __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
        *xcr0 = ((uint64_t)high << 32) | low;
    }
    return 1;
#else
    return 0;
#endif
}

uint64_t swuv_hardware_capabilities(void) { return getauxval(AT_HWCAP); }

int swuv_terminal_columns(int fd) {
    int saved = errno;
    struct winsize size;
    int columns = ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
    errno = saved;
    return columns;
}

// Moves a descriptor above 2, so that it can be given to a child as 0, 1 or 2.
static int above_standard(int fd) {
    if (fd < 0 || fd > 2) return fd;
    int moved = fcntl(fd, F_DUPFD_CLOEXEC, 3);
    int saved = errno;
    close(fd);
    errno = saved;
    return moved;
}

int swuv_pipe(int ends[2]) {
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    ends[0] = above_standard(ends[0]);
    ends[1] = above_standard(ends[1]);
    if (ends[0] >= 0 && ends[1] >= 0) return 0;
    int saved = errno;
    if (ends[0] >= 0) close(ends[0]);
    if (ends[1] >= 0) close(ends[1]);
    errno = saved;
    return -1;
}

int swuv_memory_file(const void *bytes, size_t count) {
    int fd = above_standard(memfd_create("swuv", MFD_CLOEXEC));
    if (fd < 0) return -1;
    size_t done = 0;
    while (done < count) {
        ssize_t written = write(fd, (const char *)bytes + done, count - done);
        if (written > 0) {
            done += (size_t)written;
        } else if (errno != EINTR) {
            int saved = errno;
            close(fd);
            errno = saved;
            return -1;
        }
    }
    lseek(fd, 0, SEEK_SET);
    return fd;
}

int swuv_open_null(void) { return above_standard(open("/dev/null", O_RDONLY | O_CLOEXEC)); }

int swuv_process_descriptor(int32_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int swuv_has_ended(int32_t pid) {
    siginfo_t info;
    info.si_pid = 0;
    while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0) {
        if (errno != EINTR) return -1;
    }
    return info.si_pid == pid;
}

// The groups that run, 0 in free places. A child that finds none is only not killed by swuv_kill_children.
enum { PLACES = 256 };
static _Atomic int32_t groups[PLACES];

static void replace(int32_t old, int32_t new) {
    for (int i = 0; i < PLACES; i++) {
        int32_t expected = old;
        if (atomic_compare_exchange_strong(&groups[i], &expected, new)) return;
    }
}

void swuv_kill_children(void) {
    for (int i = 0; i < PLACES; i++) {
        int32_t group = atomic_load(&groups[i]);
        if (group > 0) kill(-group, SIGKILL);
    }
}

void swuv_end(int32_t pid) {
    kill(-pid, SIGKILL);
    replace(pid, 0);
    const struct timespec pause = {.tv_nsec = 1000000};
    for (int i = 0; i < 2000; i++) {
        pid_t ended = waitpid(pid, NULL, WNOHANG);
        if (ended == pid || (ended < 0 && errno != EINTR)) return;
        nanosleep(&pause, NULL);
    }
}

int swuv_reap(int32_t pid) {
    // The child keeps its id, and so that of its group, until it is reaped: no other group can be meant.
    kill(-pid, SIGKILL);
    replace(pid, 0);
    int status = 0;
    while (waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR) return -1;
    }
    return status;
}

int swuv_spawn(int32_t *pid, const char *path, char *const *arguments, char *const *environment,
               const char *directory, int input, int output, int error) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int code = posix_spawn_file_actions_init(&actions);
    if (code != 0) return code;
    code = posix_spawnattr_init(&attributes);
    if (code != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return code;
    }
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    pid_t child = 0;
    // The callers pass descriptors above 2, so that no dup2 overwrites one that a later dup2 needs.
    if ((code = posix_spawn_file_actions_adddup2(&actions, input, 0)) == 0 &&
        (code = posix_spawn_file_actions_adddup2(&actions, output, 1)) == 0 &&
        (code = posix_spawn_file_actions_adddup2(&actions, error, 2)) == 0 &&
        (code = posix_spawn_file_actions_addclosefrom_np(&actions, 3)) == 0 &&
        (directory == NULL ||
         (code = posix_spawn_file_actions_addchdir_np(&actions, directory)) == 0) &&
        (code = posix_spawnattr_setpgroup(&attributes, 0)) == 0 &&
        (code = posix_spawnattr_setsigmask(&attributes, &none)) == 0 &&
        (code = posix_spawnattr_setsigdefault(&attributes, &all)) == 0 &&
        (code = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                                          POSIX_SPAWN_SETSIGDEF)) == 0) {
        code = posix_spawn(&child, path, &actions, &attributes, arguments, environment);
    }
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (code == 0) replace(0, child);
    *pid = child;
    return code;
}
