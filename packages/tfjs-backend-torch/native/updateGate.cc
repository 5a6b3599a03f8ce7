// The step of a recurrent cell with one gate, and its gradient, as one operation each: of a dozen small ones the way
// there and back through JavaScript takes longer than what they compute.
#include "ops.h"


#include <stdexcept>

namespace {

void nonlinear(at::Tensor& x, const std::string& activation) {
  if (activation == "relu") x.relu_();
  else if (activation == "tanh") x.tanh_();
  else if (activation == "sigmoid") x.sigmoid_();
  else if (activation != "linear") {
    throw std::invalid_argument("activation must be relu, tanh, sigmoid or linear, got " + activation);
  }
}

/** The error before the nonlinearity, from the error after it and what came out of it. */
at::Tensor through(const at::Tensor& dy, const at::Tensor& y, const std::string& activation) {
  if (activation == "relu") return at::threshold_backward(dy, y, 0);
  if (activation == "tanh") return at::tanh_backward(dy, y);
  if (activation == "sigmoid") return at::sigmoid_backward(dy, y);
  return dy;
}

void requireStep(const at::Tensor& drive, const at::Tensor& recurrent, const at::Tensor& rates) {
  const auto real = [](const at::Tensor& x) { return x.scalar_type() == at::kFloat; };
  const auto fits = real(drive) && real(recurrent) && real(rates) && rates.dim() == 2 && drive.dim() == 2 &&
                    drive.size(0) == rates.size(0) && drive.size(1) == 2 * rates.size(1) &&
                    recurrent.sizes() == drive.sizes();
  if (!fits) {
    throw std::invalid_argument("drives must be [B, 2 H] and rates [B, H] of float32, got " + describeTensor(drive) + ", " +
                                describeTensor(recurrent) + " and " + describeTensor(rates));
  }
}

/** updateGate(drive, recurrent, rates, forgetBias, activation): g h + (1 - g) c, and [g, c] for the gradient. */
void updateGate(Call& call) {
  const auto drive = call.tensor(0);
  const auto recurrent = call.tensor(1);
  const auto rates = call.tensor(2);
  requireStep(drive, recurrent, rates);
  const auto units = rates.size(1);
  const auto parts = at::add(drive, recurrent);
  auto gate = parts.narrow(1, 0, units);
  auto candidate = parts.narrow(1, units, units);
  gate.add_(call.number(3)).sigmoid_();
  nonlinear(candidate, call.text(4));
  call.give(at::addcmul(candidate, gate, at::sub(rates, candidate)));
  call.give(parts);
}

/** updateGateGrad(dy, parts, rates, activation): of both drives, which have the same, and of the rates. */
void updateGateGrad(Call& call) {
  const auto dy = call.tensor(0);
  const auto parts = call.tensor(1);
  const auto rates = call.tensor(2);
  requireStep(parts, parts, rates);
  if (dy.sizes() != rates.sizes() || dy.scalar_type() != at::kFloat) {
    throw std::invalid_argument("the error must be as the rates are, " + describeTensor(rates) + ", got " +
                                describeTensor(dy));
  }
  const auto units = rates.size(1);
  const auto gate = parts.narrow(1, 0, units);
  const auto candidate = parts.narrow(1, units, units);
  const auto toRates = at::mul(dy, gate);
  const auto toDrive = at::empty_like(parts);
  toDrive.narrow(1, 0, units).copy_(at::sigmoid_backward(at::sub(rates, candidate).mul_(dy), gate));
  toDrive.narrow(1, units, units).copy_(through(at::sub(dy, toRates), candidate, call.text(3)));
  call.give(toDrive);
  call.give(toRates);
}

}  // namespace

std::vector<Named> updateGateOps() { return {{"updateGate", updateGate}, {"updateGateGrad", updateGateGrad}}; }
