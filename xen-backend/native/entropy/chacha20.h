/* The ChaCha20 block function (RFC 8439 section 2.3). */
#pragma once
#include <stdint.h>

#define CHACHA20_KEY_WORDS 8
#define CHACHA20_BLOCK_WORDS 16

void chacha20_block(const uint32_t key[CHACHA20_KEY_WORDS], uint32_t counter, uint32_t block[CHACHA20_BLOCK_WORDS]);
