/* Random octets fit for keys. */
#pragma once
#include <stddef.h>

/* Keys the generator; panics where the processor has no source of entropy. */
void entropy_start(void);

/*
 * Keys the generator afresh, beside what it was keyed with: where the memory of this domain is another's too, neither
 * can tell what the other is given.
 */
void entropy_refresh(void);

/* Never fails and never blocks after entropy_start. */
void entropy_fill(void *to, size_t count);
