/*
 * Of OpenSSL's functions, as System.Security.Cryptography.Native names them, what .NET's RandomNumberGenerator calls:
 * random octets are the shim's own. There is no OpenSSL: whatever else would need it is not linked.
 */
#include <stddef.h>
#include <stdint.h>

#include "entropy/entropy.h"

#define LONGEST_DIGEST_OCTETS 64 /* EVP_MAX_MD_SIZE */

int32_t CryptoNative_EnsureOpenSslInitialized(void);
int32_t CryptoNative_GetMaxMdSize(void);
int32_t CryptoNative_GetRandomBytes(uint8_t *to, int32_t count);
uint64_t CryptoNative_ErrGetExceptionError(int32_t *is_allocation);
void CryptoNative_ErrErrorStringN(uint64_t error, char *to, int32_t size);

int32_t CryptoNative_EnsureOpenSslInitialized(void) {
    return 0;
}

int32_t CryptoNative_GetMaxMdSize(void) {
    return LONGEST_DIGEST_OCTETS;
}

int32_t CryptoNative_GetRandomBytes(uint8_t *to, int32_t count) {
    if (count < 0) {
        return 0;
    }
    entropy_fill(to, (size_t)count);
    return 1;
}

uint64_t CryptoNative_ErrGetExceptionError(int32_t *is_allocation) {
    *is_allocation = 0;
    return 0;
}

void CryptoNative_ErrErrorStringN(uint64_t error, char *to, int32_t size) {
    (void)error;
    if (size > 0) {
        to[0] = 0;
    }
}
