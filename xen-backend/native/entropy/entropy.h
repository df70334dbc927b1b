/* Random octets fit for keys. */
#pragma once
#include <stddef.h>

/* Keys the generator; panics where the processor has no source of entropy. */
void entropy_start(void);

/* Never fails and never blocks after entropy_start. */
void entropy_fill(void *to, size_t count);
