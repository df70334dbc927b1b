/* The local APIC's one-shot timer, which ends an idle wait where there is no hypervisor to do it. */
#pragma once
#include <stdint.h>

/* Shows the APIC in the direct map and lets its timer count, so that somebody who knows the time can end it. */
void apic_timer_calibration_begin(void);

/* Between begin and end lay one part of so many in a second. */
void apic_timer_calibration_end(uint64_t parts_of_second);

/* An interrupt after so many nanoseconds, or a second if that is less. */
void apic_timer_set(uint64_t nanoseconds);

/* Tells the APIC that its interrupt was taken. */
void apic_timer_acknowledge(void);
