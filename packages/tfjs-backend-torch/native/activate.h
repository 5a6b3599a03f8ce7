// The activation that a fused kernel of tfjs ends with.
#pragma once
#include "torch.h"

at::Tensor activate(const at::Tensor& x, const std::string& name, double leakyAlpha,
                    const Optional<at::Tensor>& preluAlpha);
