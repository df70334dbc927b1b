/* Formatted output to the console. Every stream is the console; there are no others. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform/platform.h"

FILE *stderr;
FILE *stdout;

size_t fwrite(const void *restrict from, size_t size, size_t count, FILE *restrict stream) {
    (void)stream;
    platform_console_write(from, size * count);
    return count;
}

int fputs(const char *restrict text, FILE *restrict stream) {
    return fwrite(text, 1, strlen(text), stream) == 0 ? 0 : 1;
}

int fflush(FILE *stream) {
    (void)stream;
    return 0;
}

int vasprintf(char **restrict to, const char *restrict format, va_list arguments) {
    va_list measured;
    va_copy(measured, arguments);
    const int length = vsnprintf(NULL, 0, format, measured);
    va_end(measured);
    *to = length < 0 ? NULL : malloc((size_t)length + 1);
    return *to == NULL ? -1 : vsnprintf(*to, (size_t)length + 1, format, arguments);
}

int asprintf(char **restrict to, const char *restrict format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int length = vasprintf(to, format, arguments);
    va_end(arguments);
    return length;
}

int vfprintf(FILE *restrict stream, const char *restrict format, va_list arguments) {
    char text[1024];
    const int length = vsnprintf(text, sizeof text, format, arguments);
    if (length > 0) {
        fwrite(text, 1, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1, stream);
    }
    return length;
}

int fprintf(FILE *restrict stream, const char *restrict format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int length = vfprintf(stream, format, arguments);
    va_end(arguments);
    return length;
}

char *strdup(const char *text) {
    const size_t octets = strlen(text) + 1;
    char *copy = malloc(octets);
    return copy == NULL ? NULL : memcpy(copy, text, octets);
}

/* Error numbers are looked up by who reads the console; the table of texts would be larger than this library. */
char *strerror_r(int error, char *to, size_t size) {
    snprintf(to, size, "error %d", error);
    return to;
}

char *strerror(int error) {
    static char text[32];
    return strerror_r(error, text, sizeof text);
}
