#include "entropy/chacha20.h"

static uint32_t rotate(uint32_t word, int bits) {
    return (word << bits) | (word >> (32 - bits));
}

static void quarter_round(uint32_t *state, int a, int b, int c, int d) {
    state[a] += state[b];
    state[d] = rotate(state[d] ^ state[a], 16);
    state[c] += state[d];
    state[b] = rotate(state[b] ^ state[c], 12);
    state[a] += state[b];
    state[d] = rotate(state[d] ^ state[a], 8);
    state[c] += state[d];
    state[b] = rotate(state[b] ^ state[c], 7);
}

/* The nonce is zero: a key is used for one stream and then erased. */
void chacha20_block(const uint32_t key[CHACHA20_KEY_WORDS], uint32_t counter, uint32_t block[CHACHA20_BLOCK_WORDS]) {
    const uint32_t initial[CHACHA20_BLOCK_WORDS] = {
        0x61707865, 0x3320646e, 0x79622d32, 0x6b206574, key[0],  key[1], key[2], key[3],
        key[4],     key[5],     key[6],     key[7],     counter, 0,      0,      0,
    };
    for (int i = 0; i < CHACHA20_BLOCK_WORDS; i++) {
        block[i] = initial[i];
    }
    for (int i = 0; i < 10; i++) {
        quarter_round(block, 0, 4, 8, 12);
        quarter_round(block, 1, 5, 9, 13);
        quarter_round(block, 2, 6, 10, 14);
        quarter_round(block, 3, 7, 11, 15);
        quarter_round(block, 0, 5, 10, 15);
        quarter_round(block, 1, 6, 11, 12);
        quarter_round(block, 2, 7, 8, 13);
        quarter_round(block, 3, 4, 9, 14);
    }
    for (int i = 0; i < CHACHA20_BLOCK_WORDS; i++) {
        block[i] += initial[i];
    }
}
