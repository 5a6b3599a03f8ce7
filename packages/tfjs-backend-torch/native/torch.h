// The one door to LibTorch and Node-API; precompiled once per build.
#ifndef GOAL_DRIVEN_TORCH_H
#define GOAL_DRIVEN_TORCH_H

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/TensorIterator.h>
#include <c10/core/InferenceMode.h>
#include <torch/version.h>

#define NAPI_VERSION 8
#include <node_api.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

// c10::optional became std::optional in the course of LibTorch 2.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
template <typename T>
using Optional = std::optional<T>;
#else
template <typename T>
using Optional = c10::optional<T>;
#endif

using Sizes = std::vector<int64_t>;

#endif
