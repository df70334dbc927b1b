#include "boot/panic.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "memory/paging.h"
#include "platform/platform.h"
#include "threads/thread.h"

#define MAX_FRAMES 32

extern const char __executable_start[], etext[];

static bool panicking;

static void line(const char *text) {
    platform_console_write(text, strlen(text));
}

static bool is_code(uint64_t address) {
    return address >= (uint64_t)__executable_start && address < (uint64_t)etext;
}

/* Follows saved frame pointers, upwards only and only through memory that is mapped. */
static void backtrace(uint64_t rip, uint64_t rbp) {
    char text[64];
    for (int frame = 0; frame < MAX_FRAMES; frame++) {
        snprintf(text, sizeof text, "  #%d 0x%lx\n", frame, rip);
        line(text);
        if (rbp % 8 != 0 || !paging_is_present(rbp) || !paging_is_present(rbp + 8)) {
            return;
        }
        const uint64_t *saved = (const uint64_t *)rbp;
        if (saved[0] <= rbp || !is_code(saved[1])) {
            return;
        }
        rbp = saved[0];
        rip = saved[1];
    }
}

__attribute__((noreturn)) static void die(uint64_t rip, uint64_t rbp, const char *format, va_list arguments) {
    char text[512];
    if (panicking) {
        line("panic: again, while panicking\n");
        platform_stop(PLATFORM_CRASH, PANIC_EXIT_CODE);
    }
    panicking = true;
    vsnprintf(text, sizeof text, format, arguments);
    line("panic: ");
    line(text);
    snprintf(text, sizeof text, " [thread %d]\n", thread_current()->id);
    line(text);
    backtrace(rip, rbp);
    platform_stop(PLATFORM_CRASH, PANIC_EXIT_CODE);
}

void panic(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    die((uint64_t)__builtin_return_address(0), *(const uint64_t *)__builtin_frame_address(0), format, arguments);
}

void panic_at(uint64_t rip, uint64_t rbp, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    die(rip, rbp, format, arguments);
}
