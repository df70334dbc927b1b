/* Filters of liblzma that no payload has: its table of filters names them, and would have them linked. */
    .macro absent names:vararg
    .irp name, \names
    .globl \name
    \name:
    .endr
    .endm
    .section .text.absent, "ax", @progbits
    absent lzma_simple_arm64_decoder_init, lzma_simple_arm_decoder_init, lzma_simple_armthumb_decoder_init
    absent lzma_simple_ia64_decoder_init, lzma_simple_powerpc_decoder_init, lzma_simple_sparc_decoder_init
    absent lzma_delta_decoder_init, lzma_delta_props_decode, lzma_delta_coder_memusage
    ud2
    .section .note.GNU-stack, "", @progbits
