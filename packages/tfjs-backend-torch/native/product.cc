// Products of matrices, and what is fused with them.
#include "activate.h"
#include "ops.h"

namespace {

at::Tensor transposed(const at::Tensor& x, bool yes) { return yes ? x.transpose(-2, -1) : x; }

/** matMul(a, b, transposeA, transposeB), with leading axes broadcast. */
void matMul(Call& call) {
  const auto a = transposed(call.tensor(0), call.flag(2));
  const auto b = transposed(call.tensor(1), call.flag(3));
  call.give(at::matmul(a, b));
}

/** fusedMatMul(a, b, transposeA, transposeB, bias, activation, leakyAlpha, preluAlpha) */
void fusedMatMul(Call& call) {
  const auto a = transposed(call.tensor(0), call.flag(2));
  const auto b = transposed(call.tensor(1), call.flag(3));
  const auto bias = call.maybeTensor(4);
  const auto vector = bias.has_value() && bias->dim() <= 1 && a.dim() == 2 && b.dim() == 2;
  auto y = vector ? at::addmm(*bias, a, b) : at::matmul(a, b);
  if (bias.has_value() && !vector) y = at::add(y, *bias);
  call.give(activate(y, call.text(5), call.number(6), call.maybeTensor(7)));
}

/**
 * sumOfProducts(lefts, rights): the sum of left^T right over all pairs, [K, M] and [K, N], as one product of
 * all rows below each other. The gradient of a kernel that was used at every timestep is such a sum.
 */
void sumOfProducts(Call& call) {
  const auto lefts = call.tensors(0);
  const auto rights = call.tensors(1);
  if (lefts.size() == 1) return call.give(at::mm(lefts[0].t(), rights[0]));
  call.give(at::mm(at::cat(lefts, 0).t(), at::cat(rights, 0)));
}

void einsum(Call& call) { call.give(at::einsum(call.text(0), call.tensors(1))); }

}  // namespace

std::vector<Named> productOps() {
  return {{"matMul", matMul}, {"fusedMatMul", fusedMatMul}, {"sumOfProducts", sumOfProducts}, {"einsum", einsum}};
}
