/* What belongs to an operating system that is not there. Each fails as POSIX has it fail where it is unsupported. */
    .macro FAIL error, result
    subq $8, %rsp
    call __errno_location
    movl $\error, (%rax)
    movq $\result, %rax
    addq $8, %rsp
    ret
    .endm
#define ENOENT 2
#define ENOSYS 38

#include "libc/absent.inc"

    .text
absent_call: /* int or ssize_t: -1 */
    FAIL ENOSYS, -1
absent_object: /* a pointer: NULL */
    FAIL ENOENT, 0
absent_path: /* int: -1, there is no such file */
    FAIL ENOENT, -1
absent_effect: /* what may be left undone */
    xorl %eax, %eax
    ret

    ABSENT absent_call, dup2, execv, fallocate64, flock, fork, fstatfs64, ftruncate64, getgroups, getpwuid_r
    ABSENT absent_call, ioctl, kill, lseek64, poll, posix_fadvise64, pread64, tcgetattr, tcsetattr, waitpid
    ABSENT absent_call, __getdelim, fgetc, __isoc99_fscanf, sscanf
    ABSENT absent_path, __lxstat64, __xstat64, readlink, statfs64, unlink
    ABSENT absent_object, fopen64, getcwd, opendir, readdir64, realpath, gai_strerror
    ABSENT absent_effect, closedir, fclose, prctl, sigaltstack
    /* What the rest of libSystem.Native would take, should an appliance come to refer to it. */
    ABSENT absent_call, accept4, bind, connect, getpeername, getsockname, getsockopt, listen, recv, recvmsg, send
    ABSENT absent_call, sendfile64, sendmsg, setsockopt, shutdown, socket, getaddrinfo, getnameinfo, getifaddrs
    ABSENT absent_call, epoll_create1, epoll_ctl, epoll_wait, inotify_add_watch, inotify_init1, inotify_rm_watch
    ABSENT absent_call, execve, vfork, waitid, getgrgid_r, getgrouplist, getpwnam_r, getsid, getpriority, setpriority
    ABSENT absent_call, setegid, seteuid, setgid, setgroups, setuid, setrlimit64, sched_setaffinity, getdomainname
    ABSENT absent_call, fchmod, fsync, futimens, msync, preadv64, pwrite64, pwritev64, pathconf, getmntent_r, endmntent
    ABSENT absent_path, access, chdir, chmod, link, mkdir, mkfifo, mkstemps64, rename, rmdir, symlink, utimensat
    ABSENT absent_path, __xmknod, shm_open, shm_unlink
    ABSENT absent_object, dlopen, dlsym, dlerror, mkdtemp, setmntent, if_indextoname
    ABSENT absent_effect, dlclose, freeaddrinfo, freeifaddrs, sync, syslog, pthread_setcancelstate, if_nametoindex
    ABSENT absent_effect, getauxval
    /* What musl's number parsing and formatting refer to for real streams; theirs are strings. */
    ABSENT absent_call, __uflow
    ABSENT absent_effect, __lockfile, __unlockfile, __stdio_exit_needed
    .section .note.GNU-stack, "", @progbits
