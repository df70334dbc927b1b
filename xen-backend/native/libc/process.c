/* The one process there is: how it ends, and what it may ask about itself. */
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "boot/panic.h"
#include "cpu/caches.h"
#include "memory/frames.h"
#include "memory/paging.h"
#include "platform/platform.h"
#include "threads/thread.h"

#define MAX_AT_EXIT 64

void *__dso_handle;
int __cxa_atexit(void (*action)(void *), void *argument, void *library);
void __stack_chk_fail(void);

static struct {
    void (*action)(void *);
    void *argument;
} at_exit[MAX_AT_EXIT];
static int at_exit_count;

int __cxa_atexit(void (*action)(void *), void *argument, void *library) {
    (void)library;
    if (at_exit_count == MAX_AT_EXIT) {
        return -1;
    }
    at_exit[at_exit_count].action = action;
    at_exit[at_exit_count++].argument = argument;
    return 0;
}

static void call_plain(void *action) {
    ((void (*)(void))(uintptr_t)action)();
}

int atexit(void (*action)(void)) {
    return __cxa_atexit(call_plain, (void *)(uintptr_t)action, NULL);
}

void exit(int code) {
    while (at_exit_count > 0) {
        at_exit_count--;
        at_exit[at_exit_count].action(at_exit[at_exit_count].argument);
    }
    _exit(code);
}

/* A code that is a multiple of 256 is not zero, and 127 is a panic's. */
void _exit(int code) {
    if (code == 0) {
        platform_stop(PLATFORM_POWER_OFF, 0);
    }
    platform_stop(PLATFORM_CRASH, (code & 0x7f) == 0 ? 1 : code & 0x7f);
}

void abort(void) {
    panic("abort");
}

void __stack_chk_fail(void) {
    panic("a buffer on the stack overflowed");
}

pid_t getpid(void) {
    return 1;
}

uid_t geteuid(void) {
    return 0;
}

gid_t getegid(void) {
    return 0;
}

long sysconf(int name) {
    switch (name) {
    case _SC_PAGESIZE:
        return (long)PAGE_BYTES;
    case _SC_NPROCESSORS_CONF:
    case _SC_NPROCESSORS_ONLN:
        return 1;
    case _SC_PHYS_PAGES:
        return (long)frames_total();
    case _SC_AVPHYS_PAGES:
        return (long)frames_free();
    case _SC_CLK_TCK:
        return 100;
    case _SC_LEVEL1_DCACHE_SIZE:
        return cache_bytes(1);
    case _SC_LEVEL2_CACHE_SIZE:
        return cache_bytes(2);
    case _SC_LEVEL3_CACHE_SIZE:
        return cache_bytes(3);
    case _SC_LEVEL4_CACHE_SIZE:
        return cache_bytes(4);
    default:
        return thread_fail(EINVAL);
    }
}

int sysinfo(struct sysinfo *information) {
    memset(information, 0, sizeof *information);
    information->totalram = frames_total() * PAGE_BYTES;
    information->freeram = frames_free() * PAGE_BYTES;
    information->mem_unit = 1;
    return 0;
}

int getrlimit64(__rlimit_resource_t resource, struct rlimit64 *limit) {
    (void)resource;
    limit->rlim_cur = RLIM64_INFINITY;
    limit->rlim_max = RLIM64_INFINITY;
    return 0;
}

/* All time since boot is this process's. */
int getrusage(__rusage_who_t who, struct rusage *usage) {
    (void)who;
    const uint64_t now = platform_monotonic();
    memset(usage, 0, sizeof *usage);
    usage->ru_utime.tv_sec = (time_t)(now / 1000000000u);
    usage->ru_utime.tv_usec = (suseconds_t)(now % 1000000000u / 1000);
    return 0;
}

int uname(struct utsname *name) {
    *name = (struct utsname){.sysname = "MirageGen", .nodename = "appliance", .release = "1.0.0", .machine = "x86_64"};
    return 0;
}

int gethostname(char *to, size_t size) {
    static const char name[] = "appliance";
    if (size < sizeof name) {
        return thread_fail(ENAMETOOLONG);
    }
    memcpy(to, name, sizeof name);
    return 0;
}

int sched_getcpu(void) {
    return 0;
}

int sched_getaffinity(pid_t process, size_t size, cpu_set_t *set) {
    (void)process;
    memset(set, 0, size);
    CPU_SET_S(0, size, set);
    return 0;
}

int __sched_cpucount(size_t size, const cpu_set_t *set) {
    (void)size;
    (void)set;
    return 1;
}

cpu_set_t *__sched_cpualloc(size_t count) {
    const size_t octets = CPU_ALLOC_SIZE(count);
    return malloc(octets);
}

void __sched_cpufree(cpu_set_t *set) {
    free(set);
}
