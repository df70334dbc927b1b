/* The sizes of the processor's data caches, by which the collector chooses how much to allocate between collections. */
#pragma once

/* In octets; 0 where there is no such level or the processor does not say. */
long cache_bytes(unsigned level);
