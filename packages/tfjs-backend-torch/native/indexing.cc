// Reading and writing at computed places, sorting, counting.
#include "ops.h"

#include <stdexcept>

namespace {

at::Tensor whole(const at::Tensor& x) { return x.to(at::kLong); }

/** A kernel on a GPU that reads out of range takes the whole process with it, so this looks beforehand. */
void checkIndices(const at::Tensor& indices, int64_t length) {
  if (indices.numel() == 0) return;
  const auto low = indices.min().item<int64_t>();
  const auto high = indices.max().item<int64_t>();
  if (low >= 0 && high < length) return;
  throw std::invalid_argument("GatherV2: the index value " + std::to_string(low < 0 ? low : high) + " is not in [0, " +
                              std::to_string(length - 1) + "]");
}

/** gather(x, indices, axis, batchDims): out-of-range indices are an error, found before memory is touched */
void gather(Call& call) {
  const auto x = call.tensor(0);
  const auto indices = whole(call.tensor(1));
  const auto axis = call.axis(2, x.dim());
  const auto batch = call.integer(3);
  if (batch < 0 || batch > axis || batch > indices.dim()) {
    throw std::invalid_argument("batchDims must be at most the axis and the rank of indices, got " +
                                std::to_string(batch));
  }
  checkIndices(indices, x.size(axis));
  Sizes shape = x.sizes().slice(0, static_cast<size_t>(axis)).vec();
  const auto tail = indices.sizes().slice(static_cast<size_t>(batch));
  shape.insert(shape.end(), tail.begin(), tail.end());
  for (int64_t rest = axis + 1; rest < x.dim(); rest++) shape.push_back(x.size(rest));
  if (batch == 0) return call.give(at::index_select(x, axis, indices.reshape({-1})).reshape(shape));
  // With leading axes in common: number the rows of x [batch, outer, length, inner] through.
  int64_t batches = 1, outer = 1, inner = 1;
  for (int64_t place = 0; place < batch; place++) batches *= x.size(place);
  for (int64_t place = batch; place < axis; place++) outer *= x.size(place);
  for (int64_t place = axis + 1; place < x.dim(); place++) inner *= x.size(place);
  const auto length = x.size(axis);
  const auto picked = indices.reshape({batches, 1, -1});
  const auto rows = at::arange(batches * outer, picked.options()).view({batches, outer, 1}) * length + picked;
  call.give(at::index_select(x.reshape({-1, inner}), 0, rows.reshape({-1})).reshape(shape));
}

/** Places [n, depth] in a tensor of `shape` as row numbers of it as [rows, inner]. */
at::Tensor rowNumbers(const at::Tensor& places, at::IntArrayRef shape) {
  if (places.size(1) > static_cast<int64_t>(shape.size())) {
    throw std::invalid_argument("indices must have one column per axis at most, got " + std::to_string(places.size(1)));
  }
  auto rows = at::zeros({places.size(0)}, places.options());
  for (int64_t axis = 0; axis < places.size(1); axis++) {
    const auto length = shape[static_cast<size_t>(axis)];
    const auto column = places.select(1, axis);
    if (column.numel() > 0 && (column.lt(0).any().item<bool>() || column.ge(length).any().item<bool>())) {
      throw std::invalid_argument("indices must be in [0, " + std::to_string(length) + ") of axis " +
                                  std::to_string(axis));
    }
    rows = rows * length + column;
  }
  return rows;
}

int64_t product(at::IntArrayRef sizes) {
  int64_t result = 1;
  for (const auto size : sizes) result *= size;
  return result;
}

/** gatherNd(params, indices): indices [..., depth] */
void gatherNd(Call& call) {
  const auto x = call.tensor(0);
  const auto indices = whole(call.tensor(1));
  const auto depth = indices.size(-1);
  if (depth > x.dim()) throw std::invalid_argument("indices must have one column per axis at most");
  const auto outer = x.sizes().slice(0, static_cast<size_t>(depth));
  const auto inner = x.sizes().slice(static_cast<size_t>(depth));
  const auto places = indices.reshape({depth == 0 ? product(indices.sizes().slice(0, indices.dim() - 1)) : -1, depth});
  Sizes shape = indices.sizes().slice(0, static_cast<size_t>(indices.dim() - 1)).vec();
  shape.insert(shape.end(), inner.begin(), inner.end());
  const auto rows = x.reshape({product(outer), product(inner)});
  call.give(at::index_select(rows, 0, rowNumbers(places, outer)).reshape(shape));
}

/** scatterNd(base, indices, updates, adding): base with updates added to it or put into it */
void scatterNd(Call& call) {
  const auto base = call.tensor(0);
  const auto indices = whole(call.tensor(1));
  auto updates = call.tensor(2);
  const auto depth = indices.dim() == 0 ? 1 : indices.size(-1);
  const auto places = indices.dim() <= 1 ? indices.reshape({-1, 1}) : indices.reshape({-1, depth});
  const auto axes = static_cast<size_t>(places.size(1));
  const auto inner = product(base.sizes().slice(axes));
  const auto rows = rowNumbers(places, base.sizes());
  auto result = base.clone(at::MemoryFormat::Contiguous).view({product(base.sizes().slice(0, axes)), inner});
  if (updates.dim() == 0) updates = updates.expand({rows.size(0), inner});
  updates = updates.reshape({rows.size(0), inner});
  if (base.scalar_type() == at::kBool) {
    result.index_copy_(0, rows, updates);
  } else if (call.flag(3)) {
    result.index_add_(0, rows, updates);
  } else {
    result.index_copy_(0, rows, updates);
  }
  call.give(result.view(base.sizes()));
}

/** segmentSum(x, segmentIds, count): rows of ids outside [0, count) are dropped */
void segmentSum(Call& call) {
  const auto x = call.tensor(0);
  const auto segments = whole(call.tensor(1));
  const auto count = call.integer(2);
  if (count < 0 || segments.dim() > x.dim()) {
    throw std::invalid_argument("segment ids must have no more axes than x, and a count of at least 0");
  }
  const auto axes = static_cast<size_t>(segments.dim());
  const auto inner = x.sizes().slice(axes);
  const auto rows = segments.reshape({-1});
  const auto values = x.reshape({rows.size(0), product(inner)});
  Sizes shape{count + 1, product(inner)};
  auto sums = at::zeros(shape, x.options());
  const auto outside = rows.lt(0).logical_or(rows.ge(count));
  sums.index_add_(0, at::where(outside, at::full({}, count, rows.options()), rows), values);
  Sizes result{count};
  result.insert(result.end(), inner.begin(), inner.end());
  call.give(sums.narrow(0, 0, count).reshape(result));
}

/** oneHot(indices, depth, on, off, dtype): all off for an index out of range */
void oneHot(Call& call) {
  const auto indices = whole(call.tensor(0));
  const auto depth = call.integer(1);
  const auto hot = indices.unsqueeze(-1).eq(at::arange(depth, indices.options()));
  const auto options = at::TensorOptions().dtype(scalarType(call.text(4))).device(indices.device());
  const auto on = at::full({}, call.number(2), options);
  call.give(at::where(hot, on, at::full({}, call.number(3), options)));
}

/** topK(x, k): the largest of the last axis in falling order, the first of equal ones first, and their places */
void topK(Call& call) {
  const auto x = call.tensor(0);
  const auto k = call.integer(1);
  const auto numbers = x.scalar_type() == at::kBool ? x.to(at::kInt) : x;
  const auto sorted = at::sort(numbers, true, -1, true);
  // Copies: the first few of a long row would hold all of it.
  const auto first = [k](const at::Tensor& all) { return all.narrow(-1, 0, k).clone(at::MemoryFormat::Contiguous); };
  call.give(first(std::get<0>(sorted)).to(x.scalar_type()));
  call.give(first(std::get<1>(sorted)).to(at::kInt));
}

/** searchSorted(sequence, values, right): both [batch, n] */
void searchSorted(Call& call) {
  const auto sequence = call.tensor(0).contiguous();
  const auto values = call.tensor(1).contiguous();
  call.give(at::searchsorted(sequence, values, true, call.flag(2)));
}

/** binCount(x, weights?, size, binary): x [n] or [rows, n]; values of size and more do not count */
void binCount(Call& call) {
  const auto x = whole(call.tensor(0));
  const auto weights = call.maybeTensor(1);
  const auto size = call.integer(2);
  if (x.dim() < 1 || x.dim() > 2 || size < 0) throw std::invalid_argument("x must be [n] or [rows, n], size at least 0");
  const auto rows = x.dim() == 2 ? x : x.unsqueeze(0);
  if (rows.numel() > 0 && rows.lt(0).any().item<bool>()) throw std::invalid_argument("x must be at least 0");
  const auto weighted = weights.has_value() && weights->numel() > 0;
  const auto options = weighted ? weights->options() : at::TensorOptions().dtype(at::kFloat).device(x.device());
  const auto source = weighted ? weights->reshape(rows.sizes()) : at::ones(rows.sizes(), options);
  auto counts = at::zeros({rows.size(0), size + 1}, options);
  const auto places = at::clamp_max(rows, size);
  if (call.flag(3)) {
    counts.scatter_(1, places, at::ones(rows.sizes(), options));
  } else {
    counts.scatter_add_(1, places, source);
  }
  counts = counts.narrow(1, 0, size);
  call.give(x.dim() == 2 ? counts.contiguous() : counts.squeeze(0).contiguous());
}

/** reindexed(x, axis, indices): the rows of an axis in another order, some more than once */
void reindexed(Call& call) {
  const auto x = call.tensor(0);
  const auto places = call.integers(2);
  const auto indices = at::tensor(places, at::kLong).to(x.device());
  call.give(at::index_select(x, call.integer(1), indices));
}

}  // namespace

std::vector<Named> indexingOps() {
  return {{"gather", gather},         {"gatherNd", gatherNd}, {"scatterNd", scatterNd},
          {"segmentSum", segmentSum}, {"oneHot", oneHot},     {"topK", topK},
          {"searchSorted", searchSorted}, {"binCount", binCount}, {"reindexed", reindexed}};
}
