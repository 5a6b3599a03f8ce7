#include "fewChannels.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace {

// Measured on a processor with AVX-512, one thread, 64 images of 32 x 32 and a filter of [5, 5, I, 32], against oneDNN.
constexpr int64_t mostChannels = 4;
/** Numbers of what all places of the filter send back that are held at a time: 1 MB. */
constexpr int64_t mostHeld = 1 << 18;

/** Output positions [from, to) along an axis that meet the image at `stride` times their place plus `shift`. */
struct Range {
  int64_t from, to;
};

Range within(int64_t length, int64_t out, int64_t stride, int64_t shift) {
  const auto from = shift >= 0 ? 0 : (-shift + stride - 1) / stride;
  const auto last = length - 1 - shift;
  return {from, last < 0 ? 0 : std::min(out, last / stride + 1)};
}

struct Grid {
  int64_t height, width, outHeight, outWidth, filterHeight, filterWidth, channels;
  const Window& window;
};

/** Adds what each place of the filter sends back to one channel of an image: rows [h w I, H' W'], plane [H, W]. */
void gather(const float* rows, int64_t rowLength, float* plane, int64_t channel, const Grid& grid) {
  const auto& [strides, before, after, dilations] = grid.window;
  for (int64_t down = 0; down < grid.filterHeight; down++) {
    const auto top = down * dilations[0] - before[0];
    const auto lines = within(grid.height, grid.outHeight, strides[0], top);
    for (int64_t right = 0; right < grid.filterWidth; right++) {
      const auto left = right * dilations[1] - before[1];
      const auto columns = within(grid.width, grid.outWidth, strides[1], left);
      const auto* sent = rows + ((down * grid.filterWidth + right) * grid.channels + channel) * rowLength;
      for (auto line = lines.from; line < lines.to; line++) {
        auto* to = plane + (line * strides[0] + top) * grid.width + left;
        const auto* from = sent + line * grid.outWidth;
        if (strides[1] == 1) {
          for (auto column = columns.from; column < columns.to; column++) to[column] += from[column];
        } else {
          for (auto column = columns.from; column < columns.to; column++) to[column * strides[1]] += from[column];
        }
      }
    }
  }
}

}  // namespace

bool suitsFewChannels(at::IntArrayRef x, const at::Tensor& dy, const at::Tensor& filter, const Window& window) {
  if (x.size() != 4 || dy.dim() != 4 || filter.dim() != 4) return false;
  if (!dy.device().is_cpu() || dy.scalar_type() != at::kFloat || filter.scalar_type() != at::kFloat) return false;
  const auto places = filter.size(0) * filter.size(1);
  return x[3] <= mostChannels && places > 1 && x[0] * x[1] * x[2] * x[3] > 0 && dy.numel() > 0;
}

at::Tensor inputGradOfFewChannels(const at::Tensor& dy, const at::Tensor& filter, at::IntArrayRef shape,
                                  const Window& window) {
  const Grid grid{shape[1], shape[2], dy.size(1), dy.size(2), filter.size(0), filter.size(1), shape[3], window};
  const auto fits = [&](int axis, int64_t out) {
    const auto spread = (filter.size(axis) - 1) * window.dilations[axis] + 1;
    const auto whole = shape[axis + 1] + window.before[axis] + window.after[axis];
    return whole >= spread && (whole - spread) / window.strides[axis] + 1 == out;
  };
  if (filter.size(2) != shape[3]) throw std::invalid_argument("a filter must take the channels of its image");
  if (dy.size(0) != shape[0] || dy.size(3) != filter.size(3) || !fits(0, dy.size(1)) || !fits(1, dy.size(2))) {
    throw std::invalid_argument("a gradient must be of the convolution's shape");
  }
  const auto error = dy.contiguous();
  const auto taps = filter.contiguous().flatten(0, 2);  // [h w I, O]
  const auto pixels = grid.outHeight * grid.outWidth, plane = grid.height * grid.width;
  const auto images = std::max<int64_t>(1, mostHeld / (taps.size(0) * pixels));
  auto gradient = at::empty(shape, dy.options());
  auto* out = gradient.data_ptr<float>();
  for (int64_t first = 0; first < shape[0]; first += images) {
    const auto count = std::min(images, shape[0] - first);
    const auto sent = at::mm(taps, error.narrow(0, first, count).view({count * pixels, dy.size(3)}).t());
    const auto* rows = sent.data_ptr<float>();
    at::parallel_for(0, count, 1, [&](int64_t from, int64_t to) {
      std::vector<float> planes(grid.channels * plane);
      for (auto image = from; image < to; image++) {
        std::fill(planes.begin(), planes.end(), 0.f);
        auto* pixel = out + (first + image) * plane * grid.channels;
        for (int64_t channel = 0; channel < grid.channels; channel++) {
          auto* own = planes.data() + channel * plane;
          gather(rows + image * pixels, count * pixels, own, channel, grid);
          for (int64_t place = 0; place < plane; place++) pixel[place * grid.channels + channel] = own[place];
        }
      }
    });
  }
  return gradient;
}
