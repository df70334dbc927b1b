/* The end of an image that cannot go on. */
#pragma once
#include <stdint.h>

#define PANIC_EXIT_CODE 127

/* One line on the console, the return addresses from here on, and a crash of the domain. */
__attribute__((noreturn, format(printf, 1, 2))) void panic(const char *format, ...);

/* As panic, with the return addresses of the frame that rbp names and rip as the first. */
__attribute__((noreturn, format(printf, 3, 4))) void panic_at(uint64_t rip, uint64_t rbp, const char *format, ...);
