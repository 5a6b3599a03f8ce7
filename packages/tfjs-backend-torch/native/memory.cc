// Tensors to and from JavaScript, and what they weigh.
#include "ops.h"
#include "recycler.h"

#include <cstring>
#include <stdexcept>

namespace {

struct Shape {
  Sizes sizes;
  int64_t count;
};

Shape shapeOf(Call& call, size_t index) {
  Shape shape{call.integers(index), 1};
  for (const auto length : shape.sizes) {
    if (length < 0) throw std::invalid_argument("an axis must be at least 0, got " + std::to_string(length));
    if (__builtin_mul_overflow(shape.count, length, &shape.count)) {
      throw std::invalid_argument("a shape must have fewer than 2^63 elements");
    }
  }
  return shape;
}

void expectMemory(const Call::Memory& memory, size_t length, napi_typedarray_type type, const char* kind) {
  if (memory.type != type || memory.length != length) {
    throw std::invalid_argument("values must be " + std::to_string(length) + " in a " + kind + ", got " +
                                std::to_string(memory.length));
  }
}

/** JavaScript's memory as a tensor that does not own it. */
at::Tensor borrowed(Call& call, size_t index, const std::string& dtype, const Shape& shape) {
  const auto memory = call.memory(index);
  const auto count = static_cast<size_t>(shape.count);
  if (dtype == "int32") expectMemory(memory, count, napi_int32_array, "Int32Array");
  else if (dtype == "bool") expectMemory(memory, count, napi_uint8_array, "Uint8Array");
  else if (dtype == "complex64") expectMemory(memory, 2 * count, napi_float32_array, "Float32Array");
  else expectMemory(memory, count, napi_float32_array, "Float32Array");
  const auto type = dtype == "bool" ? at::kByte : scalarType(dtype);
  // Empty typed arrays have no address, which from_blob does not take.
  if (shape.count == 0) return at::empty(shape.sizes, type);
  return at::from_blob(memory.data, shape.sizes, at::TensorOptions().dtype(type));
}

/** upload(values, dtype, shape): a copy of a typed array on the device. */
void upload(Call& call) {
  const auto dtype = call.text(1);
  const auto source = borrowed(call, 0, dtype, shapeOf(call, 2));
  const auto type = scalarType(dtype);
  if (dtype == "bool") return call.give(source.ne(0).to(call.state.device));
  call.give(source.to(at::TensorOptions().device(call.state.device).dtype(type), false, true));
}

at::Tensor onHost(const at::Tensor& tensor) { return tensor.to(at::kCPU).contiguous(); }

void copyOut(const at::Tensor& tensor, const Call::Memory& memory) {
  const auto bytes = static_cast<size_t>(tensor.numel()) * tensor.element_size();
  const size_t width = memory.type == napi_uint8_array ? 1 : 4;
  if (memory.length * width != bytes) {
    throw std::invalid_argument("values must have room for " + std::to_string(bytes) + " bytes, got " +
                                std::to_string(memory.length * width));
  }
  if (bytes > 0) std::memcpy(memory.data, tensor.data_ptr(), bytes);
}

/** read(tensor, values): fills a typed array; waits for the device. */
void readValues(Call& call) { copyOut(onHost(call.tensor(0)), call.memory(1)); }

struct AsyncRead {
  napi_async_work work = nullptr;
  napi_deferred deferred = nullptr;
  napi_ref target = nullptr;
  at::Tensor tensor;
  Call::Memory memory{};
  std::string failure;
};

void waitAndCopy(napi_env, void* data) {
  auto& reading = *static_cast<AsyncRead*>(data);
  try {
    const c10::InferenceMode guard;
    copyOut(onHost(reading.tensor), reading.memory);
  } catch (const std::exception& error) {
    reading.failure = error.what();
  }
}

void settle(napi_env env, napi_status, void* data) {
  const std::unique_ptr<AsyncRead> reading(static_cast<AsyncRead*>(data));
  napi_value value = nullptr;
  napi_get_reference_value(env, reading->target, &value);
  if (reading->failure.empty()) {
    napi_resolve_deferred(env, reading->deferred, value);
  } else {
    napi_value message = nullptr;
    napi_value error = nullptr;
    napi_create_string_utf8(env, reading->failure.c_str(), NAPI_AUTO_LENGTH, &message);
    napi_create_error(env, nullptr, message, &error);
    napi_reject_deferred(env, reading->deferred, error);
  }
  napi_delete_reference(env, reading->target);
  napi_delete_async_work(env, reading->work);
}

/** readAsync(tensor, values): a promise of the filled array; another thread waits for the device. */
void readAsync(Call& call) {
  auto reading = std::make_unique<AsyncRead>();
  // Of its own: this thread may move the memory of the one in the table meanwhile.
  reading->tensor = call.tensor(0).detach();
  reading->memory = call.memory(1);
  napi_value name = nullptr;
  napi_value promise = nullptr;
  require(napi_create_promise(call.env, &reading->deferred, &promise), "a promise must be made");
  require(napi_create_reference(call.env, call.value(1), 1, &reading->target), "values must be held");
  require(napi_create_string_utf8(call.env, "torch.read", NAPI_AUTO_LENGTH, &name), "a name must be made");
  require(napi_create_async_work(call.env, nullptr, name, waitAndCopy, settle, reading.get(), &reading->work),
          "work must be made");
  require(napi_queue_async_work(call.env, reading->work), "work must be queued");
  reading.release();
  call.giveValue(promise);
}


/** release(handle): true when there was such a tensor. */
void release(Call& call) { call.giveFlag(call.state.table.release(call.number(0))); }

/** tell(bytes): how many bytes JavaScript's handles hold. V8 sees only handles, and collects when it must. */
void tell(Call& call) {
  int64_t adjusted = 0;
  const auto bytes = call.integer(0);
  napi_adjust_external_memory(call.env, bytes - call.state.reported, &adjusted);
  call.state.reported = bytes;
}

/** alias(tensor): another handle on the same tensor. */
void alias(Call& call) { call.give(call.tensor(0)); }

/** copy(tensor): the same values in memory of their own. */
void copy(Call& call) { call.give(call.tensor(0).clone(at::MemoryFormat::Contiguous)); }

void stats(Call& call) {
  napi_value object = nullptr;
  require(napi_create_object(call.env, &object), "an object must be made");
  const auto set = [&](const char* name, double value) {
    napi_value number = nullptr;
    napi_create_double(call.env, value, &number);
    napi_set_named_property(call.env, object, name, number);
  };
  set("tensors", static_cast<double>(call.state.table.size()));
  set("bytes", static_cast<double>(call.state.table.bytes()));
  call.giveValue(object);
}

/** Whether a tensor shares its memory with another live one. */
void isShared(Call& call) {
  const auto& tensor = call.state.table.get(call.number(0));
  call.giveFlag(tensor.use_count() > 1 || tensor.storage().use_count() > 1);
}

void clear(Call& call) {
  call.state.table.clear();
  releaseKeptMemory();
}

void strides(Call& call) {
  const auto tensor = call.tensor(0);
  std::string text;
  for (const auto stride : tensor.strides()) text += (text.empty() ? "" : ",") + std::to_string(stride);
  call.giveText(text);
}

}  // namespace

std::vector<Named> memoryOps() {
  return {{"upload", upload},   {"read", readValues}, {"readAsync", readAsync}, {"release", release},
          {"tell", tell},       {"alias", alias},     {"copy", copy},           {"stats", stats},
          {"isShared", isShared}, {"clear", clear},   {"strides", strides}};
}
