#include "window.h"

#include <atomic>
#include <stdexcept>

Window windowOf(Call& call, size_t index) {
  Window window;
  window.strides = call.integers(index);
  const auto padding = call.integers(index + 1);
  window.dilations = call.integers(index + 2);
  const auto axes = window.strides.size();
  if (padding.size() != 2 * axes || window.dilations.size() != axes) {
    throw std::invalid_argument("strides, padding and dilations must be of the same axes");
  }
  for (size_t axis = 0; axis < axes; axis++) {
    if (window.strides[axis] < 1 || window.dilations[axis] < 1) {
      throw std::invalid_argument("strides and dilations must be at least 1");
    }
  }
  window.before.assign(padding.begin(), padding.begin() + static_cast<int64_t>(axes));
  window.after.assign(padding.begin() + static_cast<int64_t>(axes), padding.end());
  return window;
}

void requireAxes(const Window& window, at::IntArrayRef shape) {
  const auto axes = window.strides.size();
  if (axes < 2 || axes > 3 || shape.size() != axes + 2) {
    throw std::invalid_argument("tensors must have two axes more than the window, got " + std::to_string(shape.size()) +
                                " for " + std::to_string(axes));
  }
}

Sizes slidOver(const Window& window, at::IntArrayRef shape, at::IntArrayRef kernel, int64_t channels) {
  Sizes sizes{shape.front()};
  for (size_t axis = 0; axis < window.strides.size(); axis++) {
    const auto spread = (kernel[axis] - 1) * window.dilations[axis] + 1;
    const auto whole = shape[axis + 1] + window.before[axis] + window.after[axis];
    sizes.push_back(whole < spread ? 0 : (whole - spread) / window.strides[axis] + 1);
  }
  sizes.push_back(channels);
  return sizes;
}

void requireGradient(const at::Tensor& dy, at::IntArrayRef shape) {
  if (dy.sizes() == shape && dy.is_floating_point()) return;
  std::string text;
  for (const auto length : shape) text += (text.empty() ? "" : ", ") + std::to_string(length);
  throw std::invalid_argument("the gradient must be float32 [" + text + "], got " + describeTensor(dy));
}

bool isEven(const Window& window) {
  for (const auto width : window.before) {
    if (width < 0) return false;
  }
  return window.before == window.after;
}

at::Tensor channelsFirst(const at::Tensor& x) { return x.movedim(-1, 1); }
at::Tensor channelsLast(const at::Tensor& x) { return x.movedim(1, -1); }

namespace {

std::atomic<int> chosenLayout{-1};

bool hasWideVectors() {
#if defined(__x86_64__) && defined(__GNUC__)
  return __builtin_cpu_supports("avx512f") != 0;
#else
  return true;
#endif
}

}  // namespace

Layout layoutFor(const at::Device& device) {
  const auto chosen = chosenLayout.load();
  if (chosen >= 0) return static_cast<Layout>(chosen);
  static const bool wide = hasWideVectors();
  return device.is_cuda() || wide ? Layout::channelsLast : Layout::channelsFirst;
}

void setLayout(const std::string& name) {
  if (name == "auto") chosenLayout = -1;
  else if (name == "channels last") chosenLayout = static_cast<int>(Layout::channelsLast);
  else if (name == "channels first") chosenLayout = static_cast<int>(Layout::channelsFirst);
  else throw std::invalid_argument("layout must be auto, channels last or channels first, got " + name);
}

at::MemoryFormat denseFormat(const at::Tensor& x) {
  if (layoutFor(x.device()) == Layout::channelsFirst) return at::MemoryFormat::Contiguous;
  if (x.dim() == 4) return at::MemoryFormat::ChannelsLast;
  return x.dim() == 5 ? at::MemoryFormat::ChannelsLast3d : at::MemoryFormat::Contiguous;
}

at::Tensor dense(const at::Tensor& x) { return x.contiguous(denseFormat(x)); }

at::Tensor padded(const at::Tensor& x, const Window& window, double value) {
  Sizes padding; // LibTorch wants the last axis first
  for (size_t axis = window.before.size(); axis-- > 0;) {
    padding.push_back(window.before[axis]);
    padding.push_back(window.after[axis]);
  }
  return at::constant_pad_nd(x, padding, value);
}

at::Tensor cropped(const at::Tensor& x, const Window& window) {
  auto inverse = window;
  for (auto* side : {&inverse.before, &inverse.after}) {
    for (auto& width : *side) width = -width;
  }
  return padded(x, inverse, 0);
}
