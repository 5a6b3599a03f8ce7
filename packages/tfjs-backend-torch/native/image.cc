// Resizing along an axis, and sampling of images at given places.
#include "ops.h"

namespace {

at::Tensor indexTensor(const Sizes& indices, const at::Tensor& like) {
  return at::tensor(indices, at::kLong).to(like.device());
}

/** Weights along one axis, to multiply [..., length, ...] with. */
at::Tensor along(const at::Tensor& weights, int64_t axis, int64_t rank) {
  Sizes shape(static_cast<size_t>(rank), 1);
  shape[static_cast<size_t>(axis)] = weights.numel();
  return weights.reshape(shape);
}

/** interpolated(x, axis, lower, upper, weights): rows between two rows each, weights [n] towards the upper */
void interpolated(Call& call) {
  const auto x = call.tensor(0).to(at::kFloat);
  const auto axis = call.axis(1, x.dim());
  const auto low = at::index_select(x, axis, indexTensor(call.integers(2), x));
  const auto high = at::index_select(x, axis, indexTensor(call.integers(3), x));
  call.give(at::lerp(low, high, along(call.tensor(4), axis, x.dim())));
}

/** interpolatedGrad(dy, axis, lower, upper, weights, length) */
void interpolatedGrad(Call& call) {
  const auto dy = call.tensor(0);
  const auto axis = call.axis(1, dy.dim());
  const auto weights = along(call.tensor(4), axis, dy.dim());
  auto sizes = dy.sizes().vec();
  sizes[static_cast<size_t>(axis)] = call.integer(5);
  auto dx = at::zeros(sizes, dy.options());
  const auto toUpper = at::mul(dy, weights);
  dx.index_add_(axis, indexTensor(call.integers(2), dy), at::sub(dy, toUpper));
  dx.index_add_(axis, indexTensor(call.integers(3), dy), toUpper);
  call.give(dx);
}

/** reindexedGrad(dy, axis, indices, length): the sums of what went to each row */
void reindexedGrad(Call& call) {
  const auto dy = call.tensor(0);
  const auto axis = call.axis(1, dy.dim());
  auto sizes = dy.sizes().vec();
  sizes[static_cast<size_t>(axis)] = call.integer(3);
  auto dx = at::zeros(sizes, dy.options());
  dx.index_add_(axis, indexTensor(call.integers(2), dy), dy);
  call.give(dx);
}

/** The pixels [N, y, x, C] at rows and columns [N, y, x] of images batch [N]; `fill` outside. */
at::Tensor tap(const at::Tensor& images, const at::Tensor& batch, const at::Tensor& rows, const at::Tensor& columns,
               const at::Tensor& fill) {
  const auto height = images.size(1), width = images.size(2);
  const auto inside = rows.ge(0).logical_and(rows.lt(height)).logical_and(columns.ge(0)).logical_and(columns.lt(width));
  // What is no number is nowhere inside, but must not become an index.
  const auto row = at::clamp(at::nan_to_num(rows), 0, height - 1).to(at::kLong);
  const auto column = at::clamp(at::nan_to_num(columns), 0, width - 1).to(at::kLong);
  const auto place = (batch.to(at::kLong).view({-1, 1, 1}) * height + row) * width + column;
  const auto pixels = images.reshape({-1, images.size(3)}).index_select(0, place.reshape({-1}));
  Sizes shape = rows.sizes().vec();
  shape.push_back(images.size(3));
  return at::where(inside.unsqueeze(-1), pixels.reshape(shape), fill.to(images.scalar_type()));
}

/** sampled(images, batch, rows, columns, fill, bilinear): rows and columns [N, y, x], whole ones if not bilinear */
void sampled(Call& call) {
  const auto images = call.tensor(0);
  const auto batch = call.tensor(1);
  const auto rows = call.tensor(2);
  const auto columns = call.tensor(3);
  const auto fill = call.tensor(4);
  if (!call.flag(5)) return call.give(tap(images, batch, rows, columns, fill));
  const auto top = at::floor(rows);
  const auto left = at::floor(columns);
  const auto down = (rows - top).unsqueeze(-1);
  const auto right = (columns - left).unsqueeze(-1);
  const auto rowOf = [&](const at::Tensor& row) {
    return at::lerp(tap(images, batch, row, left, fill), tap(images, batch, row, left + 1, fill), right);
  };
  call.give(at::lerp(rowOf(top), rowOf(top + 1), down));
}

}  // namespace

std::vector<Named> imageOps() {
  return {{"interpolated", interpolated},
          {"interpolatedGrad", interpolatedGrad},
          {"reindexedGrad", reindexedGrad},
          {"sampled", sampled}};
}
