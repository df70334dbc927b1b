/* Makes .eh_frame and .eh_frame_hdr what they were. */
#pragma once
#include <stdint.h>

/* frames: .eh_frame, with differences in place of addresses; header: .eh_frame_hdr, whose table is zeros. */
void frames_restore(uint8_t *frames, uint8_t *header);
