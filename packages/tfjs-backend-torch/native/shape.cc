// New shapes of old values: views where possible, so without copies.
#include "ops.h"

#include <stdexcept>

namespace {

/** A view on less than half of a buffer would keep the whole of it alive: such are copied. */
at::Tensor unpinned(const at::Tensor& view) {
  const auto held = static_cast<int64_t>(view.storage().nbytes());
  const auto used = view.numel() * static_cast<int64_t>(view.element_size());
  return 2 * used < held ? view.clone(at::MemoryFormat::Contiguous) : view;
}

void reshape(Call& call) {
  const auto x = call.tensor(0);
  call.give(x.reshape(call.integers(1)));
}

void transpose(Call& call) {
  const auto x = call.tensor(0);
  call.give(x.permute(call.integers(1)));
}

at::Tensor sliced(at::Tensor x, const Sizes& begin, const Sizes& size) {
  if (begin.size() != static_cast<size_t>(x.dim()) || size.size() != begin.size()) {
    throw std::invalid_argument("begin and size must have one entry per axis");
  }
  for (size_t axis = 0; axis < begin.size(); axis++) {
    x = x.narrow(static_cast<int64_t>(axis), begin[axis], size[axis]);
  }
  return x;
}

/** slice(x, begin, size) */
void slice(Call& call) {
  const auto x = call.tensor(0);
  call.give(unpinned(sliced(x, call.integers(1), call.integers(2))));
}

/**
 * part(x, axis, begin, length): a slice that mostly lives as short as its source, such as a timestep of a sequence: it
 * stays a view, whatever its share of the buffer, until nobody else holds the buffer.
 */
void part(Call& call) {
  const auto x = call.tensor(0);
  const auto axis = call.integer(1);
  const auto view = x.narrow(axis, call.integer(2), call.integer(3));
  call.state.table.watch(call.number(0), view);
  call.give(view);
}

/** selected(x, axis, index): such a part of length 1, without the axis */
void selected(Call& call) {
  const auto x = call.tensor(0);
  const auto view = x.select(call.integer(1), call.integer(2));
  call.state.table.watch(call.number(0), view);
  call.give(view);
}

/** stridedSlice(x, begin, strides, size): size counts results per axis; strides may be negative */
void stridedSlice(Call& call) {
  auto x = call.tensor(0);
  const auto begin = call.integers(1);
  const auto strides = call.integers(2);
  const auto size = call.integers(3);
  const auto rank = static_cast<size_t>(x.dim());
  if (begin.size() != rank || strides.size() != rank || size.size() != rank) {
    throw std::invalid_argument("begin, strides and size must have one entry per axis");
  }
  for (size_t index = 0; index < begin.size(); index++) {
    const auto axis = static_cast<int64_t>(index);
    if (size[index] <= 0) {
      x = x.narrow(axis, 0, 0);
      continue;
    }
    const auto last = begin[index] + (size[index] - 1) * strides[index];
    if (strides[index] > 0) {
      x = x.slice(axis, begin[index], last + 1, strides[index]);
    } else {
      x = at::flip(x.slice(axis, last, begin[index] + 1, -strides[index]), {axis});
    }
  }
  call.give(unpinned(x));
}

void concat(Call& call) { call.give(at::cat(call.tensors(0), call.integer(1))); }

void stack(Call& call) { call.give(at::stack(call.tensors(0), call.integer(1))); }

/** pad(x, [before, after of the last axis, of the one before, ...], value) */
void pad(Call& call) {
  const auto x = call.tensor(0);
  const auto value = call.number(2);
  const auto widths = call.integers(1);
  if (x.numel() == 0) {
    auto shape = x.sizes().vec();
    for (size_t axis = 0; axis < shape.size(); axis++) {
      const auto place = 2 * (shape.size() - 1 - axis);
      shape[axis] += widths.at(place) + widths.at(place + 1);
    }
    return call.give(at::full(shape, value, x.options()));
  }
  if (x.scalar_type() != at::kBool) return call.give(at::constant_pad_nd(x, widths, value));
  call.give(at::constant_pad_nd(x.to(at::kByte), widths, value != 0 ? 1 : 0).ne(0));
}

void tile(Call& call) {
  const auto x = call.tensor(0);
  const auto times = call.integers(1);
  auto sizes = x.sizes().vec();
  auto single = static_cast<int64_t>(times.size()) == x.dim();
  for (size_t axis = 0; single && axis < sizes.size(); axis++) {
    single = times[axis] == 1 || (sizes[axis] == 1 && times[axis] > 1);
    sizes[axis] *= times[axis];
  }
  // Repeating one value is broadcasting; the copy is made where it must be, and often never.
  call.give(single ? x.expand(sizes) : x.repeat(times));
}

void reverse(Call& call) {
  const auto x = call.tensor(0);
  call.give(at::flip(x, call.integers(1)));
}

/** fill(shape, value, dtype) */
void fill(Call& call) {
  const auto type = scalarType(call.text(2));
  const auto options = at::TensorOptions().dtype(type).device(call.state.device);
  const auto value = call.number(1);
  if (type == at::kBool) return call.give(at::full(call.integers(0), value != 0, options));
  call.give(at::full(call.integers(0), value, options));
}

void zerosLike(Call& call) {
  const auto x = call.tensor(0);
  call.give(at::zeros_like(x));
}

void onesLike(Call& call) {
  const auto x = call.tensor(0);
  call.give(at::ones_like(x));
}

/** contiguous(x): the same values in row order */
void contiguous(Call& call) {
  const auto x = call.tensor(0);
  call.give(x.contiguous());
}

/** diagonal(x): the values of x, flattened, on the diagonal of a square */
void diagonal(Call& call) {
  const auto x = call.tensor(0);
  call.give(at::diag_embed(x.reshape({-1})));
}

}  // namespace

std::vector<Named> shapeOps() {
  return {{"reshape", reshape},   {"transpose", transpose},
          {"slice", slice},       {"part", part},
          {"selected", selected}, {"stridedSlice", stridedSlice},
          {"concat", concat},     {"stack", stack},
          {"pad", pad},           {"tile", tile},
          {"reverse", reverse},   {"fill", fill},
          {"zerosLike", zerosLike}, {"onesLike", onesLike},
          {"contiguous", contiguous}, {"diagonal", diagonal}};
}
