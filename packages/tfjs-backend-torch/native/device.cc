// Where and how LibTorch computes: device, threads, determinism, and what it was built with.
#include "ops.h"

#include <ATen/Context.h>
#include <ATen/Version.h>
#include <stdexcept>

#if __has_include(<dlfcn.h>)
#include <dlfcn.h>
#endif

#include "cuda.h"
#include "window.h"

namespace {

/** OpenBLAS has threads of its own that LibTorch does not set; it goes by several names. */
void setBlasThreads(int count) {
#if __has_include(<dlfcn.h>)
  for (const char* name : {"libopenblas.so.0", "libblas.so.3", "libopenblas.so"}) {
    // Only where it is loaded already.
    void* library = dlopen(name, RTLD_LAZY | RTLD_NOLOAD);
    if (library == nullptr) continue;
    const auto set = reinterpret_cast<void (*)(int)>(dlsym(library, "openblas_set_num_threads"));
    if (set != nullptr) set(count);
    dlclose(library);
  }
#else
  (void)count;
#endif
}

void setThreads(Call& call) {
  const auto count = call.integer(0);
  if (count < 1 || count > 1024) {
    throw std::invalid_argument("threads must be 1 to 1024, got " + std::to_string(count));
  }
  at::set_num_threads(static_cast<int>(count));
  setBlasThreads(static_cast<int>(count));
}

void threads(Call& call) { call.giveNumber(at::get_num_threads()); }

void setDevice(Call& call) {
  const at::Device device(call.text(0));
  if (device.is_cuda()) requireCuda(device);
  else if (!device.is_cpu()) throw std::invalid_argument("device must be cpu or cuda[:n], got " + call.text(0));
  call.state.device = device.is_cuda() && !device.has_index() ? at::Device(at::kCUDA, 0) : device;
}

void device(Call& call) { call.giveText(call.state.device.str()); }

/** Operations without a deterministic form fail from now on instead of differing from run to run. */
void setDeterministic(Call& call) {
  const auto on = call.flag(0);
  auto& context = at::globalContext();
  context.setDeterministicAlgorithms(on, false);
  context.setDeterministicCuDNN(on);
  context.setBenchmarkCuDNN(!on);
}

/** TensorFloat-32 in products and convolutions on GPUs: about 3 digits for up to 8 times the speed. */
void setTf32(Call& call) {
  const auto on = call.flag(0);
  at::globalContext().setAllowTF32CuBLAS(on);
  at::globalContext().setAllowTF32CuDNN(on);
}

/** setLayout("auto" | "channels last" | "channels first"): how images lie in memory */
void setImageLayout(Call& call) { setLayout(call.text(0)); }

void layout(Call& call) {
  call.giveText(layoutFor(call.state.device) == Layout::channelsLast ? "channels last" : "channels first");
}

void synchronize(Call& call) {
  if (call.state.device.is_cuda()) synchronizeCuda(call.state.device);
}

/** setMemoryShare(0.5): what share of the GPU's memory this process may take. */
void setMemoryShare(Call& call) {
  const auto share = call.number(0);
  if (!(share > 0 && share <= 1)) throw std::invalid_argument("a share of memory must be in (0, 1]");
  if (!call.state.device.is_cuda()) throw std::invalid_argument("a share of memory is of a GPU's; the device is cpu");
  setCudaMemoryShare(call.state.device, share);
}

void version(Call& call) { call.giveText(TORCH_VERSION); }

void buildSettings(Call& call) { call.giveText(at::show_config()); }

void hasCuda(Call& call) { call.giveFlag(at::hasCUDA()); }

}  // namespace

std::vector<Named> deviceOps() {
  return {{"setThreads", setThreads},
          {"threads", threads},
          {"setDevice", setDevice},
          {"device", device},
          {"setDeterministic", setDeterministic},
          {"setTf32", setTf32},
          {"setLayout", setImageLayout},
          {"layout", layout},
          {"synchronize", synchronize},
          {"setMemoryShare", setMemoryShare},
          {"version", version},
          {"buildSettings", buildSettings},
          {"hasCuda", hasCuda}};
}
