// Many elements to one: sums, extremes, positions, running sums.
#include "ops.h"

#include <algorithm>
#include <limits>

namespace {

/** Whether an axis that is reduced has no elements, so that there is nothing to take the extreme of. */
bool isOverNothing(const at::Tensor& x, const Sizes& axes) {
  return std::any_of(axes.begin(), axes.end(), [&](int64_t axis) { return x.size(axis) == 0; });
}

/**
 * No axes: nothing is reduced, where LibTorch would reduce everything. The extreme of nothing is, as tfjs has it, NaN,
 * and 0 of integers.
 */
template <at::Tensor (*F)(const at::Tensor&, at::IntArrayRef, bool)>
void over(Call& call) {
  const auto x = call.tensor(0);
  const auto axes = call.integers(1);
  if (isOverNothing(x, axes)) {
    const auto shape = at::sum(x, axes, call.flag(2));
    const auto nothing = x.is_floating_point() ? std::numeric_limits<double>::quiet_NaN() : 0.0;
    return call.give(at::full(shape.sizes(), nothing, x.options()));
  }
  call.give(axes.empty() ? x : F(x, axes, call.flag(2)));
}

at::Tensor counted(const at::Tensor& x) { return x.scalar_type() == at::kBool ? x.to(at::kInt) : x; }

void sum(Call& call) {
  const auto x = counted(call.tensor(0));
  const auto axes = call.integers(1);
  if (axes.empty()) return call.give(x);
  call.give(at::sum(x, axes, call.flag(2), x.scalar_type()));
}

void mean(Call& call) {
  const auto x = call.tensor(0).to(at::kFloat);
  const auto axes = call.integers(1);
  if (isOverNothing(x, axes)) return call.give(at::sum(x, axes, call.flag(2))); // 0, as tfjs has it
  call.give(axes.empty() ? x : at::mean(x, axes, call.flag(2)));
}

at::Tensor largest(const at::Tensor& x, at::IntArrayRef axes, bool keep) { return at::amax(x, axes, keep); }
at::Tensor smallest(const at::Tensor& x, at::IntArrayRef axes, bool keep) { return at::amin(x, axes, keep); }

/** One axis after the other, the last first, so that the others keep their places; booleans as numbers where wanted. */
template <at::Tensor (*F)(const at::Tensor&, int64_t, bool), bool AsNumbers>
void oneByOne(Call& call) {
  auto x = AsNumbers ? counted(call.tensor(0)) : call.tensor(0);
  auto axes = call.integers(1);
  const auto keep = call.flag(2);
  std::sort(axes.rbegin(), axes.rend());
  for (const auto axis : axes) x = F(x, axis, keep);
  call.give(x);
}

at::Tensor product(const at::Tensor& x, int64_t axis, bool keep) {
  return at::prod(x, axis, keep, x.scalar_type());
}
at::Tensor allTrue(const at::Tensor& x, int64_t axis, bool keep) { return at::all(x, axis, keep); }
at::Tensor anyTrue(const at::Tensor& x, int64_t axis, bool keep) { return at::any(x, axis, keep); }

/** The first of equal ones. NaN is never the largest, but where it comes first, as tfjs has it. */
at::Tensor positions(const at::Tensor& x, int64_t axis, bool ofLargest) {
  const auto numbers = x.scalar_type() == at::kBool ? x.to(at::kInt) : x;
  if (isOverNothing(x, {axis})) return at::sum(x, {axis}).to(at::kInt); // 0, as tfjs has it
  if (!numbers.is_floating_point()) return ofLargest ? at::argmax(numbers, axis) : at::argmin(numbers, axis);
  const auto infinity = std::numeric_limits<double>::infinity();
  const auto lowest = ofLargest ? -infinity : infinity;
  const auto isNaN = numbers.isnan();
  const auto clean = at::where(isNaN, at::full({}, lowest, numbers.options()), numbers);
  const auto found = ofLargest ? at::argmax(clean, axis) : at::argmin(clean, axis);
  return at::where(isNaN.select(axis, 0), at::zeros_like(found), found);
}

void argMax(Call& call) { call.give(positions(call.tensor(0), call.integer(1), true)); }
void argMin(Call& call) { call.give(positions(call.tensor(0), call.integer(1), false)); }

/** cumulate(x, axis, exclusive, reverse), of sums or products; exclusive starts with the neutral element. */
template <at::Tensor (*F)(const at::Tensor&, int64_t), int Neutral>
void cumulate(Call& call) {
  auto x = counted(call.tensor(0));
  const auto axis = call.axis(1, x.dim());
  const auto exclusive = call.flag(2);
  const auto reverse = call.flag(3);
  if (reverse) x = at::flip(x, {axis});
  if (exclusive && x.size(axis) > 0) {
    const auto first = at::full_like(x.narrow(axis, 0, 1), Neutral);
    x = at::cat({first, x.narrow(axis, 0, x.size(axis) - 1)}, axis);
  }
  auto result = F(x, axis);
  call.give(reverse ? at::flip(result, {axis}) : result);
}

at::Tensor runningSum(const at::Tensor& x, int64_t axis) { return at::cumsum(x, axis, x.scalar_type()); }
at::Tensor runningProduct(const at::Tensor& x, int64_t axis) { return at::cumprod(x, axis, x.scalar_type()); }

}  // namespace

std::vector<Named> reductionOps() {
  return {{"sum", sum},
          {"mean", mean},
          {"max", over<largest>},
          {"min", over<smallest>},
          {"prod", oneByOne<product, true>},
          {"all", oneByOne<allTrue, false>},
          {"any", oneByOne<anyTrue, false>},
          {"argMax", argMax},
          {"argMin", argMin},
          {"cumsum", cumulate<runningSum, 0>},
          {"cumprod", cumulate<runningProduct, 1>}};
}
