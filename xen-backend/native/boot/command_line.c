#include "boot/command_line.h"

#include <stddef.h>

#include "boot/panic.h"

#define MAX_WORDS 128
#define MAX_OCTETS 4096

static char octets[MAX_OCTETS];
static char program[] = "appliance";
static char *words[MAX_WORDS + 2] = {program};
static int word_count = 1;

static size_t copy(const char *text) {
    size_t length = 0;
    while (text[length] != 0) {
        if (length == MAX_OCTETS - 1) {
            panic("the command line is longer than %d octets", MAX_OCTETS - 1);
        }
        octets[length] = text[length];
        length++;
    }
    return length;
}

/* Spaces part words; a double-quoted part keeps its spaces, the quotes themselves are dropped. */
void command_line_take(const char *text) {
    const size_t length = copy(text);
    size_t write = 0;
    int quoted = 0;
    int inside = 0;
    for (size_t read = 0; read < length; read++) {
        const char octet = octets[read];
        if (octet == ' ' && !quoted) {
            if (inside) {
                octets[write++] = 0;
            }
            inside = 0;
            continue;
        }
        if (!inside) {
            if (word_count > MAX_WORDS) {
                panic("the command line has more than %d words", MAX_WORDS);
            }
            words[word_count++] = &octets[write];
            inside = 1;
        }
        if (octet == '"') {
            quoted = !quoted;
        } else {
            octets[write++] = octet;
        }
    }
    octets[write] = 0;
}

int command_line_count(void) {
    return word_count;
}

char **command_line_words(void) {
    return words;
}
