// The addon as Node loads it: one function per operation. No exception leaves it, and none of its state is
// shared between JavaScript threads.
#include "ops.h"
#include "recycler.h"

#include <cstdlib>
#include <new>
#include <stdexcept>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace {

/** What a message of LibTorch says before its stack and its advice for Python. */
std::string firstLine(const std::string& message) {
  const auto end = message.find('\n');
  return end == std::string::npos ? message : message.substr(0, end);
}

bool isOutOfMemory(const std::string& message) {
  return message.find("can't allocate memory") != std::string::npos ||
         message.find("out of memory") != std::string::npos;
}

void fail(napi_env env, const Named& named, const std::string& arguments, const std::string& reason) {
  const auto memory = isOutOfMemory(reason);
  const auto message = std::string("torch.") + named.name + "(" + arguments + "): " +
                       (memory ? "memory must suffice, got: " : "") + firstLine(reason);
  bool pending = false;
  if (napi_is_exception_pending(env, &pending) == napi_ok && pending) return;
  napi_throw_error(env, memory ? "ERR_OUT_OF_MEMORY" : nullptr, message.c_str());
}

napi_value dispatch(napi_env env, napi_callback_info info) {
  void* data = nullptr;
  napi_get_cb_info(env, info, nullptr, nullptr, nullptr, &data);
  const auto& named = *static_cast<const Named*>(data);
  std::string arguments;
  try {
    const c10::InferenceMode guard;
    Call call(env, info);
    try {
      named.op(call);
      return call.result();
    } catch (...) {
      arguments = call.describe();
      throw;
    }
  } catch (const c10::Error& error) {
    fail(env, named, arguments, error.what_without_backtrace());
  } catch (const std::bad_alloc&) {
    fail(env, named, arguments, "out of memory");
  } catch (const std::exception& error) {
    fail(env, named, arguments, error.what());
  } catch (...) {
    fail(env, named, arguments, "an unknown exception");
  }
  return nullptr;
}

const std::vector<Named>& allOps() {
  static const std::vector<Named> all = [] {
    std::vector<Named> list;
    for (const auto& group :
         {memoryOps(), deviceOps(), unaryOps(), binaryOps(), reductionOps(), productOps(), doubleProductOps(),
          convolutionOps(), poolingOps(), shapeOps(), indexingOps(), normalizationOps(), imageOps(), morphologyOps(),
          optimizerOps(), updateGateOps(), graphOps()}) {
      list.insert(list.end(), group.begin(), group.end());
    }
    return list;
  }();
  return all;
}

/**
 * Large temporaries come and go in every step. glibc by itself gives their memory back to the system each time
 * and pays for it with page faults when it takes it again.
 */
void keepFreedMemory() {
#if defined(__GLIBC__)
  if (std::getenv("MALLOC_TRIM_THRESHOLD_") != nullptr || std::getenv("MALLOC_MMAP_THRESHOLD_") != nullptr) return;
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}

void addScratch(napi_env env, napi_value exports, State& state) {
  // The buffer lives as long as either side needs it: the thread's state or JavaScript's view.
  auto* shared = new std::shared_ptr<int32_t[]>(state.scratch);
  napi_value buffer = nullptr;
  napi_value view = nullptr;
  const auto finalize = [](napi_env, void*, void* hint) { delete static_cast<std::shared_ptr<int32_t[]>*>(hint); };
  require(napi_create_external_arraybuffer(env, state.scratch.get(), scratchLength * 4, finalize, shared, &buffer),
          "a buffer must be made");
  require(napi_create_typedarray(env, napi_int32_array, scratchLength, buffer, 0, &view), "a view must be made");
  require(napi_set_named_property(env, exports, "scratch", view), "an export must be set");
}

}  // namespace

NAPI_MODULE_INIT() {
  try {
    keepFreedMemory();
    recycleMemory();
    auto state = std::make_unique<State>();
    state->scratch = std::shared_ptr<int32_t[]>(new int32_t[scratchLength]());
    addScratch(env, exports, *state);
    const auto finalize = [](napi_env, void* data, void*) { delete static_cast<State*>(data); };
    require(napi_set_instance_data(env, state.release(), finalize, nullptr), "state must be set");
    for (const auto& named : allOps()) {
      napi_value function = nullptr;
      void* data = const_cast<Named*>(&named);
      require(napi_create_function(env, named.name, NAPI_AUTO_LENGTH, dispatch, data, &function),
              "a function must be made");
      require(napi_set_named_property(env, exports, named.name, function), "an export must be set");
    }
  } catch (const std::exception& error) {
    napi_throw_error(env, nullptr, error.what());
  }
  return exports;
}
