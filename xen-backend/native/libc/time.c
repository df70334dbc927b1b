/* time.h and sys/time.h over time/clock.h. */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/time.h>
#include <time.h>

#include "libc/deadline.h"
#include "platform/platform.h"
#include "threads/thread.h"

#define NANOSECONDS 1000000000ull

static bool is_wall(clockid_t clock) {
    return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
}

static uint64_t nanoseconds_of(const struct timespec *time) {
    if (time->tv_sec < 0) {
        return 0;
    }
    if ((uint64_t)time->tv_sec >= NEVER / NANOSECONDS) {
        return NEVER;
    }
    return (uint64_t)time->tv_sec * NANOSECONDS + (uint64_t)time->tv_nsec;
}

uint64_t deadline_of(clockid_t clock, const struct timespec *time) {
    const uint64_t at = nanoseconds_of(time);
    if (at == NEVER || !is_wall(clock)) {
        return at;
    }
    const uint64_t now = platform_wall();
    return at > now ? platform_monotonic() + (at - now) : 0;
}

static uint64_t deadline_after(const struct timespec *duration) {
    const uint64_t length = nanoseconds_of(duration);
    const uint64_t now = platform_monotonic();
    return length >= NEVER - now ? NEVER - 1 : now + length;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    const uint64_t now = is_wall(clock) ? platform_wall() : platform_monotonic();
    time->tv_sec = (time_t)(now / NANOSECONDS);
    time->tv_nsec = (long)(now % NANOSECONDS);
    return 0;
}

int clock_getres(clockid_t clock, struct timespec *resolution) {
    (void)clock;
    *resolution = (struct timespec){0, 1};
    return 0;
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *time, struct timespec *remaining) {
    (void)remaining;
    const uint64_t deadline = flags & TIMER_ABSTIME ? deadline_of(clock, time) : deadline_after(time);
    thread_wait(NULL, deadline == NEVER ? NEVER - 1 : deadline);
    return 0;
}

int nanosleep(const struct timespec *duration, struct timespec *remaining) {
    return clock_nanosleep(CLOCK_MONOTONIC, 0, duration, remaining);
}

time_t time(time_t *to) {
    const time_t now = (time_t)(platform_wall() / NANOSECONDS);
    if (to != NULL) {
        *to = now;
    }
    return now;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    (void)zone;
    const uint64_t now = platform_wall();
    time->tv_sec = (time_t)(now / NANOSECONDS);
    time->tv_usec = (suseconds_t)(now % NANOSECONDS / 1000);
    return 0;
}
