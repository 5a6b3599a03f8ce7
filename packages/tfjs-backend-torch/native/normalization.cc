// Softmax, batch and local response normalisation, Fourier transforms.
#include "ops.h"
#include "window.h"

#include <stdexcept>

namespace {

/** LibTorch's passes back read beyond the memory of a tensor of another shape. */
void requireSame(const at::Tensor& dy, const at::Tensor& y) {
  if (dy.sizes() == y.sizes() && dy.scalar_type() == y.scalar_type()) return;
  throw std::invalid_argument("the gradient must be " + describeTensor(y) + ", got " + describeTensor(dy));
}

/** Reads what there must be one of per channel; LibTorch does not look. */
at::Tensor perChannel(Call& call, size_t index, const at::Tensor& x) {
  const auto values = call.tensor(index);
  if (values.dim() == 1 && values.size(0) == x.size(-1) && values.scalar_type() == at::kFloat) return values;
  throw std::invalid_argument("argument " + std::to_string(index) + " must be float32 [" + std::to_string(x.size(-1)) +
                              "], one per channel, got " + describeTensor(values));
}

at::Tensor withChannels(Call& call, size_t index) {
  const auto x = call.tensor(index);
  // LibTorch divides integers by the number of rows.
  if (x.dim() > 0 && x.numel() > 0 && x.scalar_type() == at::kFloat) return x;
  throw std::invalid_argument("x must be float32 [..., C] of one row or more, got " + describeTensor(x));
}

void softmax(Call& call) {
  const auto x = call.tensor(0).to(at::kFloat);
  call.give(at::softmax(x, call.integer(1)));
}

void softmaxGrad(Call& call) {
  const auto y = call.tensor(0);
  const auto axis = call.integer(2);
  requireSame(call.tensor(1), y);
  call.give(at::_softmax_backward_data(call.tensor(1), y, axis, y.scalar_type()));
}

void logSoftmax(Call& call) {
  const auto x = call.tensor(0).to(at::kFloat);
  call.give(at::log_softmax(x, call.integer(1)));
}

void logSoftmaxGrad(Call& call) {
  const auto y = call.tensor(0);
  const auto axis = call.integer(2);
  requireSame(call.tensor(1), y);
  call.give(at::_log_softmax_backward_data(call.tensor(1), y, axis, y.scalar_type()));
}

/** batchNorm(x, mean, variance, offset?, scale?, epsilon): in one pass as x a + b */
void batchNorm(Call& call) {
  const auto x = call.tensor(0);
  const auto mean = call.tensor(1);
  const auto offset = call.maybeTensor(3);
  const auto scale = call.maybeTensor(4);
  auto factor = at::rsqrt(at::add(call.tensor(2), call.number(5)));
  if (scale.has_value()) factor = at::mul(factor, *scale);
  if (mean.dim() > 1) {
    const auto unit = at::mul(at::sub(x, mean), factor);
    return call.give(offset.has_value() ? at::add(unit, *offset) : unit);
  }
  const auto shift = at::neg(at::mul(mean, factor));
  call.give(at::addcmul(offset.has_value() ? at::add(shift, *offset) : shift, x, factor));
}

/** [..., C] as LibTorch's norm wants it: images as they are, all else as rows. */
at::Tensor asNormed(const at::Tensor& x) {
  return x.dim() == 4 ? dense(channelsFirst(x)) : x.reshape({-1, x.size(-1)});
}

at::Tensor fromNormed(const at::Tensor& y, const at::Tensor& like) {
  return like.dim() == 4 ? channelsLast(y) : y.reshape(like.sizes());
}

/** batchNormTraining(x, gamma, beta, epsilon): y, mean, biased variance, 1 / sqrt(variance + epsilon) */
void batchNormTraining(Call& call) {
  const auto x = withChannels(call, 0);
  const auto gamma = perChannel(call, 1, x), beta = perChannel(call, 2, x);
  const auto epsilon = call.number(3);
  const Optional<at::Tensor> none;
  const auto result = at::native_batch_norm(asNormed(x), gamma, beta, none, none, true, 0, epsilon);
  const auto inverse = std::get<2>(result);
  const auto variance = at::sub(at::pow(inverse.to(at::kDouble), -2), epsilon).clamp_min(0);
  call.give(fromNormed(std::get<0>(result), x));
  call.give(std::get<1>(result));
  call.give(variance);
  call.give(inverse);
}

/** batchNormTrainingGrad(dy, x, gamma, mean, inverse, epsilon): of x, gamma and beta */
void batchNormTrainingGrad(Call& call) {
  const auto dy = call.tensor(0);
  const auto x = withChannels(call, 1);
  requireSame(dy, x);
  const auto gamma = perChannel(call, 2, x), mean = perChannel(call, 3, x), inverse = perChannel(call, 4, x);
  const Optional<at::Tensor> none;
  const auto result = at::native_batch_norm_backward(asNormed(dy), asNormed(x), gamma, none, none, mean, inverse, true,
                                                     call.number(5), {true, true, true});
  call.give(fromNormed(std::get<0>(result), x));
  call.give(std::get<1>(result));
  call.give(std::get<2>(result));
}

/** Sums over a window of 2 radius + 1 channels around each, the border counting as 0. */
at::Tensor overChannels(const at::Tensor& x, int64_t radius) {
  const auto channels = x.size(-1);
  const auto around = at::constant_pad_nd(x, {radius, radius}, 0);
  return around.unfold(-1, 2 * radius + 1, 1).sum(-1).reshape(x.sizes()).narrow(-1, 0, channels);
}

/** localResponse(x, radius, bias, alpha, beta): x / (bias + alpha sum of squares)^beta */
void localResponse(Call& call) {
  const auto x = call.tensor(0);
  const auto norm = at::add(at::mul(overChannels(at::mul(x, x), call.integer(1)), call.number(3)), call.number(2));
  call.give(at::mul(x, at::pow(norm, -call.number(4))));
}

/** localResponseGrad(x, y, dy, radius, bias, alpha, beta) */
void localResponseGrad(Call& call) {
  const auto x = call.tensor(0);
  const auto y = call.tensor(1);
  const auto dy = call.tensor(2);
  const auto radius = call.integer(3);
  const auto alpha = call.number(5), beta = call.number(6);
  const auto norm = at::add(at::mul(overChannels(at::mul(x, x), radius), alpha), call.number(4));
  const auto through = overChannels(at::div(at::mul(dy, y), norm), radius);
  call.give(at::sub(at::mul(dy, at::pow(norm, -beta)), at::mul(at::mul(x, through), 2 * alpha * beta)));
}

void fourier(Call& call) {
  const auto x = call.tensor(0);
  call.give(call.flag(1) ? at::fft_ifft(x) : at::fft_fft(x));
}

}  // namespace

std::vector<Named> normalizationOps() {
  return {{"softmax", softmax},
          {"softmaxGrad", softmaxGrad},
          {"logSoftmax", logSoftmax},
          {"logSoftmaxGrad", logSoftmaxGrad},
          {"batchNorm", batchNorm},
          {"batchNormTraining", batchNormTraining},
          {"batchNormTrainingGrad", batchNormTrainingGrad},
          {"localResponse", localResponse},
          {"localResponseGrad", localResponseGrad},
          {"fourier", fourier}};
}
