/* The end of an image that cannot be unpacked. */
#pragma once

/* The text, a whole line, on the console, and a crash of the domain or a reset of the machine. */
__attribute__((noreturn)) void crash(const char *line);
