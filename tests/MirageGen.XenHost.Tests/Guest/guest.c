/*
 * A PVH domain without a runtime: 32-bit, no paging, no interrupts. It says who it is on port 0xe9, writes its command line
 * to the PV console, and does what the command line's first letter says:
 *   c  reports a crash
 *   e  writes back the first line that is typed into its console
 *   f  takes a triple fault
 *   s  waits until it is asked to shut down
 *   w  waits for ever
 * Anything else powers off. Numbers are those of Xen's public headers.
 */
typedef unsigned int u32;
typedef unsigned long long u64;

struct console_ring {
    char in[1024], out[2048];
    volatile u32 in_consumer, in_producer, out_consumer, out_producer;
};

struct store_ring {
    char requests[1024], replies[1024];
    volatile u32 request_consumer, request_producer, reply_consumer, reply_producer;
};

struct store_message {
    u32 type, request, transaction, length;
};

/* No channels and no time: for ever. */
struct poll {
    u32 channels, count;
    u64 until;
};

struct hvm_parameter {
    unsigned short domain;
    u32 index;
    u64 value;
};

enum { EVENT_CHANNEL_OP = 32, HVM_OP = 34, SCHED_OP = 29 };
enum { SEND = 4, GET_PARAMETER = 1, YIELD = 0, SHUTDOWN = 2, POLL = 3 };
enum { STORE_PAGE = 1, STORE_CHANNEL = 2, CONSOLE_PAGE = 17, CONSOLE_CHANNEL = 18 };
enum { POWER_OFF = 0, CRASH = 3 };

char hypercalls[4096] __attribute__((aligned(4096)));

/* The note that makes an ELF file a PVH image: XEN_ELFNOTE_PHYS32_ENTRY. */
__asm__(".pushsection .note.Xen, \"a\", @note\n"
        ".long 4, 4, 18\n.asciz \"Xen\"\n.long _start\n"
        ".popsection\n"
        ".globl _start\n_start: mov $stack + 4096, %esp\npush %ebx\ncall run\n"
        ".pushsection .bss\nstack: .skip 4096\n.popsection");

static u32 hypercall(u32 number, u32 operation, void *argument) {
    u32 result = 0;
    __asm__ volatile("call *%3"
                     : "=a"(result), "+b"(operation), "+c"(argument)
                     : "r"(hypercalls + number * 32)
                     : "memory");
    return result;
}

static void yield(void) {
    hypercall(SCHED_OP, YIELD, 0);
}

static void notify(u32 channel) {
    hypercall(EVENT_CHANNEL_OP, SEND, &channel);
}

static u32 parameter(u32 index) {
    struct hvm_parameter query = {0x7ff0, index, 0};
    hypercall(HVM_OP, GET_PARAMETER, &query);
    return (u32)query.value;
}

static _Noreturn void end(u32 reason) {
    for (;;) {
        hypercall(SCHED_OP, SHUTDOWN, &reason);
    }
}

static void place_hypercalls(void) {
    u32 leaf = 0x40000002, msr = 0, unused = 0, features = 0;
    __asm__ volatile("cpuid" : "+a"(leaf), "=b"(msr), "=c"(unused), "=d"(features));
    __asm__ volatile("wrmsr" : : "c"(msr), "a"(hypercalls), "d"(0) : "memory");
}

/* Waits until the console daemon has it all, so that nothing is lost when the domain ends. */
static void write_line(struct console_ring *ring, const char *text) {
    u32 producer = ring->out_producer;
    for (; *text != 0; text++) {
        ring->out[producer++ & 2047] = *text;
    }
    ring->out[producer++ & 2047] = '\n';
    ring->out_producer = producer;
    notify(parameter(CONSOLE_CHANNEL));
    while (ring->out_consumer != ring->out_producer) {
        yield();
    }
}

static void echo_line(struct console_ring *ring) {
    char line[256];
    u32 length = 0;
    while (length < sizeof line - 1) {
        while (ring->in_consumer == ring->in_producer) {
            yield();
        }
        const char octet = ring->in[ring->in_consumer++ & 1023];
        if (octet == '\n') {
            break;
        }
        line[length++] = octet;
    }
    line[length] = 0;
    write_line(ring, line);
}

/* What the store holds at control/shutdown: the length of the answer, 0 when it is an error. */
static u32 read_shutdown(struct store_ring *ring) {
    static const char path[] = "control/shutdown";
    struct store_message message = {2, 0, 0, sizeof path};
    const char *header = (const char *)&message;
    u32 producer = ring->request_producer;
    for (u32 i = 0; i < sizeof message; i++) {
        ring->requests[producer++ & 1023] = header[i];
    }
    for (u32 i = 0; i < sizeof path; i++) {
        ring->requests[producer++ & 1023] = path[i];
    }
    ring->request_producer = producer;
    notify(parameter(STORE_CHANNEL));
    while (ring->reply_producer - ring->reply_consumer < sizeof message) {
        yield();
    }
    char *answer = (char *)&message;
    for (u32 i = 0; i < sizeof message; i++) {
        answer[i] = ring->replies[(ring->reply_consumer + i) & 1023];
    }
    while (ring->reply_producer - ring->reply_consumer < sizeof message + message.length) {
        yield();
    }
    ring->reply_consumer += sizeof message + message.length;
    notify(parameter(STORE_CHANNEL));
    return message.type == 2 ? message.length : 0;
}

/* start points to hvm_start_info, whose seventh word is the command line's address. */
__attribute__((used)) void run(const u32 *start) {
    for (const char *text = "the test's guest is here\n"; *text != 0; text++) {
        __asm__ volatile("outb %b0, $0xe9" : : "a"(*text));
    }
    place_hypercalls();
    const char *words = (const char *)start[6];
    struct console_ring *console = (struct console_ring *)(parameter(CONSOLE_PAGE) << 12);
    write_line(console, words);
    switch (words[0]) {
    case 'c':
        end(CRASH);
    case 'e':
        echo_line(console);
        break;
    case 'f':
        __asm__ volatile("ud2"); /* there is no interrupt table */
    case 's':
        while (read_shutdown((struct store_ring *)(parameter(STORE_PAGE) << 12)) == 0) {
            yield();
        }
        break;
    case 'w':
        for (;;) {
            struct poll nothing = {0, 0, 0};
            hypercall(SCHED_OP, POLL, &nothing);
        }
    default:
        break;
    }
    end(POWER_OFF);
}
