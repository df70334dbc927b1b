/* Waiting for what comes from outside. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

/* Something came: whoever waits is woken, or will not wait. */
void events_announce(void);

/* Whether a thread waits for events without a deadline; if so, to idle for ever is no deadlock. */
bool events_awaited(void);

/*
 * Lets the other threads run, until events_announce was called since the last time this returned true, or the
 * monotonic deadline has passed: then false. For one thread at a time.
 */
bool events_wait(uint64_t deadline);
