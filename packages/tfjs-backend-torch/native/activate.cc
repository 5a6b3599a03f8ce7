#include "activate.h"

#include <stdexcept>

at::Tensor activate(const at::Tensor& x, const std::string& name, double leakyAlpha,
                    const Optional<at::Tensor>& preluAlpha) {
  if (name == "linear") return x;
  if (name == "relu") return at::relu(x);
  if (name == "relu6") return at::clamp(x, 0, 6);
  if (name == "elu") return at::elu(x);
  if (name == "sigmoid") return at::sigmoid(x);
  if (name == "leakyrelu") return at::leaky_relu(x, leakyAlpha);
  if (name == "prelu" && preluAlpha.has_value()) return at::where(x.lt(0), at::mul(*preluAlpha, x), x);
  throw std::invalid_argument("activation must be linear, relu, relu6, elu, sigmoid, leakyrelu or prelu, got " + name);
}
