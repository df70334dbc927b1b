/* GRUB loads an image by the Multiboot2 Specification 2.0 where nobody loads it as a PVH kernel. QEMU takes no notice
 * of it. */
#pragma once
#include <stdint.h>

#include "xen/interface.h"

/* Where the loader's information lies; 0 where another loader gave a start info. Written by entry.S. */
extern uint32_t multiboot_information;

/* What the image is given then. */
extern struct hvm_start_info multiboot_start_info;

/* Writes it: command line and memory map. */
void multiboot_take(void);
