/* The domain's memory map where the loader gave none, i.e. a start info of version 0. */
#pragma once
#include <stdint.h>

#include "xen/interface.h"

/* Asks the hypervisor; returns how many entries it has written, 0 where there is no Xen to ask. */
uint32_t memory_map_ask(struct hvm_memmap_table_entry *to, uint32_t most);
