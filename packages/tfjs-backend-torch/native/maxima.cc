#include "maxima.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "vectorized.h"

namespace {

/** Planes lie whole, [B, C, H, W]; or the channels of a pixel, [B, H, W, C]; or those of all images, [H, W, B, C]. */
enum class Memory { planes, pixels, positions };

at::Tensor toMemory(const at::Tensor& x, Memory memory) {
  if (memory == Memory::planes) return x.permute({0, 3, 1, 2});
  return memory == Memory::pixels ? x : x.permute({1, 2, 0, 3});
}

at::Tensor fromMemory(const at::Tensor& x, Memory memory) {
  if (memory == Memory::planes) return x.permute({0, 2, 3, 1});
  return memory == Memory::pixels ? x : x.permute({2, 0, 1, 3});
}

Memory memoryOf(const at::Tensor& x) {
  for (const auto memory : {Memory::planes, Memory::pixels, Memory::positions}) {
    if (toMemory(x, memory).is_contiguous()) return memory;
  }
  return layoutFor(x.device()) == Layout::channelsFirst ? Memory::planes : Memory::pixels;
}

at::Tensor emptyIn(Memory memory, at::IntArrayRef shape, const at::TensorOptions& options) {
  const auto b = shape[0], h = shape[1], w = shape[2], c = shape[3];
  if (memory == Memory::planes) return fromMemory(at::empty({b, c, h, w}, options), memory);
  if (memory == Memory::pixels) return at::empty({b, h, w, c}, options);
  return fromMemory(at::empty({h, w, b, c}, options), memory);
}

at::Tensor arranged(const at::Tensor& x, Memory memory) {
  if (toMemory(x, memory).is_contiguous()) return x;
  return emptyIn(memory, x.sizes(), x.options()).copy_(x);
}

struct Range {
  int64_t from, to;
};

/** Windows over one axis of an image. */
struct Axis {
  int64_t length, kernel, stride, before, out;
  Range at(int64_t place) const {
    const auto start = place * stride - before;
    return {std::max<int64_t>(start, 0), std::min(start + kernel, length)};
  }
};

Axis axisOf(const at::Tensor& x, const Sizes& kernel, const Window& window, int axis) {
  const auto whole = x.size(axis + 1) + window.before[axis] + window.after[axis];
  const auto out = whole < kernel[axis] ? 0 : (whole - kernel[axis]) / window.strides[axis] + 1;
  return {x.size(axis + 1), kernel[axis], window.strides[axis], window.before[axis], out};
}

constexpr auto lowest = -std::numeric_limits<float>::infinity();

constexpr auto nowhere = std::numeric_limits<int32_t>::max();

/** Keeps the larger of each and its place; of equal ones, the first place. Places may be null. */
VECTORIZED void keepLarger(float* __restrict best, int32_t* __restrict place, const float* __restrict next,
                           const int32_t* __restrict nextPlace, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    const bool larger = (next[i] > best[i]) | ((next[i] == best[i]) & (nextPlace[i] < place[i]));
    best[i] = larger ? next[i] : best[i];
    place[i] = larger ? nextPlace[i] : place[i];
  }
}

/** The same for neighbours in memory, whose places are `first` and those that follow by `step`. */
VECTORIZED void keepLargerRow(float* __restrict best, int32_t* __restrict place, const float* __restrict next,
                              int32_t first, int32_t step, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    const bool larger = next[i] > best[i];
    best[i] = larger ? next[i] : best[i];
    place[i] = larger ? first + static_cast<int32_t>(i) * step : place[i];
  }
}

VECTORIZED void keepLargerValues(float* __restrict best, const float* __restrict next, int64_t count) {
  for (int64_t i = 0; i < count; i++) best[i] = next[i] > best[i] ? next[i] : best[i];
}

/** A row with room for the border on both sides, and what is largest from each of its pixels to the right. */
struct Row {
  std::vector<float> columns, windows;
  std::vector<int32_t> columnPlaces, windowPlaces;
};

/** One plane: columns first, then along the row at every pixel, of which each stride-th counts. */
void ofPlane(const float* plane, const Axis& down, const Axis& right, Row& row, float* values, int32_t* places) {
  const auto left = std::max<int64_t>(right.before, 0), skipped = std::max<int64_t>(-right.before, 0);
  const auto width = static_cast<size_t>(left + skipped + right.length + right.kernel + right.out * right.stride);
  const auto starts = right.out == 0 ? 0 : (right.out - 1) * right.stride + skipped + 1;
  row.columns.resize(width);
  row.columnPlaces.resize(width);
  row.windows.resize(width);
  row.windowPlaces.resize(width);
  for (int64_t y = 0; y < down.out; y++) {
    const auto rows = down.at(y);
    std::fill(row.columns.begin(), row.columns.end(), lowest);
    std::fill(row.columnPlaces.begin(), row.columnPlaces.end(), nowhere);
    for (auto h = rows.from; h < rows.to; h++) {
      const auto* line = plane + h * right.length;
      auto* best = row.columns.data() + left;
      const auto first = static_cast<int32_t>(h * right.length);
      if (places == nullptr) {
        keepLargerValues(best, line, right.length);
        continue;
      }
      auto* place = row.columnPlaces.data() + left;
      if (h == rows.from) std::iota(place, place + right.length, first);
      keepLargerRow(best, place, line, first, 1, right.length);
    }
    std::copy_n(row.columns.begin(), starts, row.windows.begin());
    if (places != nullptr) std::copy_n(row.columnPlaces.begin(), starts, row.windowPlaces.begin());
    for (int64_t offset = 1; offset < right.kernel; offset++) {
      const auto* next = row.columns.data() + offset;
      if (places == nullptr) keepLargerValues(row.windows.data(), next, starts);
      else keepLarger(row.windows.data(), row.windowPlaces.data(), next, row.columnPlaces.data() + offset, starts);
    }
    for (int64_t x = 0; x < right.out; x++) {
      const auto start = static_cast<size_t>(x * right.stride + skipped);
      values[y * right.out + x] = row.windows[start];
      if (places == nullptr) continue;
      const auto found = row.windowPlaces[start];
      places[y * right.out + x] = found == nowhere ? -1 : found;
    }
  }
}

/** One pixel of the result, all its channels; `pixel` floats lie between neighbours in a row of the image. */
void ofPixel(const float* image, Range rows, Range columns, const Axis& right, int64_t pixel, int64_t channels,
             float* values, int32_t* places) {
  std::fill(values, values + channels, lowest);
  const auto empty = rows.from >= rows.to || columns.from >= columns.to;
  const auto first = empty ? -1 : static_cast<int32_t>(rows.from * right.length + columns.from);
  if (places != nullptr) std::fill(places, places + channels, first);
  for (auto h = rows.from; h < rows.to; h++) {
    for (auto w = columns.from; w < columns.to; w++) {
      const auto here = static_cast<int32_t>(h * right.length + w);
      const auto* line = image + here * pixel;
      if (places == nullptr) keepLargerValues(values, line, channels);
      else keepLargerRow(values, places, line, here, 0, channels);
    }
  }
}

/** Floats from one image to the next, and from one pixel to the next. */
struct Steps {
  int64_t image, pixel;
};

Steps stepsOf(const at::Tensor& x, Memory memory) {
  const auto channels = x.size(3);
  if (memory == Memory::positions) return {channels, x.size(0) * channels};
  return {x.size(1) * x.size(2) * channels, channels};
}

}  // namespace

bool suitsMaxima(const at::Tensor& x, const Window& window) {
  const auto whole = [](int64_t dilation) { return dilation == 1; };
  return x.dim() == 4 && x.device().is_cpu() && std::all_of(window.dilations.begin(), window.dilations.end(), whole);
}

Maxima maximaOf(const at::Tensor& input, const Sizes& kernel, const Window& window, bool withPlaces) {
  const auto memory = memoryOf(input);
  const auto x = arranged(input, memory);
  const auto down = axisOf(x, kernel, window, 0), right = axisOf(x, kernel, window, 1);
  const Sizes shape{x.size(0), down.out, right.out, x.size(3)};
  Maxima maxima{emptyIn(memory, shape, x.options()), {}};
  if (withPlaces) maxima.places = emptyIn(memory, shape, x.options().dtype(at::kInt));
  const auto* from = x.data_ptr<float>();
  auto* values = maxima.values.data_ptr<float>();
  auto* places = withPlaces ? maxima.places.data_ptr<int32_t>() : nullptr;
  const auto out = down.out * right.out, channels = x.size(3);
  const auto at = [&](int64_t place) { return places == nullptr ? nullptr : places + place; };
  if (memory == Memory::planes) {
    at::parallel_for(0, x.size(0) * channels, 1, [&](int64_t start, int64_t end) {
      Row row;
      for (auto p = start; p < end; p++) {
        ofPlane(from + p * down.length * right.length, down, right, row, values + p * out, at(p * out));
      }
    });
    return maxima;
  }
  const auto steps = stepsOf(x, memory), outSteps = stepsOf(maxima.values, memory);
  at::parallel_for(0, x.size(0), 1, [&](int64_t start, int64_t end) {
    for (auto b = start; b < end; b++) {
      for (int64_t place = 0; place < out; place++) {
        const auto to = b * outSteps.image + place * outSteps.pixel;
        ofPixel(from + b * steps.image, down.at(place / right.out), right.at(place % right.out), right, steps.pixel,
                channels, values + to, at(to));
      }
    }
  });
  return maxima;
}

at::Tensor maximaGrad(const at::Tensor& dy, const at::Tensor& places, const at::Tensor& x) {
  const auto ofImages = dy.dim() == 4 && dy.size(0) == x.size(0) && dy.size(3) == x.size(3);
  if (!ofImages || dy.sizes() != places.sizes() || places.scalar_type() != at::kInt) {
    throw std::invalid_argument("a gradient must be of the shape of the maxima");
  }
  const auto memory = memoryOf(x);
  auto dx = emptyIn(memory, x.sizes(), dy.options()).zero_();
  const auto error = arranged(dy, memory), where = arranged(places, memory);
  const auto* from = error.data_ptr<float>();
  const auto* place = where.data_ptr<int32_t>();
  auto* to = dx.data_ptr<float>();
  const auto out = dy.size(1) * dy.size(2), channels = x.size(3);
  // Places below 0 are of windows without a pixel.
  const auto inside = [pixels = x.size(1) * x.size(2)](int32_t where) { return where >= 0 && where < pixels; };
  if (memory == Memory::planes) {
    at::parallel_for(0, x.size(0) * channels, 1, [&](int64_t start, int64_t end) {
      for (auto p = start; p < end; p++) {
        auto* plane = to + p * x.size(1) * x.size(2);
        for (auto at = p * out; at < (p + 1) * out; at++) {
          if (inside(place[at])) plane[place[at]] += from[at];
        }
      }
    });
    return dx;
  }
  const auto steps = stepsOf(x, memory), outSteps = stepsOf(dy, memory);
  at::parallel_for(0, x.size(0), 1, [&](int64_t start, int64_t end) {
    for (auto b = start; b < end; b++) {
      for (int64_t pixel = 0; pixel < out; pixel++) {
        const auto at = b * outSteps.image + pixel * outSteps.pixel;
        for (int64_t c = 0; c < channels; c++) {
          if (inside(place[at + c])) to[b * steps.image + place[at + c] * steps.pixel + c] += from[at + c];
        }
      }
    }
  });
  return dx;
}
