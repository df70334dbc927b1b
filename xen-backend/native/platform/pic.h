/* The two interrupt controllers of a PC of old. Firmware leaves their interrupts at the numbers of exceptions. */
#pragma once

/* None of theirs comes from now on. */
void pic_silence(void);
