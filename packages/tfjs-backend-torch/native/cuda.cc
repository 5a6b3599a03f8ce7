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

namespace {

/** What starts CUDA is `lazyInitDevice` in newer headers, and `lazyInitCUDA` in those from before it. */
template <typename Context>
auto start(Context& context, int) -> decltype(context.lazyInitDevice(at::kCUDA), void()) {
  context.lazyInitDevice(at::kCUDA);
}
template <typename Context>
void start(Context& context, long) {
  context.lazyInitCUDA();
}

}  // namespace

void requireCuda(const at::Device& device) {
  const auto count = c10::cuda::device_count();
  const auto index = device.has_index() ? device.index() : 0;
  if (index >= count) {
    throw std::invalid_argument("device cuda:" + std::to_string(index) + " must exist, got " + std::to_string(count) +
                                " GPUs");
  }
  start(at::globalContext(), 0);
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
  at::Device device{at::kCUDA, 0};
  // A graph is recorded on a stream that is not the default one.
  Optional<c10::cuda::CUDAStream> stream;
  Optional<c10::cuda::CUDAStream> before;
};

CudaGraph::CudaGraph() : implementation(std::make_unique<Implementation>()) {}
CudaGraph::~CudaGraph() = default;

void CudaGraph::begin(const at::Device& device) {
  synchronizeCuda(device);
  implementation->device = device;
  // Recording begins and ends on the stream of the current device.
  const c10::cuda::CUDAGuard guard(device);
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
  const c10::cuda::CUDAGuard guard(implementation->device);
  try {
    implementation->graph.capture_end();
  } catch (...) {
    c10::cuda::setCurrentCUDAStream(*implementation->before);
    throw;
  }
  c10::cuda::setCurrentCUDAStream(*implementation->before);
}

void CudaGraph::replay() {
  const c10::cuda::CUDAGuard guard(implementation->device);
  implementation->graph.replay();
}

#else

namespace {
[[noreturn]] void refuse() {
  throw std::invalid_argument(
      "device cuda must be in LibTorch and in this build of the addon, got a build for the processor alone. "
      "Install a LibTorch with CUDA and the headers of CUDA's runtime (the wheel nvidia-cuda-runtime, or a toolkit at "
      "CUDA_HOME), then: goal-driven engine build");
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
