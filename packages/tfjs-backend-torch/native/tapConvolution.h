// Convolutions of small images with many channels as sums of matrix products, one for each place ("tap") of the
// filter. Kernels that go image by image fetch all weights for each; here each weight serves the whole batch, and
// taps that fall on the border cost nothing.
#pragma once
#include "window.h"

/** Whether a convolution of [B, H, W, I], of `like`'s type and device, by [h, w, I, O] is faster this way. */
bool suitsTaps(at::IntArrayRef x, const at::Tensor& like, at::IntArrayRef filter, const Window& window);

/** The same with a filter at hand: of few images too, where other ways would have to copy it first. */
bool suitsTaps(at::IntArrayRef x, const at::Tensor& like, const at::Tensor& filter, const Window& window);

/** [B, H', W', O] of [B, H, W, I] and [h, w, I, O]; the result lies in memory position by position. */
at::Tensor convolvedByTaps(const at::Tensor& x, const at::Tensor& filter, const Optional<at::Tensor>& bias,
                           const Window& window);

/** The gradient of an image of the given shape. */
at::Tensor inputGradByTaps(const at::Tensor& dy, const at::Tensor& filter, at::IntArrayRef shape, const Window& window);

/** Adds to a filter's gradient, in place, those of its uses on images [B, H, W, I] with errors [B, H', W', O]. */
at::Tensor filterGradByTaps(const std::vector<at::Tensor>& xs, const std::vector<at::Tensor>& dys, at::Tensor gradient,
                            const Window& window);
