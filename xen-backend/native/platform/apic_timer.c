#include "platform/apic_timer.h"

#include "boot/panic.h"
#include "cpu/instructions.h"
#include "cpu/traps.h"
#include "memory/paging.h"

#define APIC_ENABLED 0x800u
#define APIC_ADDRESS 0xfee00000ull
#define END_OF_INTERRUPT 0xb0u
#define SPURIOUS_VECTOR 0xf0u
#define TIMER_VECTOR 0x320u
#define TIMER_INITIAL 0x380u
#define TIMER_CURRENT 0x390u
#define TIMER_DIVIDE 0x3e0u
#define DIVIDE_BY_ONE 0xbu
#define SOFTWARE_ENABLED 0x100u
#define MASKED 0x10000u
#define NANOSECONDS 1000000000ull

static uint64_t hertz;

static volatile uint32_t *apic(uint32_t place) {
    return direct(APIC_ADDRESS + place);
}

void apic_timer_calibration_begin(void) {
    if ((msr_read(MSR_APIC_BASE) & APIC_ENABLED) == 0) {
        panic("the local APIC is disabled: there is no timer to wake from");
    }
    paging_show(APIC_ADDRESS, APIC_ADDRESS + PAGE_BYTES, ENTRY_UNCACHED);
    *apic(SPURIOUS_VECTOR) = SOFTWARE_ENABLED | TRAP_SPURIOUS;
    *apic(TIMER_DIVIDE) = DIVIDE_BY_ONE;
    *apic(TIMER_VECTOR) = MASKED | TRAP_TIMER;
    *apic(TIMER_INITIAL) = UINT32_MAX;
}

void apic_timer_calibration_end(uint64_t parts_of_second) {
    hertz = (UINT32_MAX - *apic(TIMER_CURRENT)) * parts_of_second;
    *apic(TIMER_VECTOR) = TRAP_TIMER;
    *apic(TIMER_INITIAL) = 0;
}

void apic_timer_set(uint64_t nanoseconds) {
    const uint64_t wait = nanoseconds < NANOSECONDS ? nanoseconds : NANOSECONDS;
    const uint64_t ticks = wait * (hertz / 1000) / (NANOSECONDS / 1000) + 1;
    *apic(TIMER_INITIAL) = ticks > UINT32_MAX ? UINT32_MAX : (uint32_t)ticks;
}

void apic_timer_acknowledge(void) {
    *apic(END_OF_INTERRUPT) = 0;
}
