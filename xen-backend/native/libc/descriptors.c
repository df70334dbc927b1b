/*
 * Three descriptors, as every program expects them, one that gives random octets, and a pipe in which nothing ever
 * arrives: .NET's console has a thread that waits there for signals. There are no files.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "entropy/entropy.h"
#include "platform/platform.h"
#include "threads/thread.h"

#define RANDOM_DESCRIPTOR 3
#define PIPE_OUTPUT 4
#define PIPE_INPUT 5
#define LAST_DESCRIPTOR PIPE_INPUT

static bool is_open(int descriptor) {
    return descriptor >= 0 && descriptor <= LAST_DESCRIPTOR;
}

static bool is_console(int descriptor) {
    return descriptor == STDOUT_FILENO || descriptor == STDERR_FILENO;
}

int open64(const char *path, int flags, ...) {
    (void)flags;
    if (strcmp(path, "/dev/urandom") == 0 || strcmp(path, "/dev/random") == 0) {
        return RANDOM_DESCRIPTOR;
    }
    return thread_fail(ENOENT);
}

int close(int descriptor) {
    return is_open(descriptor) ? 0 : thread_fail(EBADF);
}

ssize_t read(int descriptor, void *to, size_t count) {
    if (descriptor == STDIN_FILENO) {
        return 0;
    }
    if (descriptor == RANDOM_DESCRIPTOR) {
        entropy_fill(to, count);
        return (ssize_t)count;
    }
    if (descriptor == PIPE_OUTPUT) {
        for (;;) {
            thread_wait(NULL, NEVER);
        }
    }
    return thread_fail(EBADF);
}

int pipe2(int ends[2], int flags) {
    (void)flags;
    ends[0] = PIPE_OUTPUT;
    ends[1] = PIPE_INPUT;
    return 0;
}

int pipe(int ends[2]) {
    return pipe2(ends, 0);
}

ssize_t write(int descriptor, const void *from, size_t count) {
    if (!is_console(descriptor)) {
        return thread_fail(EBADF);
    }
    platform_console_write(from, count);
    return (ssize_t)count;
}

/* A duplicate of a descriptor is itself: they all stay open for ever. */
int fcntl(int descriptor, int command, ...) {
    if (!is_open(descriptor)) {
        return thread_fail(EBADF);
    }
    return command == F_DUPFD || command == F_DUPFD_CLOEXEC ? descriptor : 0;
}

/* From before glibc 2.33, where the runtime's build stands. */
int __fxstat64(int version, int descriptor, struct stat64 *status);
int __fxstat64(int version, int descriptor, struct stat64 *status) {
    (void)version;
    if (!is_open(descriptor)) {
        return thread_fail(EBADF);
    }
    memset(status, 0, sizeof *status);
    status->st_mode = S_IFCHR | 0600;
    return 0;
}

int isatty(int descriptor) {
    (void)descriptor;
    return thread_fail(ENOTTY) + 1;
}

ssize_t getrandom(void *to, size_t count, unsigned flags) {
    (void)flags;
    entropy_fill(to, count);
    return (ssize_t)count;
}
