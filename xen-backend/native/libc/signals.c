/* Sets of signals; none is ever sent from outside. Handlers are in cpu/signals.c. */
#include <signal.h>
#include <string.h>

int __libc_current_sigrtmin(void) {
    return 34;
}

int __libc_current_sigrtmax(void) {
    return 64;
}

int sigemptyset(sigset_t *set) {
    memset(set, 0, sizeof *set);
    return 0;
}

int sigaddset(sigset_t *set, int signal) {
    set->__val[(signal - 1) / 64] |= 1ul << ((signal - 1) % 64);
    return 0;
}

int sigfillset(sigset_t *set) {
    memset(set, 0xff, sizeof *set);
    return 0;
}
