/* The one image there is, for the unwinder. */
#include <dlfcn.h>
#include <link.h>
#include <stddef.h>

extern const ElfW(Ehdr) __ehdr_start;
extern const char _end[];

int dl_iterate_phdr(int (*visit)(struct dl_phdr_info *, size_t, void *), void *argument) {
    struct dl_phdr_info image = {
        .dlpi_name = "",
        .dlpi_phdr = (const ElfW(Phdr) *)((const char *)&__ehdr_start + __ehdr_start.e_phoff),
        .dlpi_phnum = __ehdr_start.e_phnum,
        .dlpi_adds = 1,
    };
    return visit(&image, sizeof image, argument);
}

int dladdr(const void *address, Dl_info *information) {
    if ((const char *)address < (const char *)&__ehdr_start || (const char *)address >= _end) {
        return 0;
    }
    *information = (Dl_info){.dli_fname = "appliance", .dli_fbase = (void *)(uintptr_t)&__ehdr_start};
    return 1;
}
