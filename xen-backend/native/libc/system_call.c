/* syscall(2), as far as the runtime itself calls it by number. */
#include <errno.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "threads/thread.h"

#define MEMBARRIER_QUERY 0
#define MEMBARRIER_PRIVATE_EXPEDITED (1 << 3)
#define MEMBARRIER_REGISTER_PRIVATE_EXPEDITED (1 << 4)

long syscall(long number, ...) {
    va_list arguments;
    va_start(arguments, number);
    const int command = va_arg(arguments, int);
    va_end(arguments);
    switch (number) {
    case SYS_membarrier: /* one processor sees its own writes in order */
        return command == MEMBARRIER_QUERY ? MEMBARRIER_PRIVATE_EXPEDITED | MEMBARRIER_REGISTER_PRIVATE_EXPEDITED : 0;
    case SYS_gettid:
        return thread_current()->id;
    default:
        return thread_fail(ENOSYS);
    }
}
