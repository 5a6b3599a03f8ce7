// Operations on each element of one tensor.
#include "ops.h"

#include <cmath>
#include <limits>

namespace {

template <at::Tensor (*F)(const at::Tensor&)>
void plain(Call& call) {
  call.give(F(call.tensor(0)));
}

/** In float32, whatever the type was. */
at::Tensor asReal(const at::Tensor& x) { return x.is_floating_point() || x.is_complex() ? x : x.to(at::kFloat); }

template <at::Tensor (*F)(const at::Tensor&)>
void ofReal(Call& call) {
  call.give(F(asReal(call.tensor(0))));
}

/** JavaScript's conversion to int32: towards zero, and 0 for what is not finite. */
at::Tensor toInt(const at::Tensor& x) {
  if (!x.is_floating_point()) return x.to(at::kInt);
  const auto wide = at::nan_to_num(x.to(at::kDouble), 0.0, 0.0, 0.0);
  return wide.to(at::kLong).to(at::kInt);
}

/** Applies a function of reals and keeps the integer type that tfjs keeps. */
template <at::Tensor (*F)(const at::Tensor&)>
void keepingType(Call& call) {
  const auto x = call.tensor(0);
  if (x.is_floating_point() || x.is_complex()) return call.give(F(x));
  call.give(toInt(F(x.to(at::kDouble))));
}

void cast(Call& call) {
  const auto x = call.tensor(0);
  const auto type = scalarType(call.text(1));
  if (x.scalar_type() == type) return call.give(x);
  const auto source = x.is_complex() && type != at::kComplexFloat ? at::real(x) : x;
  if (type == at::kInt) return call.give(toInt(source));
  if (type == at::kBool) return call.give(source.ne(0));
  call.give(source.to(type));
}

void neg(Call& call) {
  const auto x = call.tensor(0);
  call.give(at::neg(x.scalar_type() == at::kBool ? x.to(at::kInt) : x));
}

void round(Call& call) {
  const auto x = call.tensor(0);
  call.give(x.is_floating_point() ? at::round(x) : x);
}

/** 1 where positive, alpha elsewhere, NaN where NaN. */
void step(Call& call) {
  const auto x = call.tensor(0);
  const auto alpha = call.number(1);
  const auto stepped = at::where(x.gt(0), at::ones({}, x.options()), at::full({}, alpha, x.options()));
  call.give(x.is_floating_point() ? at::where(x.isnan(), x, stepped) : stepped);
}

/** Like tfjs: exp(x) below -13.9, x above 13.9, log(1 + exp(x)) between. */
void softplus(Call& call) { call.give(at::softplus(asReal(call.tensor(0)), 1, 13.942384719848633)); }

void elu(Call& call) { call.give(at::elu(asReal(call.tensor(0)))); }

void selu(Call& call) { call.give(at::selu(asReal(call.tensor(0)))); }

void leakyRelu(Call& call) { call.give(at::leaky_relu(asReal(call.tensor(0)), call.number(1))); }

void clip(Call& call) {
  const auto x = call.tensor(0);
  const auto low = call.number(1);
  const auto high = call.number(2);
  if (x.is_floating_point()) return call.give(at::clamp(x, low, high));
  call.give(toInt(at::clamp(x.to(at::kDouble), low, high)));
}

void relu6(Call& call) {
  const auto x = call.tensor(0);
  call.give(at::clamp(x, 0, 6));
}

/** -1, 0 or 1; 0 for NaN. */
void sign(Call& call) { call.give(at::sign(call.tensor(0))); }

void square(Call& call) {
  const auto x = call.tensor(0);
  call.give(at::mul(x, x));
}

void isFinite(Call& call) { call.give(at::isfinite(call.tensor(0))); }

void complexOf(Call& call) { call.give(at::complex(call.tensor(0), call.tensor(1))); }

at::Tensor realPart(const at::Tensor& x) { return at::real(x).contiguous(); }
at::Tensor imaginaryPart(const at::Tensor& x) { return x.is_complex() ? at::imag(x).contiguous() : at::zeros_like(x); }
at::Tensor absolute(const at::Tensor& x) { return x.scalar_type() == at::kBool ? x : at::abs(x); }
at::Tensor rectified(const at::Tensor& x) { return x.scalar_type() == at::kBool ? x : at::relu(x); }

}  // namespace

std::vector<Named> unaryOps() {
  return {{"abs", plain<absolute>},
          {"relu", plain<rectified>},
          {"relu6", relu6},
          {"exp", ofReal<at::exp>},
          {"log", ofReal<at::log>},
          {"log1p", keepingType<at::log1p>},
          {"expm1", keepingType<at::expm1>},
          {"sqrt", ofReal<at::sqrt>},
          {"rsqrt", ofReal<at::rsqrt>},
          {"reciprocal", keepingType<at::reciprocal>},
          {"sigmoid", ofReal<at::sigmoid>},
          {"tanh", keepingType<at::tanh>},
          {"sin", keepingType<at::sin>},
          {"cos", keepingType<at::cos>},
          {"tan", keepingType<at::tan>},
          {"asin", keepingType<at::asin>},
          {"acos", keepingType<at::acos>},
          {"atan", keepingType<at::atan>},
          {"sinh", keepingType<at::sinh>},
          {"cosh", keepingType<at::cosh>},
          {"asinh", keepingType<at::asinh>},
          {"acosh", keepingType<at::acosh>},
          {"atanh", keepingType<at::atanh>},
          {"erf", keepingType<at::erf>},
          {"ceil", keepingType<at::ceil>},
          {"floor", keepingType<at::floor>},
          {"isNaN", plain<at::isnan>},
          {"isInf", plain<at::isinf>},
          {"logicalNot", plain<at::logical_not>},
          {"real", plain<realPart>},
          {"imag", plain<imaginaryPart>},
          {"cast", cast},
          {"neg", neg},
          {"round", round},
          {"step", step},
          {"softplus", softplus},
          {"elu", elu},
          {"selu", selu},
          {"leakyRelu", leakyRelu},
          {"clip", clip},
          {"sign", sign},
          {"square", square},
          {"isFinite", isFinite},
          {"complex", complexOf}};
}
