// What convolutions and poolings share: sliding windows with padding that may differ between the two sides.
#pragma once
#include "Call.h"

/**
 * Each vector has one entry per spatial axis; `before` and `after` are rows and columns of padding. They may be
 * negative, where a stride is longer than its kernel and the first rows are not looked at.
 */
struct Window {
  Sizes strides;
  Sizes before;
  Sizes after;
  Sizes dilations;
};

/** Reads strides, [before..., after...] and dilations from three arguments. */
Window windowOf(Call& call, size_t index);

/** Throws unless the shape is [B, ..., C] with the spatial axes of the window. */
void requireAxes(const Window& window, at::IntArrayRef shape);

/** [B, out..., channels]: what a window of `kernel` pixels per axis gives over images of the shape [B, ..., C]. */
Sizes slidOver(const Window& window, at::IntArrayRef shape, at::IntArrayRef kernel, int64_t channels);

/**
 * Throws unless a gradient has the shape of the result that it is the gradient of. LibTorch's passes back do not
 * look, and read beyond the gradient's memory.
 */
void requireGradient(const at::Tensor& dy, at::IntArrayRef shape);

/** Whether LibTorch's own padding, the same on both sides, does it. */
bool isEven(const Window& window);

/** [B, ..., C] as LibTorch wants it, [B, C, ...], without a copy: the memory stays channels-last. */
at::Tensor channelsFirst(const at::Tensor& x);
at::Tensor channelsLast(const at::Tensor& x);
/** How images lie in memory where we choose: the channels of a pixel next to each other, or whole planes. */
enum class Layout { channelsLast, channelsFirst };
/** The faster one by default: on GPUs and processors with AVX-512 the first, else the second. */
Layout layoutFor(const at::Device& device);
void setLayout(const std::string& name);

/** [B, C, ...] of 2 or 3 spatial axes as memory in the layout of choice. */
at::Tensor dense(const at::Tensor& x);
at::MemoryFormat denseFormat(const at::Tensor& x);

/** [B, C, ...] with `value` around it. */
at::Tensor padded(const at::Tensor& x, const Window& window, double value);
/** The inverse of `padded` for gradients: cuts the border off, and adds one where rows were left out. */
at::Tensor cropped(const at::Tensor& x, const Window& window);
