// CUDA graphs for JavaScript: record the operations of a function once, replay them without their launches.
#include "ops.h"

#include <stdexcept>

#include "cuda.h"

namespace {

void finalize(napi_env, void* data, void*) { delete static_cast<CudaGraph*>(data); }

CudaGraph& graphOf(Call& call, size_t index) {
  void* data = nullptr;
  require(napi_get_value_external(call.env, call.value(index), &data), "a graph must be one that beginGraph made");
  return *static_cast<CudaGraph*>(data);
}

/** beginGraph(): from here on operations are recorded, not run. */
void beginGraph(Call& call) {
  auto graph = std::make_unique<CudaGraph>();
  graph->begin(call.state.device);
  napi_value external = nullptr;
  require(napi_create_external(call.env, graph.get(), finalize, nullptr, &external), "a graph must be made");
  graph.release();
  call.giveValue(external);
}

void endGraph(Call& call) { graphOf(call, 0).end(); }

void replayGraph(Call& call) { graphOf(call, 0).replay(); }

/** copyInto(target, source): new values for a tensor that a graph reads, which nobody else looks at. */
void copyInto(Call& call) {
  const auto target = call.tensor(0);
  const auto source = call.tensor(1);
  if (target.sizes() != source.sizes()) throw std::invalid_argument("both must have one shape");
  target.copy_(source);
}

}  // namespace

std::vector<Named> graphOps() {
  return {{"beginGraph", beginGraph}, {"endGraph", endGraph}, {"replayGraph", replayGraph}, {"copyInto", copyInto}};
}
