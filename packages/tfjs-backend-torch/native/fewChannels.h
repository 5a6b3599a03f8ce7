// The gradient of an image of few channels. Kernels that make a vector of the channels of one pixel waste most of it on
// three colours; here a vector runs along a row of the image.
#pragma once
#include "window.h"

/** Whether the gradient of an image [B, H, W, I] by a filter [h, w, I, O] is faster this way. */
bool suitsFewChannels(at::IntArrayRef x, const at::Tensor& dy, const at::Tensor& filter, const Window& window);

/** The gradient of an image of the given shape, for the error dy [B, H', W', O]. */
at::Tensor inputGradOfFewChannels(const at::Tensor& dy, const at::Tensor& filter, at::IntArrayRef shape,
                                  const Window& window);
