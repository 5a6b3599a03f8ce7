// Operations on each pair of elements of two tensors, broadcast against each other.
#include "ops.h"

namespace {

at::Tensor toInt(const at::Tensor& wide) { return at::nan_to_num(wide, 0.0, 0.0, 0.0).to(at::kLong).to(at::kInt); }

bool isFloat(const at::Tensor& x) { return x.is_floating_point() || x.is_complex(); }

template <at::Tensor (*F)(const at::Tensor&, const at::Tensor&)>
void plain(Call& call) {
  const auto a = call.operand(0);
  const auto b = call.operand(1);
  call.give(F(a, b));
}

/** Integers by way of double, as JavaScript has it: no exception for x / 0. */
template <at::Tensor (*F)(const at::Tensor&, const at::Tensor&)>
void ofReal(Call& call) {
  const auto a = call.operand(0);
  const auto b = call.operand(1);
  if (isFloat(a) || isFloat(b)) return call.give(F(a, b));
  call.give(toInt(F(a.to(at::kDouble), b.to(at::kDouble))));
}

/** Booleans count as 0 and 1. */
at::Tensor counted(const at::Tensor& x) { return x.scalar_type() == at::kBool ? x.to(at::kInt) : x; }

template <at::Tensor (*F)(const at::Tensor&, const at::Tensor&)>
void ofNumbers(Call& call) {
  const auto a = call.operand(0);
  const auto b = call.operand(1);
  const auto result = F(counted(a), counted(b));
  call.give(a.scalar_type() == at::kBool ? result.ne(0) : result);
}

at::Tensor plus(const at::Tensor& a, const at::Tensor& b) { return at::add(a, b); }
at::Tensor minus(const at::Tensor& a, const at::Tensor& b) { return at::sub(a, b); }
at::Tensor times(const at::Tensor& a, const at::Tensor& b) { return at::mul(a, b); }
at::Tensor over(const at::Tensor& a, const at::Tensor& b) { return at::div(a, b); }
at::Tensor power(const at::Tensor& a, const at::Tensor& b) { return at::pow(a, b); }
at::Tensor modulo(const at::Tensor& a, const at::Tensor& b) { return at::remainder(a, b); }
at::Tensor equal(const at::Tensor& a, const at::Tensor& b) { return at::eq(a, b); }
at::Tensor notEqual(const at::Tensor& a, const at::Tensor& b) { return at::ne(a, b); }
at::Tensor less(const at::Tensor& a, const at::Tensor& b) { return at::lt(a, b); }
at::Tensor lessEqual(const at::Tensor& a, const at::Tensor& b) { return at::le(a, b); }
at::Tensor greater(const at::Tensor& a, const at::Tensor& b) { return at::gt(a, b); }
at::Tensor greaterEqual(const at::Tensor& a, const at::Tensor& b) { return at::ge(a, b); }
at::Tensor both(const at::Tensor& a, const at::Tensor& b) { return at::bitwise_and(a, b); }

at::Tensor squaredDifferences(const at::Tensor& a, const at::Tensor& b) {
  const auto difference = at::sub(a, b);
  return at::mul(difference, difference);
}

/** The quotient rounded down, as int32. */
void floorDiv(Call& call) {
  const auto a = call.operand(0);
  const auto b = call.operand(1);
  call.give(toInt(at::floor(at::div(a.to(at::kDouble), b.to(at::kDouble)))));
}

void prelu(Call& call) {
  const auto x = call.tensor(0);
  const auto alpha = call.tensor(1);
  call.give(at::where(x.lt(0), at::mul(alpha, x), x));
}

void select(Call& call) {
  const auto condition = call.tensor(0);
  const auto yes = call.tensor(1);
  const auto no = call.tensor(2);
  call.give(at::where(condition, yes, no));
}

/** addMany([a, b, ...]): the sum of tensors of one shape. */
void addMany(Call& call) {
  const auto all = call.tensors(0);
  auto sum = all.size() == 1 ? all[0].clone() : at::add(all[0], all[1]);
  for (size_t index = 2; index < all.size(); index++) sum.add_(all[index]);
  call.give(sum);
}

/** reluGrad(x, dy): dy where x is positive, 0 elsewhere. */
void reluGrad(Call& call) {
  const auto x = call.tensor(0);
  call.give(at::threshold_backward(call.tensor(1), x, 0));
}

void sigmoidGrad(Call& call) {
  const auto y = call.tensor(0);
  call.give(at::sigmoid_backward(call.tensor(1), y));
}

void tanhGrad(Call& call) {
  const auto y = call.tensor(0);
  call.give(at::tanh_backward(call.tensor(1), y));
}

/** eluGrad(dy, y): dy where y is not negative, dy (y + 1) elsewhere. */
void eluGrad(Call& call) {
  const auto dy = call.tensor(0);
  const auto y = call.tensor(1);
  call.give(at::clamp_max(y, 0).add_(1).mul_(dy));
}

}  // namespace

std::vector<Named> binaryOps() {
  return {{"add", ofNumbers<plus>},
          {"sub", ofNumbers<minus>},
          {"mul", ofNumbers<times>},
          {"div", ofReal<over>},
          {"floorDiv", floorDiv},
          {"mod", ofReal<modulo>},
          {"pow", ofReal<power>},
          {"maximum", plain<at::maximum>},
          {"minimum", plain<at::minimum>},
          {"atan2", ofReal<at::atan2>},
          {"squaredDifference", ofNumbers<squaredDifferences>},
          {"bitwiseAnd", plain<both>},
          {"equal", plain<equal>},
          {"notEqual", plain<notEqual>},
          {"less", plain<less>},
          {"lessEqual", plain<lessEqual>},
          {"greater", plain<greater>},
          {"greaterEqual", plain<greaterEqual>},
          {"logicalAnd", plain<at::logical_and>},
          {"logicalOr", plain<at::logical_or>},
          {"prelu", prelu},
          {"select", select},
          {"addMany", addMany},
          {"reluGrad", reluGrad},
          {"sigmoidGrad", sigmoidGrad},
          {"tanhGrad", tanhGrad},
          {"eluGrad", eluGrad}};
}
