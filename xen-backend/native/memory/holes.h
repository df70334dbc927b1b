/* Guest frames with no RAM behind them, at whose place the hypervisor is asked to show something. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#define HOLES_BYTES 0x200000ull

/* Of the memory map, every entry whatever its type: the holes lie outside. */
void holes_avoid(uint64_t start, uint64_t end);

/* Chooses the place, after the last holes_avoid: the lowest one that touches nothing known. */
uint64_t holes_start(void);

/* The address of count frames side by side that nobody had before; 0 where there are no more. */
uint64_t holes_take(uint64_t count);
