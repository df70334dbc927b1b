/* The domain's command line, split into words as an argument vector. */
#pragma once

/* Copies and splits; words past the bounds of the vector or the buffer are a panic. */
void command_line_take(const char *text);
int command_line_count(void);
char **command_line_words(void);
