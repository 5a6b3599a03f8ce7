// Max pooling of images on the processor, in whichever of three layouts they lie in memory.
#pragma once
#include "window.h"

/** Whether these loops take such an image, [B, H, W, C]; LibTorch's do the rest. */
bool suitsMaxima(const at::Tensor& x, const Window& window);

struct Maxima {
  at::Tensor values;  // [B, H', W', C]
  at::Tensor places;  // row x width + column of each in its image, int32; undefined where not asked for
};

/** NaN is no maximum, as tfjs has it; of equal ones the first counts. */
Maxima maximaOf(const at::Tensor& x, const Sizes& kernel, const Window& window, bool withPlaces);

/** The gradient of an image like x. */
at::Tensor maximaGrad(const at::Tensor& dy, const at::Tensor& places, const at::Tensor& x);
