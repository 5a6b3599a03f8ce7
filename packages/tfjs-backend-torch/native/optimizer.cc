// One step of an optimizer in one pass over a parameter, its gradient and its slots.
#include "ops.h"
#include "vectorized.h"

#include <cmath>
#include <initializer_list>
#include <stdexcept>

namespace {

/** The loops go over all as rows of one length. */
void requireOneShape(const at::Tensor& w, std::initializer_list<at::Tensor> others) {
  for (const auto& other : others) {
    if (other.sizes() == w.sizes()) continue;
    throw std::invalid_argument("gradients and slots must have the shape of their parameter, " + describeTensor(w) +
                                ", got " + describeTensor(other));
  }
}

/** Memory that nobody else looks at may be written; other memory is copied first, in the layout of its own. */
at::Tensor writable(const at::Tensor& tensor, bool consume) {
  // The table of handles and the arguments read in this call refer to it.
  const auto alone = tensor.use_count() <= 2 && tensor.storage().use_count() == 1;
  return consume && alone && tensor.is_non_overlapping_and_dense() ? tensor : tensor.clone();
}

/** A slot or a gradient in the memory layout of its parameter, so that one loop can run over both. */
at::Tensor likeParameter(const at::Tensor& tensor, const at::Tensor& w) {
  if (tensor.strides() == w.strides()) return tensor;
  return at::empty_like(w).copy_(tensor);
}

/** The whole memory of a dense tensor as a row. */
at::Tensor flat(const at::Tensor& tensor) { return tensor.as_strided({tensor.numel()}, {1}); }

bool isPlain(const std::vector<at::Tensor>& all) {
  for (const auto& tensor : all) {
    if (!tensor.device().is_cpu() || tensor.scalar_type() != at::kFloat) return false;
    if (!tensor.is_non_overlapping_and_dense() || tensor.strides() != all[0].strides()) return false;
  }
  return true;
}

struct AdamSettings {
  float rate, beta1, beta2, epsilon, keep;
};

VECTORIZED void adamLoop(float* __restrict w, float* __restrict m, float* __restrict v, const float* __restrict g,
                         int64_t count, AdamSettings s) {
  const float rest1 = 1 - s.beta1, rest2 = 1 - s.beta2;
  for (int64_t i = 0; i < count; i++) {
    const float mean = m[i] * s.beta1 + g[i] * rest1;
    const float square = v[i] * s.beta2 + g[i] * g[i] * rest2;
    m[i] = mean;
    v[i] = square;
    w[i] = w[i] * s.keep - mean / (std::sqrt(square) + s.epsilon) * s.rate;
  }
}

VECTORIZED void momentumLoop(float* __restrict w, float* __restrict v, const float* __restrict g, int64_t count,
                             float rate, float momentum, bool nesterov) {
  for (int64_t i = 0; i < count; i++) {
    const float velocity = v[i] * momentum + g[i];
    v[i] = velocity;
    w[i] -= (nesterov ? g[i] + velocity * momentum : velocity) * rate;
  }
}

/** Runs a loop over contiguous memory on all threads of LibTorch. */
template <typename Loop>
void overChunks(std::vector<at::Tensor> written, const at::Tensor& g, Loop loop) {
  at::TensorIteratorConfig config;
  config.resize_outputs(false);
  std::vector<at::Tensor> rows;
  for (const auto& tensor : written) rows.push_back(flat(tensor));
  rows.push_back(flat(g));
  for (size_t place = 0; place < written.size(); place++) config.add_output(rows[place]);
  auto iterator = config.add_input(rows.back()).build();
  iterator.for_each([&](char** data, const int64_t*, int64_t count) { loop(data, count); }, 16384);
}

/** adamStep(w, g, m, v, rate, beta1, beta2, epsilon, keep, consume): w keep - rate m / (sqrt(v) + epsilon) */
void adamStep(Call& call) {
  const AdamSettings s{static_cast<float>(call.number(4)), static_cast<float>(call.number(5)),
                       static_cast<float>(call.number(6)), static_cast<float>(call.number(7)),
                       static_cast<float>(call.number(8))};
  const auto consume = call.flag(9);
  requireOneShape(call.peek(0), {call.peek(1), call.peek(2), call.peek(3)});
  const auto w = writable(call.tensor(0), consume);
  const auto m = likeParameter(writable(call.tensor(2), consume), w);
  const auto v = likeParameter(writable(call.tensor(3), consume), w);
  const auto g = likeParameter(call.tensor(1), w);
  if (isPlain({w, m, v, g})) {
    overChunks({w, m, v}, g, [&](char** data, int64_t count) {
      adamLoop(reinterpret_cast<float*>(data[0]), reinterpret_cast<float*>(data[1]), reinterpret_cast<float*>(data[2]),
               reinterpret_cast<const float*>(data[3]), count, s);
    });
  } else {
    m.mul_(s.beta1).add_(g, 1 - s.beta1);
    v.mul_(s.beta2).addcmul_(g, g, 1 - s.beta2);
    if (s.keep != 1) w.mul_(s.keep);
    w.addcdiv_(m, at::sqrt(v).add_(s.epsilon), -s.rate);
  }
  for (const auto& tensor : {w, m, v}) call.give(tensor);
}

/** momentumStep(w, g, velocity, rate, momentum, nesterov, consume) */
void momentumStep(Call& call) {
  const auto rate = static_cast<float>(call.number(3));
  const auto momentum = static_cast<float>(call.number(4));
  const auto nesterov = call.flag(5);
  const auto consume = call.flag(6);
  requireOneShape(call.peek(0), {call.peek(1), call.peek(2)});
  const auto w = writable(call.tensor(0), consume);
  const auto v = likeParameter(writable(call.tensor(2), consume), w);
  const auto g = likeParameter(call.tensor(1), w);
  if (isPlain({w, v, g})) {
    overChunks({w, v}, g, [&](char** data, int64_t count) {
      momentumLoop(reinterpret_cast<float*>(data[0]), reinterpret_cast<float*>(data[1]),
                   reinterpret_cast<const float*>(data[2]), count, rate, momentum, nesterov);
    });
  } else {
    v.mul_(momentum).add_(g);
    w.sub_(nesterov ? at::add(g, v, momentum) : v, rate);
  }
  for (const auto& tensor : {w, v}) call.give(tensor);
}

/** descentStep(w, g, rate, consume): w - rate g */
void descentStep(Call& call) {
  requireOneShape(call.peek(0), {call.peek(1)});
  const auto w = writable(call.tensor(0), call.flag(3));
  call.give(w.sub_(call.tensor(1), call.number(2)));
}

}  // namespace

std::vector<Named> optimizerOps() {
  return {{"adamStep", adamStep}, {"momentumStep", momentumStep}, {"descentStep", descentStep}};
}
