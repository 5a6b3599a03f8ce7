// Max and average pooling over 2 and 3 spatial axes, with their gradients. Tensors are [B, ..., C].
#include "maxima.h"
#include "ops.h"
#include "window.h"

#include <limits>
#include <stdexcept>

namespace {

constexpr auto negativeInfinity = -std::numeric_limits<double>::infinity();

struct Pooling {
  Sizes kernel;
  Window window;
};

/** Reads the kernel's size, strides, padding and dilations, for images of this shape. */
Pooling poolingOf(Call& call, size_t index, const at::Tensor& x) {
  Pooling pooling{call.integers(index), windowOf(call, index + 1)};
  requireAxes(pooling.window, x.sizes());
  if (pooling.kernel.size() != pooling.window.strides.size()) {
    throw std::invalid_argument("kernel and strides must be of the same axes");
  }
  for (const auto length : pooling.kernel) {
    if (length < 1) throw std::invalid_argument("a window must be of at least one pixel");
  }
  return pooling;
}

/** Throws unless dy is the gradient of a pooling of x. */
void requirePooled(const at::Tensor& dy, const at::Tensor& x, const Pooling& pooling) {
  requireGradient(dy, slidOver(pooling.window, x.sizes(), pooling.kernel, x.size(-1)));
}

bool fitsLibTorch(const Pooling& pooling) {
  if (!isEven(pooling.window)) return false;
  for (size_t axis = 0; axis < pooling.kernel.size(); axis++) {
    if (2 * pooling.window.before[axis] > pooling.kernel[axis]) return false;
  }
  return true;
}

struct Prepared {
  at::Tensor image;
  Sizes padding;
};

/** The image with its border where LibTorch's own padding does not do, and what is left for LibTorch to pad. */
Prepared prepare(const at::Tensor& x, const Pooling& pooling, double border) {
  const auto image = channelsFirst(x);
  if (fitsLibTorch(pooling)) return {dense(image), pooling.window.before};
  return {dense(padded(image, pooling.window, border)), Sizes(pooling.kernel.size(), 0)};
}

std::tuple<at::Tensor, at::Tensor> maxOf(const at::Tensor& image, const Sizes& padding, const Pooling& pooling) {
  const auto& window = pooling.window;
  if (image.dim() == 4) {
    return at::max_pool2d_with_indices(image, pooling.kernel, window.strides, padding, window.dilations);
  }
  return at::max_pool3d_with_indices(image, pooling.kernel, window.strides, padding, window.dilations);
}

/** As tfjs has it, NaN is no maximum; LibTorch lets it through. */
std::tuple<at::Tensor, at::Tensor> maxWithIndices(const Prepared& prepared, const Pooling& pooling) {
  const auto infinity = std::numeric_limits<double>::infinity();
  const auto withoutNaN = [&] { return at::nan_to_num(prepared.image, negativeInfinity, infinity, negativeInfinity); };
  // On a GPU looking is dearer than replacing.
  if (!prepared.image.device().is_cpu()) return maxOf(withoutNaN(), prepared.padding, pooling);
  const auto result = maxOf(prepared.image, prepared.padding, pooling);
  if (!at::isnan(at::sum(std::get<0>(result))).item<bool>()) return result;
  return maxOf(withoutNaN(), prepared.padding, pooling);
}

at::Tensor asFloat(const at::Tensor& x) { return x.to(at::kFloat); }

/** maxPool(x, kernel, strides, padding, dilations) */
void maxPool(Call& call) {
  const auto x = call.tensor(0);
  const auto pooling = poolingOf(call, 1, x);
  if (suitsMaxima(x, pooling.window)) {
    return call.give(maximaOf(asFloat(x), pooling.kernel, pooling.window, false).values.to(x.scalar_type()));
  }
  const auto both = maxWithIndices(prepare(asFloat(x), pooling, negativeInfinity), pooling);
  call.give(channelsLast(std::get<0>(both)).to(x.scalar_type()));
}

/** The same, and where in its image each maximum was: kept for the gradient. */
void maxPoolSaving(Call& call) {
  const auto x = call.tensor(0);
  const auto pooling = poolingOf(call, 1, x);
  if (suitsMaxima(x, pooling.window)) {
    const auto maxima = maximaOf(asFloat(x), pooling.kernel, pooling.window, true);
    call.give(maxima.values.to(x.scalar_type()));
    return call.give(maxima.places);
  }
  const auto both = maxWithIndices(prepare(asFloat(x), pooling, negativeInfinity), pooling);
  call.give(channelsLast(std::get<0>(both)).to(x.scalar_type()));
  // int32 takes half the memory of LibTorch's own int64, and an image has fewer than 2^31 pixels
  call.give(std::get<1>(both).to(at::kInt));
}

/** maxPoolGrad(dy, x, kernel, strides, padding, dilations, indices?) */
void maxPoolGrad(Call& call) {
  const auto x = call.tensor(1);
  const auto pooling = poolingOf(call, 2, x);
  const auto& window = pooling.window;
  const auto saved = call.maybeTensor(6);
  if (suitsMaxima(x, window)) {
    const auto places = saved.has_value() ? *saved : maximaOf(asFloat(x), pooling.kernel, window, true).places;
    return call.give(maximaGrad(asFloat(call.tensor(0)), places, x));
  }
  requirePooled(call.tensor(0), x, pooling);
  const auto dy = dense(channelsFirst(call.tensor(0)));
  if (saved.has_value() && saved->sizes() != dy.sizes()) {
    throw std::invalid_argument("the places must be those of the pooling's maxima");
  }
  const auto prepared = prepare(asFloat(x), pooling, negativeInfinity);
  const auto indices = saved.has_value() ? saved->to(at::kLong) : std::get<1>(maxWithIndices(prepared, pooling));
  const auto& [image, padding] = prepared;
  const auto gradient =
      image.dim() == 4
          ? at::max_pool2d_with_indices_backward(dy, image, pooling.kernel, window.strides, padding, window.dilations,
                                                 false, indices)
          : at::max_pool3d_with_indices_backward(dy, image, pooling.kernel, window.strides, padding, window.dilations,
                                                 false, indices);
  call.give(channelsLast(fitsLibTorch(pooling) ? gradient : cropped(gradient, window)));
}

/** maxPoolPositions(x, kernel, strides, padding, dilations, withBatch): positions in [B, y, x, C] flattened */
void maxPoolPositions(Call& call) {
  const auto x = call.tensor(0);
  const auto pooling = poolingOf(call, 1, x);
  const auto prepared = prepare(asFloat(x), pooling, negativeInfinity);
  const auto both = maxWithIndices(prepared, pooling);
  const auto height = x.size(1), width = x.size(2), channels = x.size(3);
  const auto options = at::TensorOptions().dtype(at::kLong).device(x.device());
  const auto fits = fitsLibTorch(pooling);
  const auto& indices = std::get<1>(both);
  const auto imageWidth = prepared.image.size(3);
  const auto row = at::floor_divide(indices, imageWidth) - (fits ? 0 : pooling.window.before[0]);
  const auto column = at::remainder(indices, imageWidth) - (fits ? 0 : pooling.window.before[1]);
  auto place = (row * width + column) * channels + at::arange(channels, options).view({1, -1, 1, 1});
  if (call.flag(5)) place = place + at::arange(x.size(0), options).view({-1, 1, 1, 1}) * (height * width * channels);
  call.give(channelsLast(std::get<0>(both)).to(x.scalar_type()));
  call.give(channelsLast(place));
}

at::Tensor averaged(const at::Tensor& image, const Pooling& pooling, const Sizes& padding) {
  const auto& window = pooling.window;
  if (image.dim() == 4) return at::avg_pool2d(image, pooling.kernel, window.strides, padding, false, false);
  return at::avg_pool3d(image, pooling.kernel, window.strides, padding, false, false);
}

/**
 * Where the border was padded by hand: one over the share of each window that is image. A window without any
 * has, as tfjs has it, the mean 0 over three axes and NaN over two.
 */
at::Tensor correction(const at::Tensor& image, const Pooling& pooling) {
  Sizes sizes = image.sizes().vec();
  sizes[0] = sizes[1] = 1;
  const auto ones = padded(at::ones(sizes, image.options()), pooling.window, 0);
  const auto factor = at::reciprocal(averaged(ones, pooling, Sizes(pooling.kernel.size(), 0)));
  return image.dim() == 5 ? at::nan_to_num(factor, 0.0, 0.0, 0.0) : factor;
}

/** averagePool(x, kernel, strides, padding, dilations): means over the part of each window that is image */
void averagePool(Call& call) {
  const auto x = call.tensor(0);
  const auto pooling = poolingOf(call, 1, x);
  const auto prepared = prepare(asFloat(x), pooling, 0);
  auto y = averaged(prepared.image, pooling, prepared.padding);
  if (!fitsLibTorch(pooling)) y = at::mul(y, correction(channelsFirst(asFloat(x)), pooling));
  call.give(channelsLast(y).to(x.scalar_type()));
}

/** averagePoolGrad(dy, x, kernel, strides, padding, dilations) */
void averagePoolGrad(Call& call) {
  const auto x = asFloat(call.tensor(1));
  const auto pooling = poolingOf(call, 2, x);
  requirePooled(call.tensor(0), x, pooling);
  auto dy = dense(channelsFirst(call.tensor(0)));
  const auto& window = pooling.window;
  const auto prepared = prepare(x, pooling, 0);
  const auto& [image, padding] = prepared;
  const auto fits = fitsLibTorch(pooling);
  if (!fits) dy = dense(at::mul(dy, correction(channelsFirst(x), pooling)));
  const auto gradient = image.dim() == 4 ? at::avg_pool2d_backward(dy, image, pooling.kernel, window.strides, padding,
                                                                   false, false, {})
                                         : at::avg_pool3d_backward(dy, image, pooling.kernel, window.strides, padding,
                                                                   false, false, {});
  call.give(channelsLast(fits ? gradient : cropped(gradient, window)));
}

}  // namespace

std::vector<Named> poolingOps() {
  return {{"maxPool", maxPool},
          {"maxPoolSaving", maxPoolSaving},
          {"maxPoolGrad", maxPoolGrad},
          {"maxPoolPositions", maxPoolPositions},
          {"averagePool", averagePool},
          {"averagePoolGrad", averagePoolGrad}};
}
