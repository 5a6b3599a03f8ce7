// Convolutions of 2 and 3 spatial axes with their gradients, depthwise ones included. Tensors are tfjs's
// [B, ..., C] and filters [..., I, O]; LibTorch sees views of them and works channels-last.
#include "activate.h"
#include "ops.h"
#include "tapConvolution.h"
#include "window.h"

#include <array>
#include <string>

namespace {

/** Small images go to LibTorch's own kernels, which want rows of pixels, and the others to oneDNN. */
constexpr int64_t smallImage = 20480;

at::Tensor arranged(const at::Tensor& x, bool small) { return small ? x.contiguous() : dense(x); }

/** oneDNN has no kernel for some windows; LibTorch's own then do. */
template <typename F>
auto withOrWithoutOneDnn(F compute) -> decltype(compute()) {
  try {
    return compute();
  } catch (const std::exception& error) {
    auto& context = at::globalContext();
    if (!context.userEnabledMkldnn() || std::string(error.what()).find("could not create") == std::string::npos) throw;
    context.setUserEnabledMkldnn(false);
    try {
      auto result = compute();
      context.setUserEnabledMkldnn(true);
      return result;
    } catch (...) {
      context.setUserEnabledMkldnn(true);
      throw;
    }
  }
}

/** [..., I, O] as LibTorch's [O, I, ...]; depthwise [..., C, M] as [C M, 1, ...]. */
at::Tensor weightOf(const at::Tensor& filter, bool depthwise) {
  const auto moved = filter.movedim({-1, -2}, {0, 1});
  if (!depthwise) return moved;
  Sizes sizes{filter.size(-2) * filter.size(-1), 1};
  for (int64_t axis = 0; axis < filter.dim() - 2; axis++) sizes.push_back(filter.size(axis));
  return moved.transpose(0, 1).reshape(sizes);
}

/** The inverse of `weightOf`, for gradients. */
at::Tensor filterOf(const at::Tensor& weight, at::IntArrayRef shape, bool depthwise) {
  if (!depthwise) return weight.movedim({0, 1}, {-1, -2});
  Sizes sizes{shape[shape.size() - 2], shape[shape.size() - 1]};
  sizes.insert(sizes.end(), shape.begin(), shape.end() - 2);
  return weight.reshape(sizes).movedim({0, 1}, {-2, -1});
}

/**
 * The weight of a filter, in the layout that the convolution wants. The filter itself is moved to that memory,
 * seen by the same shape as before, so that the copy is made once in its life: its gradient and the slots of its
 * optimizer have that layout too.
 */
at::Tensor settledWeight(const at::Tensor& filter, bool depthwise, bool small) {
  const auto weight = weightOf(filter, depthwise);
  const auto wanted = arranged(weight, small);
  if (!small && !wanted.is_same(weight)) filter.set_(filterOf(wanted, filter.sizes(), depthwise));
  return wanted;
}

struct Geometry {
  Window window;
  bool depthwise;
  int64_t groups;
};

/** Reads strides, padding, dilations, depthwise and, of depthwise ones, the groups from the filter's shape. */
Geometry geometryOf(Call& call, size_t index, at::IntArrayRef filter) {
  Geometry geometry{windowOf(call, index), call.flag(index + 3), 1};
  requireAxes(geometry.window, filter);
  if (geometry.depthwise) geometry.groups = filter[filter.size() - 2];
  return geometry;
}

at::Tensor convolved(const at::Tensor& x, const at::Tensor& filter, const Optional<at::Tensor>& bias,
                     const Geometry& geometry) {
  const auto& window = geometry.window;
  requireAxes(window, x.sizes());
  if (!geometry.depthwise && suitsTaps(x.sizes(), x, filter, window)) return convolvedByTaps(x, filter, bias, window);
  auto image = channelsFirst(x);
  const auto even = isEven(window);
  if (!even) image = padded(image, window, 0);
  const auto none = Sizes(window.before.size(), 0);
  const auto small = image.numel() <= smallImage;
  image = arranged(image, small);
  const auto weight = settledWeight(filter, geometry.depthwise, small);
  return channelsLast(withOrWithoutOneDnn([&] {
    return at::convolution(image, weight, bias, window.strides, even ? window.before : none, window.dilations, false,
                           none, geometry.groups);
  }));
}

/** convolution(x, filter, strides, padding, dilations, depthwise) */
void convolution(Call& call) {
  const auto x = call.tensor(0);
  const auto filter = call.tensor(1);
  call.give(convolved(x, filter, {}, geometryOf(call, 2, filter.sizes())));
}

/** fusedConvolution(x, filter, strides, padding, dilations, depthwise, bias, activation, leaky, prelu) */
void fusedConvolution(Call& call) {
  const auto x = call.tensor(0);
  const auto filter = call.tensor(1);
  const auto bias = call.maybeTensor(6);
  const auto inside = bias.has_value() && bias->numel() == filter.size(-1) * (call.flag(5) ? filter.size(-2) : 1);
  const Optional<at::Tensor> vector = inside ? Optional<at::Tensor>(bias->reshape({-1})) : Optional<at::Tensor>();
  auto y = convolved(x, filter, vector, geometryOf(call, 2, filter.sizes()));
  if (bias.has_value() && !inside) y = at::add(y, *bias);
  call.give(activate(y, call.text(7), call.number(8), call.maybeTensor(9)));
}

/** Throws unless the error is that of a convolution of images of shape `x` by filters of shape `filter`. */
void requireError(const at::Tensor& dy, at::IntArrayRef x, at::IntArrayRef filter, const Geometry& geometry) {
  requireAxes(geometry.window, x);
  const auto inside = filter[filter.size() - 2], outside = filter[filter.size() - 1];
  if (x.back() != inside) {
    throw std::invalid_argument("a filter must take the channels of its image, " + std::to_string(x.back()) +
                                ", got one of " + std::to_string(inside));
  }
  requireGradient(dy, slidOver(geometry.window, x, filter, geometry.depthwise ? inside * outside : outside));
}

/** Both gradients of a convolution, or the one that is wanted, from one call of LibTorch. */
std::tuple<at::Tensor, at::Tensor> gradients(const at::Tensor& dy, const at::Tensor& image, const at::Tensor& weight,
                                             const Geometry& geometry, std::array<bool, 2> wanted) {
  const auto& window = geometry.window;
  const auto none = Sizes(window.before.size(), 0);
  const auto even = isEven(window);
  const auto small = image.numel() <= smallImage;
  const auto error = arranged(channelsFirst(dy), small);
  const auto input = arranged(image, small);
  const auto kernel = arranged(weight, small);
  const auto result = withOrWithoutOneDnn([&] {
    return at::convolution_backward(error, input, kernel, at::OptionalIntArrayRef(), window.strides,
                                    even ? window.before : none, window.dilations, false, none, geometry.groups,
                                    {wanted[0], wanted[1], false});
  });
  return {std::get<0>(result), std::get<1>(result)};
}

at::Tensor imageOf(const at::Tensor& x, const Window& window) {
  requireAxes(window, x.sizes());
  const auto image = channelsFirst(x);
  return isEven(window) ? image : padded(image, window, 0);
}

at::Tensor toInput(const at::Tensor& gradient, const Window& window) {
  return channelsLast(isEven(window) ? gradient : cropped(gradient, window));
}

/** [B, C, ...] from [B, ..., C] */
Sizes movedSizes(const Sizes& shape) {
  Sizes sizes{shape.front(), shape.back()};
  sizes.insert(sizes.end(), shape.begin() + 1, shape.end() - 1);
  return sizes;
}

/** convolutionInputGrad(dy, filter, strides, padding, dilations, depthwise, inputShape) */
void convolutionInputGrad(Call& call) {
  const auto dy = call.tensor(0);
  const auto filter = call.tensor(1);
  const auto geometry = geometryOf(call, 2, filter.sizes());
  const auto& window = geometry.window;
  const auto shape = call.integers(6);
  requireAxes(window, shape);
  if (!geometry.depthwise && suitsTaps(shape, dy, filter, window)) {
    return call.give(inputGradByTaps(dy, filter, shape, window));
  }
  requireError(dy, shape, filter.sizes(), geometry);
  const auto sizes = movedSizes(shape);
  auto outer = sizes;
  if (!isEven(window)) {
    for (size_t axis = 0; axis < window.before.size(); axis++) outer[axis + 2] += window.before[axis] + window.after[axis];
  }
  // Only the shape of the image matters for this gradient.
  const auto image = at::empty(outer, dy.options(), denseFormat(dy));
  const auto weight = settledWeight(filter, geometry.depthwise, image.numel() <= smallImage);
  const auto both = gradients(dy, image, weight, geometry, {true, false});
  call.give(toInput(std::get<0>(both), window));
}

at::Tensor filterGrad(const at::Tensor& x, const at::Tensor& dy, const Geometry& geometry, at::IntArrayRef shape) {
  requireError(dy, x.sizes(), shape, geometry);
  const auto weight = weightOf(at::empty(shape, x.options()), geometry.depthwise);
  const auto both = gradients(dy, imageOf(x, geometry.window), weight, geometry, {false, true});
  return filterOf(std::get<1>(both), shape, geometry.depthwise);
}

/** convolutionFilterGrad(x, dy, strides, padding, dilations, depthwise, filterShape) */
void convolutionFilterGrad(Call& call) {
  const auto x = call.tensor(0);
  const auto dy = call.tensor(1);
  const auto shape = call.integers(6);
  const auto geometry = geometryOf(call, 2, shape);
  if (!geometry.depthwise && suitsTaps(x.sizes(), x, shape, geometry.window)) {
    return call.give(filterGradByTaps({x}, {dy}, at::zeros(shape, x.options()), geometry.window));
  }
  call.give(filterGrad(x, dy, geometry, shape));
}

/**
 * sumOfFilterGrads(xs, dys, total, alone, strides, padding, dilations, depthwise, filterShape): the gradients of a
 * filter summed over all its uses and added to a total, in place where nobody else sees that.
 */
void sumOfFilterGrads(Call& call) {
  const auto xs = call.tensors(0);
  const auto dys = call.tensors(1);
  auto total = call.maybeTensor(2);
  if (total.has_value() && !call.flag(3)) total = total->clone();
  if (xs.empty() && total.has_value()) return call.give(*total);
  if (xs.empty() || xs.size() != dys.size()) throw std::invalid_argument("there must be an error for each image");
  const auto shape = call.integers(8);
  const auto geometry = geometryOf(call, 4, shape);
  auto sizes = xs[0].sizes().vec();
  for (size_t use = 1; use < xs.size(); use++) {
    requireAxes(geometry.window, xs[use].sizes());
    sizes[0] += xs[use].size(0);
    // As one batch each error must meet its own image.
    requireError(dys[use], xs[use].sizes(), shape, geometry);
  }
  if (!geometry.depthwise && suitsTaps(sizes, xs[0], shape, geometry.window)) {
    const auto start = total.has_value() ? *total : at::zeros(shape, xs[0].options());
    return call.give(filterGradByTaps(xs, dys, start, geometry.window));
  }
  const auto one = xs.size() == 1;
  const auto sum = filterGrad(one ? xs[0] : at::cat(xs, 0), one ? dys[0] : at::cat(dys, 0), geometry, shape);
  call.give(total.has_value() ? total->add_(sum) : sum);
}

}  // namespace

std::vector<Named> convolutionOps() {
  return {{"convolution", convolution},
          {"fusedConvolution", fusedConvolution},
          {"convolutionInputGrad", convolutionInputGrad},
          {"convolutionFilterGrad", convolutionFilterGrad},
          {"sumOfFilterGrads", sumOfFilterGrads}};
}
