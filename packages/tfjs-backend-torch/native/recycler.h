// Memory of tensors of megabytes on the processor, which is used again. From the system it comes without pages, and to be
// given them costs more than to fill them: most of the time of an addition of large tensors, at every step of a training.
#pragma once

/** LibTorch's tensors on the processor get their memory here from now on. */
void recycleMemory();

/** Gives back to the system what is kept for use again. */
void releaseKeptMemory();
