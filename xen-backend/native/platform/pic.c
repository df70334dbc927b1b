#include "platform/pic.h"

#include "cpu/instructions.h"

#define MASK_1 0x21
#define MASK_2 0xa1
#define ALL 0xff

void pic_silence(void) {
    port_write(MASK_1, ALL);
    port_write(MASK_2, ALL);
}
