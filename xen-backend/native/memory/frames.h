/* Physical memory, in frames of one page. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

/* Kept back from commitments, for thread stacks and page tables, which cannot be refused politely. */
#define FRAMES_KEPT_BACK 64u

/* Adds [start, end) of RAM; whole pages of it are used. */
void frames_add(uint64_t start, uint64_t end);

/* Makes what was added ready to be taken; the bookkeeping takes its room below reachable, an address already mapped. */
void frames_start(uint64_t reachable);

/* The ranges that were added, for whoever maps them: false past the last. */
bool frames_range(unsigned index, uint64_t *start, uint64_t *end);

/* A frame of zeros, or 0 when there is none. */
uint64_t frames_take(void);
void frames_give(uint64_t frame);

/* As frames_take, for count frames that lie side by side; those kept back are not touched for it. */
uint64_t frames_take_contiguous(uint64_t count);

/* Whether count frames may be committed, those kept back not counted. */
bool frames_can_commit(uint64_t count);

/* Whether they ever could not. */
bool frames_were_refused(void);
uint64_t frames_free(void);
uint64_t frames_total(void);
