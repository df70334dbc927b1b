/* Segments, the task state with its trap stacks, and the interrupt table. */
#pragma once

/* Loads all three. Before this, any trap resets the machine. */
void descriptors_load(void);

/* Takes the guard pages of the boot and trap stacks out of the page tables. */
void descriptors_guard_stacks(void);
