#include "cuda.h"

#include <stdexcept>

// The headers of CUDA's runtime come with the Python wheels (nvidia-cuda-runtime) or a toolkit.
#if defined(TORCH_WITH_CUDA) && __has_include(<cuda_runtime_api.h>)
#define TORCH_CUDA_HEADERS 1
#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAFunctions.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>
#endif

#ifdef TORCH_CUDA_HEADERS

void requireCuda(const at::Device& device) {
  const auto count = c10::cuda::device_count();
  const auto index = device.has_index() ? device.index() : 0;
  if (index >= count) {
    throw std::invalid_argument("device cuda:" + std::to_string(index) + " must exist, got " + std::to_string(count) +
                                " GPUs");
  }
  at::globalContext().lazyInitDevice(at::kCUDA);
}

void synchronizeCuda(const at::Device& device) {
  const c10::cuda::CUDAGuard guard(device);
  c10::cuda::device_synchronize();
}

void setCudaMemoryShare(const at::Device& device, double share) {
  c10::cuda::CUDACachingAllocator::setMemoryFraction(share, device.index());
}

struct CudaGraph::Implementation {
  at::cuda::CUDAGraph graph;
  // A graph is recorded on a stream that is not the default one.
  Optional<c10::cuda::CUDAStream> stream;
  Optional<c10::cuda::CUDAStream> before;
};

CudaGraph::CudaGraph() : implementation(std::make_unique<Implementation>()) {}
CudaGraph::~CudaGraph() = default;

void CudaGraph::begin(const at::Device& device) {
  synchronizeCuda(device);
  implementation->before = c10::cuda::getCurrentCUDAStream(device.index());
  implementation->stream = c10::cuda::getStreamFromPool(true, device.index());
  c10::cuda::setCurrentCUDAStream(*implementation->stream);
  try {
    implementation->graph.capture_begin();
  } catch (...) {
    c10::cuda::setCurrentCUDAStream(*implementation->before);
    throw;
  }
}

void CudaGraph::end() {
  try {
    implementation->graph.capture_end();
  } catch (...) {
    c10::cuda::setCurrentCUDAStream(*implementation->before);
    throw;
  }
  c10::cuda::setCurrentCUDAStream(*implementation->before);
}

void CudaGraph::replay() { implementation->graph.replay(); }

#else

namespace {
[[noreturn]] void refuse() {
  throw std::invalid_argument(
      "device cuda must be in LibTorch and in this build of the addon, got a build for the processor alone. "
      "Install a LibTorch with CUDA, then: goal-driven engine build");
}
}  // namespace

struct CudaGraph::Implementation {};
CudaGraph::CudaGraph() = default;
CudaGraph::~CudaGraph() = default;
void requireCuda(const at::Device&) { refuse(); }
void synchronizeCuda(const at::Device&) { refuse(); }
void setCudaMemoryShare(const at::Device&, double) { refuse(); }
void CudaGraph::begin(const at::Device&) { refuse(); }
void CudaGraph::end() { refuse(); }
void CudaGraph::replay() { refuse(); }

#endif
