#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <linux/fs.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

int swuv_renameat2(int from_directory, const char *from, int to_directory, const char *to, unsigned flags) {
    return renameat2(from_directory, from, to_directory, to, flags);
}

intptr_t swuv_copy_file_range(int from, int to, size_t count) {
    return copy_file_range(from, NULL, to, NULL, count, 0);
}

int swuv_clone(int from, int to) { return ioctl(to, FICLONE, from); }

const char *swuv_error_text(int code) { return strerrordesc_np(code); }

char *const *swuv_environment(void) { return environ; }

int swuv_terminal_columns(int fd) {
    int saved = errno;
    struct winsize size;
    int columns = ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
    errno = saved;
    return columns;
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
    *pid = child;
    return code;
}
