#include "tapConvolution.h"

#include <algorithm>
#include <stdexcept>

namespace {

// Measured on a processor with AVX2, against oneDNN's kernels: from 4 images on, 1.1 to 8 times as fast up to 7 x 7
// pixels, slower at 8 x 8 and with 32 channels. With many threads, which share a batch better than a product, oneDNN
// has the work; measured were one and two.
constexpr int64_t mostPixels = 49;
constexpr int64_t fewestImages = 4;
constexpr int64_t fewestChannels = 64;
constexpr int mostThreads = 4;

/** Where a filter's places meet an image: all lengths in pixels, all axes rows first. */
struct Grid {
  int64_t height, width;        // of the image
  int64_t outHeight, outWidth;  // of the result
  int64_t filterHeight, filterWidth;
  Window window;
  int64_t phases, phaseWidth;  // columns by their remainder modulo the stride, so that neighbours lie side by side
};

Grid gridOf(at::IntArrayRef x, at::IntArrayRef filter, const Window& window) {
  const auto length = [&](int axis) {
    const auto spread = (filter[axis] - 1) * window.dilations[axis] + 1;
    const auto whole = x[axis + 1] + window.before[axis] + window.after[axis];
    return whole < spread ? 0 : (whole - spread) / window.strides[axis] + 1;
  };
  const auto phases = window.strides[1];
  return {x[1], x[2], length(0), length(1), filter[0], filter[1], window, phases, (x[2] + phases - 1) / phases};
}

int64_t floorDiv(int64_t a, int64_t b) { return a >= 0 ? a / b : -((b - 1 - a) / b); }

/** Output positions [from, to) along an axis whose input, `stride` times as far plus `shift`, is in the image. */
struct Range {
  int64_t from, to;
};

Range within(int64_t length, int64_t out, int64_t stride, int64_t shift) {
  return {std::max<int64_t>(0, -floorDiv(shift, stride)), std::min(out, floorDiv(length - 1 - shift, stride) + 1)};
}

/** Calls f(tap, image, out, pixels) for each run of pixels that a tap takes from the image to the result. */
template <typename F>
void eachRun(const Grid& grid, F f) {
  const auto& strides = grid.window.strides;
  for (int64_t tap = 0; tap < grid.filterHeight * grid.filterWidth; tap++) {
    const auto down = (tap / grid.filterWidth) * grid.window.dilations[0] - grid.window.before[0];
    const auto right = (tap % grid.filterWidth) * grid.window.dilations[1] - grid.window.before[1];
    const auto rows = within(grid.height, grid.outHeight, strides[0], down);
    const auto columns = within(grid.width, grid.outWidth, strides[1], right);
    const auto count = columns.to - columns.from;
    if (count <= 0 || rows.to <= rows.from) continue;
    const auto start = floorDiv(right, strides[1]) + columns.from;
    const auto phase = right - floorDiv(right, strides[1]) * strides[1];
    const auto imageAt = [&](int64_t row) {
      return ((row * strides[0] + down) * grid.phases + phase) * grid.phaseWidth + start;
    };
    const auto outAt = [&](int64_t row) { return row * grid.outWidth + columns.from; };
    const auto whole = count == grid.outWidth && count == grid.width && grid.phases == 1 && strides[0] == 1;
    if (whole) {
      f(tap, imageAt(rows.from), outAt(rows.from), count * (rows.to - rows.from));
      continue;
    }
    for (auto row = rows.from; row < rows.to; row++) f(tap, imageAt(row), outAt(row), count);
  }
}

/** [B, H, W, C] as memory of [H, W, B, C]. */
at::Tensor byPosition(const at::Tensor& x) { return x.permute({1, 2, 0, 3}).contiguous(); }
at::Tensor fromPositions(const at::Tensor& y) { return y.permute({2, 0, 1, 3}); }

/** The columns of each phase of [H, W, B, C]. */
at::Tensor columnsOf(const at::Tensor& x, int64_t phase, int64_t phases) {
  return x.slice(1, phase, x.size(1), phases);
}

/** [H, W, B, C] as memory of [H, phases, W / phases, B, C]. */
at::Tensor intoPhases(const at::Tensor& x, const Grid& grid) {
  if (grid.phases == 1) return byPosition(x);
  auto split = at::empty({grid.height, grid.phases, grid.phaseWidth, x.size(0), x.size(3)}, x.options());
  for (int64_t phase = 0; phase < grid.phases; phase++) {
    const auto columns = columnsOf(x.permute({1, 2, 0, 3}), phase, grid.phases);
    split.select(1, phase).narrow(1, 0, columns.size(1)).copy_(columns);
  }
  return split;
}

at::Tensor outOfPhases(const at::Tensor& split, const Grid& grid) {
  if (grid.phases == 1) return split.squeeze(1);
  auto x = at::empty({grid.height, grid.width, split.size(3), split.size(4)}, split.options());
  for (int64_t phase = 0; phase < grid.phases; phase++) {
    auto columns = columnsOf(x, phase, grid.phases);
    columns.copy_(split.select(1, phase).narrow(1, 0, columns.size(1)));
  }
  return x;
}

/** Some pixels of the whole batch as a matrix of [pixels B, C]. */
at::Tensor rowsOf(const at::Tensor& memory, int64_t from, int64_t pixels) {
  const auto batch = memory.size(-2), channels = memory.size(-1);
  return memory.as_strided({pixels * batch, channels}, {channels, 1}, memory.storage_offset() + from * batch * channels);
}

void require(bool holds, const char* what) {
  if (!holds) throw std::invalid_argument(what);
}

void requireChannels(at::IntArrayRef x, at::IntArrayRef filter) {
  require(x[3] == filter[2], "a filter must take the channels of its image");
}

void requireResult(const at::Tensor& dy, const Grid& grid, int64_t batch, int64_t channels) {
  require(dy.sizes() == at::IntArrayRef(Sizes{batch, grid.outHeight, grid.outWidth, channels}) && dy.scalar_type() == at::kFloat,
          "a gradient must be of the convolution's shape");
}

bool isSmall(at::IntArrayRef x, const at::Tensor& like, at::IntArrayRef filter, const Window& window) {
  if (x.size() != 4 || filter.size() != 4 || !like.device().is_cpu() || like.scalar_type() != at::kFloat) return false;
  if (at::get_num_threads() > mostThreads) return false;
  if (x[0] < 1 || x[3] < fewestChannels || filter[3] < fewestChannels) return false;
  const auto grid = gridOf(x, filter, window);
  const auto pixels = grid.outHeight * grid.outWidth;
  return pixels > 0 && pixels <= mostPixels && x[1] > 0 && x[2] > 0;
}

/** A filter as [taps, I, O]: a view where products can read it as it lies. */
at::Tensor tapsOf(const at::Tensor& filter) {
  const auto readable = filter.stride(3) == 1 || filter.stride(2) == 1;
  const auto even = filter.stride(0) == filter.stride(1) * filter.size(1);
  return (readable && even ? filter : filter.contiguous()).flatten(0, 1);
}

}  // namespace

bool suitsTaps(at::IntArrayRef x, const at::Tensor& like, at::IntArrayRef filter, const Window& window) {
  return x.size() == 4 && x[0] >= fewestImages && isSmall(x, like, filter, window);
}

bool suitsTaps(at::IntArrayRef x, const at::Tensor& like, const at::Tensor& filter, const Window& window) {
  if (suitsTaps(x, like, filter.sizes(), window)) return true;
  return isSmall(x, like, filter.sizes(), window) && filter.is_contiguous();
}

at::Tensor convolvedByTaps(const at::Tensor& x, const at::Tensor& filter, const Optional<at::Tensor>& bias,
                           const Window& window) {
  const auto grid = gridOf(x.sizes(), filter.sizes(), window);
  requireChannels(x.sizes(), filter.sizes());
  const auto image = intoPhases(x, grid);
  const auto taps = tapsOf(filter);
  const Sizes sizes{grid.outHeight, grid.outWidth, x.size(0), filter.size(3)};
  auto y = bias.has_value() ? bias->expand(sizes).contiguous() : at::zeros(sizes, x.options());
  eachRun(grid, [&](int64_t tap, int64_t from, int64_t to, int64_t pixels) {
    rowsOf(y, to, pixels).addmm_(rowsOf(image, from, pixels), taps.select(0, tap));
  });
  return fromPositions(y);
}

at::Tensor inputGradByTaps(const at::Tensor& dy, const at::Tensor& filter, at::IntArrayRef shape, const Window& window) {
  const auto grid = gridOf(shape, filter.sizes(), window);
  requireChannels(shape, filter.sizes());
  requireResult(dy, grid, shape[0], filter.size(3));
  const auto error = byPosition(dy);
  const auto taps = tapsOf(filter);
  auto dx = at::zeros({grid.height, grid.phases, grid.phaseWidth, shape[0], shape[3]}, dy.options());
  eachRun(grid, [&](int64_t tap, int64_t from, int64_t to, int64_t pixels) {
    rowsOf(dx, from, pixels).addmm_(rowsOf(error, to, pixels), taps.select(0, tap).t());
  });
  return fromPositions(outOfPhases(dx, grid));
}

at::Tensor filterGradByTaps(const std::vector<at::Tensor>& xs, const std::vector<at::Tensor>& dys, at::Tensor gradient,
                            const Window& window) {
  const auto grid = gridOf(xs[0].sizes(), gradient.sizes(), window);
  std::vector<at::Tensor> images, errors;
  for (size_t use = 0; use < xs.size(); use++) {
    requireChannels(xs[use].sizes(), gradient.sizes());
    require(xs[use].sizes().slice(1) == xs[0].sizes().slice(1), "images of one filter must be of one size");
    requireResult(dys[use], grid, xs[use].size(0), gradient.size(3));
    images.push_back(xs[use].permute({1, 2, 0, 3}));
    errors.push_back(dys[use].permute({1, 2, 0, 3}));
  }
  // All uses as one batch.
  const auto together = [](const std::vector<at::Tensor>& maps) {
    return maps.size() == 1 ? maps[0].contiguous() : at::cat(maps, 2).contiguous();
  };
  const auto image = intoPhases(fromPositions(together(images)), grid);
  const auto error = together(errors);
  if (!gradient.is_contiguous()) gradient = gradient.contiguous();
  const auto taps = gradient.flatten(0, 1);
  eachRun(grid, [&](int64_t tap, int64_t from, int64_t to, int64_t pixels) {
    taps.select(0, tap).addmm_(rowsOf(image, from, pixels).t(), rowsOf(error, to, pixels));
  });
  return gradient;
}
