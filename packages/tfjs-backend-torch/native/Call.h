// One call from JavaScript: its arguments as C++ values, and its results as handles.
#pragma once
#include "State.h"

class Call {
 public:
  Call(napi_env env, napi_callback_info info);

  const at::Tensor& tensor(size_t index);
  /** The tensor without a reference to it, for those who count references. */
  const at::Tensor& peek(size_t index) const { return state.table.get(number(index)); }
  /** A tensor, or the one number in a typed array, which stays on the processor. */
  at::Tensor operand(size_t index);
  /** Nothing where JavaScript passed undefined or null. */
  Optional<at::Tensor> maybeTensor(size_t index);
  std::vector<at::Tensor> tensors(size_t index);
  /** An axis of a tensor of this rank, counted from the front. */
  int64_t axis(size_t index, int64_t rank) const;
  double number(size_t index) const;
  int64_t integer(size_t index) const;
  bool flag(size_t index) const;
  Sizes integers(size_t index);
  std::string text(size_t index) const;
  /** The memory of a typed array, its bytes and its kind. */
  struct Memory {
    void* data;
    size_t length;
    napi_typedarray_type type;
  };
  Memory memory(size_t index) const;
  bool has(size_t index) const;
  napi_value value(size_t index) const { return arguments[index]; }

  /** Makes a tensor a result; of types that tfjs does not have it takes the nearest. */
  void give(const at::Tensor& tensor);
  void giveNumber(double value);
  void giveText(const std::string& value);
  void giveFlag(bool value);
  void giveValue(napi_value value) { plain = value; }

  napi_value result();
  /** Types and shapes of the tensors, and the lists of integers, among the arguments, for messages. */
  std::string describe() const;

  napi_env env;
  State& state;

 private:
  static State& stateOf(napi_env env);
  napi_value arguments[16];
  size_t count = 16;
  std::vector<at::Tensor> read;
  std::vector<Sizes> lists;
  std::vector<double> given;
  size_t written = 0;
  napi_value plain = nullptr;
};

using Op = void (*)(Call&);

struct Named {
  const char* name;
  Op op;
};

/** Throws for a failed call of Node-API. */
void require(napi_status status, const char* what);

/** `float32 [2, 3]`. */
std::string describeTensor(const at::Tensor& tensor);

/** The dtype of a tfjs name. */
at::ScalarType scalarType(const std::string& name);
