#include "Call.h"

#include <limits>
#include <stdexcept>

void require(napi_status status, const char* what) {
  if (status != napi_ok) throw std::invalid_argument(what);
}

namespace {

[[noreturn]] void refuse(size_t index, const char* kind) {
  throw std::invalid_argument("argument " + std::to_string(index) + " must be " + kind);
}

napi_valuetype typeOf(napi_env env, napi_value value) {
  napi_valuetype type = napi_undefined;
  napi_typeof(env, value, &type);
  return type;
}

/** The number by which JavaScript knows a type. */
int32_t typeCode(at::ScalarType type) {
  switch (type) {
    case at::kFloat: return 0;
    case at::kInt: return 1;
    case at::kBool: return 2;
    case at::kComplexFloat: return 3;
    default: throw std::invalid_argument("a result must be float32, int32, bool or complex64");
  }
}

at::Tensor asTfjsType(const at::Tensor& tensor) {
  switch (tensor.scalar_type()) {
    case at::kFloat:
    case at::kInt:
    case at::kBool:
    case at::kComplexFloat: return tensor;
    case at::kLong:
    case at::kShort:
    case at::kByte:
    case at::kChar: return tensor.to(at::kInt);
    case at::kComplexDouble: return tensor.to(at::kComplexFloat);
    default: return tensor.to(at::kFloat);
  }
}

}  // namespace

at::ScalarType scalarType(const std::string& name) {
  if (name == "float32") return at::kFloat;
  if (name == "int32") return at::kInt;
  if (name == "bool") return at::kBool;
  if (name == "complex64") return at::kComplexFloat;
  throw std::invalid_argument("dtype must be float32, int32, bool or complex64, got " + name);
}

std::string describeTensor(const at::Tensor& tensor) {
  const char* names[] = {"float32 [", "int32 [", "bool [", "complex64 ["};
  std::string text = names[typeCode(tensor.scalar_type())];
  for (int64_t axis = 0; axis < tensor.dim(); axis++) {
    text += (axis == 0 ? "" : ", ") + std::to_string(tensor.size(axis));
  }
  return text + "]";
}

State& Call::stateOf(napi_env env) {
  void* data = nullptr;
  if (napi_get_instance_data(env, &data) != napi_ok || data == nullptr) {
    throw std::invalid_argument("the addon must be loaded in this thread");
  }
  return *static_cast<State*>(data);
}

Call::Call(napi_env env, napi_callback_info info) : env(env), state(stateOf(env)) {
  require(napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr), "arguments must be readable");
  if (count > 16) count = 16;
}

bool Call::has(size_t index) const {
  if (index >= count) return false;
  const auto type = typeOf(env, arguments[index]);
  return type != napi_undefined && type != napi_null;
}

double Call::number(size_t index) const {
  double value = 0;
  if (index >= count || napi_get_value_double(env, arguments[index], &value) != napi_ok) refuse(index, "a number");
  return value;
}

int64_t Call::integer(size_t index) const {
  const double value = number(index);
  if (!(value >= -9007199254740992.0 && value <= 9007199254740992.0)) refuse(index, "an integer");
  const auto whole = static_cast<int64_t>(value);
  if (static_cast<double>(whole) != value) refuse(index, "an integer");
  return whole;
}

int64_t Call::axis(size_t index, int64_t rank) const {
  const auto value = integer(index);
  if (value < -rank || value >= rank) {
    throw std::invalid_argument("axis must be in [" + std::to_string(-rank) + ", " + std::to_string(rank) + "), got " +
                                std::to_string(value));
  }
  return value < 0 ? value + rank : value;
}

bool Call::flag(size_t index) const {
  bool value = false;
  if (index >= count || napi_get_value_bool(env, arguments[index], &value) != napi_ok) refuse(index, "a boolean");
  return value;
}

const at::Tensor& Call::tensor(size_t index) {
  const auto& found = state.table.get(number(index));
  read.push_back(found);
  return found;
}

at::Tensor Call::operand(size_t index) {
  if (index >= count || typeOf(env, arguments[index]) != napi_object) return tensor(index);
  const auto found = memory(index);
  if (found.length != 1) refuse(index, "a handle or one number");
  at::Tensor scalar;
  if (found.type == napi_float32_array) scalar = at::scalar_tensor(*static_cast<float*>(found.data), at::kFloat);
  else if (found.type == napi_int32_array) scalar = at::scalar_tensor(*static_cast<int32_t*>(found.data), at::kInt);
  else if (found.type == napi_uint8_array) scalar = at::scalar_tensor(*static_cast<uint8_t*>(found.data) != 0, at::kBool);
  else refuse(index, "a handle or one number");
  read.push_back(scalar);
  return scalar;
}

Optional<at::Tensor> Call::maybeTensor(size_t index) {
  if (!has(index)) return {};
  return tensor(index);
}

namespace {

std::vector<double> numbersOf(napi_env env, napi_value array, size_t index) {
  uint32_t length = 0;
  if (napi_get_array_length(env, array, &length) != napi_ok) refuse(index, "an array of numbers");
  std::vector<double> values(length);
  for (uint32_t position = 0; position < length; position++) {
    napi_value element = nullptr;
    if (napi_get_element(env, array, position, &element) != napi_ok ||
        napi_get_value_double(env, element, &values[position]) != napi_ok) {
      refuse(index, "an array of numbers");
    }
  }
  return values;
}

}  // namespace

std::vector<at::Tensor> Call::tensors(size_t index) {
  if (index >= count) refuse(index, "an array of handles");
  std::vector<at::Tensor> found;
  for (const double handle : numbersOf(env, arguments[index], index)) found.push_back(state.table.get(handle));
  if (found.empty()) refuse(index, "an array of one handle or more");
  read.insert(read.end(), found.begin(), found.end());
  return found;
}

Sizes Call::integers(size_t index) {
  if (index >= count) refuse(index, "an array of integers");
  Sizes values;
  for (const double value : numbersOf(env, arguments[index], index)) {
    const bool inRange = value >= -9007199254740992.0 && value <= 9007199254740992.0;
    if (!inRange || value != static_cast<double>(static_cast<int64_t>(value))) refuse(index, "an array of integers");
    values.push_back(static_cast<int64_t>(value));
  }
  lists.push_back(values);
  return values;
}

std::string Call::text(size_t index) const {
  size_t length = 0;
  if (index >= count || napi_get_value_string_utf8(env, arguments[index], nullptr, 0, &length) != napi_ok) {
    refuse(index, "a string");
  }
  std::string value(length + 1, '\0');
  napi_get_value_string_utf8(env, arguments[index], &value[0], length + 1, &length);
  value.resize(length);
  return value;
}

Call::Memory Call::memory(size_t index) const {
  Memory memory{};
  bool isTyped = false;
  if (index >= count || napi_is_typedarray(env, arguments[index], &isTyped) != napi_ok || !isTyped) {
    refuse(index, "a typed array");
  }
  napi_value buffer = nullptr;
  size_t offset = 0;
  require(napi_get_typedarray_info(env, arguments[index], &memory.type, &memory.length, &memory.data, &buffer, &offset),
          "a typed array must be readable");
  return memory;
}

void Call::give(const at::Tensor& tensor) {
  const auto value = asTfjsType(tensor);
  if (written + 2 + static_cast<size_t>(value.dim()) > scratchLength) {
    throw std::invalid_argument("a result must have fewer axes");
  }
  for (const auto length : value.sizes()) {
    if (length > std::numeric_limits<int32_t>::max()) throw std::invalid_argument("an axis must be below 2^31");
  }
  auto* to = state.scratch.get() + written;
  *to++ = typeCode(value.scalar_type());
  *to++ = static_cast<int32_t>(value.dim());
  for (const auto length : value.sizes()) *to++ = static_cast<int32_t>(length);
  written += 2 + static_cast<size_t>(value.dim());
  given.push_back(state.table.add(value));
}

void Call::giveNumber(double value) { require(napi_create_double(env, value, &plain), "a number must be made"); }

void Call::giveText(const std::string& value) {
  require(napi_create_string_utf8(env, value.c_str(), value.size(), &plain), "a string must be made");
}

void Call::giveFlag(bool value) { require(napi_get_boolean(env, value, &plain), "a boolean must be made"); }

napi_value Call::result() {
  if (plain != nullptr || given.empty()) return plain;
  napi_value value = nullptr;
  if (given.size() == 1) {
    require(napi_create_double(env, given[0], &value), "a handle must be made");
    return value;
  }
  require(napi_create_array_with_length(env, given.size(), &value), "an array must be made");
  for (size_t index = 0; index < given.size(); index++) {
    napi_value handle = nullptr;
    require(napi_create_double(env, given[index], &handle), "a handle must be made");
    require(napi_set_element(env, value, static_cast<uint32_t>(index), handle), "a handle must be stored");
  }
  return value;
}

std::string Call::describe() const {
  std::string text;
  for (const auto& tensor : read) text += (text.empty() ? "" : ", ") + describeTensor(tensor);
  for (const auto& list : lists) {
    text += text.empty() ? "[" : ", [";
    for (size_t place = 0; place < list.size() && place < 8; place++) {
      text += (place == 0 ? "" : ", ") + std::to_string(list[place]);
    }
    text += list.size() > 8 ? ", ...]" : "]";
  }
  return text;
}
