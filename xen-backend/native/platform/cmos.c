#include "platform/cmos.h"

#include "cpu/instructions.h"

#define CMOS_INDEX 0x70
#define CMOS_DATA 0x71

static unsigned cmos(uint8_t index) {
    port_write(CMOS_INDEX, index);
    const unsigned value = port_read(CMOS_DATA);
    return (value >> 4) * 10 + (value & 15);
}

/* Days since 1970-01-01 of a date of the Gregorian calendar, its year beginning in March. */
static uint64_t days_before(unsigned year, unsigned month, unsigned day) {
    const unsigned march_year = month <= 2 ? year - 1 : year;
    const unsigned march_month = (month + 9) % 12;
    const uint64_t before_year = 365ull * march_year + march_year / 4 - march_year / 100 + march_year / 400;
    return before_year + (153 * march_month + 2) / 5 + day - 1 - 719468;
}

uint64_t cmos_seconds(void) {
    unsigned second, minute, hour, day, month, year;
    do { /* read again if the second changed meanwhile */
        second = cmos(0);
        minute = cmos(2);
        hour = cmos(4);
        day = cmos(7);
        month = cmos(8);
        year = 2000 + cmos(9);
    } while (second != cmos(0));
    return days_before(year, month, day) * 86400 + hour * 3600ull + minute * 60ull + second;
}
