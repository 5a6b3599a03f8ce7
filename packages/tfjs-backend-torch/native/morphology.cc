// Greyscale dilation: the largest sum of a pixel and the filter's value over a window.
#include "ops.h"
#include "window.h"

#include <limits>
#include <stdexcept>

namespace {

constexpr auto negativeInfinity = -std::numeric_limits<double>::infinity();

struct Patches {
  at::Tensor sums;       // [B, y, x, C, window]
  Sizes paddedSizes;     // [B, C, height, width]
  at::Tensor places;     // [y, x, window]: pixel of the padded image, row by row
};

Patches patchesOf(const at::Tensor& x, const at::Tensor& filter, const Window& window) {
  requireAxes(window, x.sizes());
  if (filter.dim() != 3 || window.strides.size() != 2 || filter.size(2) != x.size(3)) {
    throw std::invalid_argument("filter must be [rows, columns, channels] of an image [B, y, x, channels]");
  }
  const auto image = padded(channelsFirst(x), window, negativeInfinity);
  const auto height = image.size(2), width = image.size(3);
  const auto rows = filter.size(0), columns = filter.size(1);
  const auto outHeight = (height - (rows - 1) * window.dilations[0] - 1) / window.strides[0] + 1;
  const auto outWidth = (width - (columns - 1) * window.dilations[1] - 1) / window.strides[1] + 1;
  const auto options = at::TensorOptions().dtype(at::kLong).device(x.device());
  const auto at1 = [&](int64_t count, int64_t step) { return at::arange(count, options) * step; };
  const auto row = at1(outHeight, window.strides[0]).view({-1, 1, 1, 1}) + at1(rows, window.dilations[0]).view({1, 1, -1, 1});
  const auto column = at1(outWidth, window.strides[1]).view({1, -1, 1, 1}) + at1(columns, window.dilations[1]).view({1, 1, 1, -1});
  const auto places = (row * width + column).reshape({outHeight, outWidth, rows * columns});
  const auto flat = image.reshape({image.size(0), image.size(1), height * width});
  const auto pixels = flat.index_select(2, places.reshape({-1})).reshape(
      {image.size(0), image.size(1), outHeight, outWidth, rows * columns});
  const auto weights = filter.reshape({rows * columns, filter.size(2)}).t().reshape({1, filter.size(2), 1, 1, rows * columns});
  return {(pixels + weights).permute({0, 2, 3, 1, 4}), image.sizes().vec(), places};
}

/** dilation(x, filter, strides, padding, dilations): x [B, y, x, C], filter [rows, columns, C] */
void dilation(Call& call) {
  const auto x = call.tensor(0);
  const auto patches = patchesOf(x.to(at::kFloat), call.tensor(1).to(at::kFloat), windowOf(call, 2));
  call.give(patches.sums.amax({-1}).to(x.scalar_type()));
}

/** dilationFilterGrad(x, filter, strides, padding, dilations, dy): to the first of equal maxima */
void dilationFilterGrad(Call& call) {
  const auto x = call.tensor(0);
  const auto filter = call.tensor(1);
  const auto dy = call.tensor(5);
  const auto patches = patchesOf(x, filter, windowOf(call, 2));
  const auto channels = filter.size(2);
  const auto best = patches.sums.argmax(-1); // [B, y, x, C]
  const auto channel = at::arange(channels, best.options());
  auto gradient = at::zeros({filter.size(0) * filter.size(1) * channels}, dy.options());
  gradient.index_add_(0, (best * channels + channel).reshape({-1}), dy.reshape({-1}));
  call.give(gradient.view(filter.sizes()));
}

/** dilationInputGrad(x, filter, strides, padding, dilations, dy): to the first of equal maxima */
void dilationInputGrad(Call& call) {
  const auto x = call.tensor(0);
  const auto dy = call.tensor(5);
  const auto window = windowOf(call, 2);
  const auto patches = patchesOf(x, call.tensor(1), window);
  const auto best = patches.sums.argmax(-1); // [B, y, x, C]
  const auto batch = x.size(0), channels = x.size(3);
  const auto height = patches.paddedSizes[2], width = patches.paddedSizes[3];
  const auto place = patches.places.unsqueeze(0).unsqueeze(3).expand({batch, -1, -1, channels, -1});
  const auto pixel = place.gather(-1, best.unsqueeze(-1)).squeeze(-1); // [B, y, x, C]
  const auto options = best.options();
  const auto target = (at::arange(batch, options).view({-1, 1, 1, 1}) * (height * width) + pixel) * channels +
                      at::arange(channels, options);
  auto gradient = at::zeros({batch * height * width * channels}, dy.options());
  gradient.index_add_(0, target.reshape({-1}), dy.reshape({-1}));
  const auto whole = gradient.view({batch, height, width, channels});
  call.give(whole.narrow(1, window.before[0], x.size(1)).narrow(2, window.before[1], x.size(2)));
}

}  // namespace

std::vector<Named> morphologyOps() {
  return {{"dilation", dilation}, {"dilationFilterGrad", dilationFilterGrad}, {"dilationInputGrad", dilationInputGrad}};
}
