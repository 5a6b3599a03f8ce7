// What one JavaScript thread holds of the addon: its tensors by number, its device, its scratch memory.
#pragma once
#include "torch.h"

/** Tensors by number. A number is never given twice, so a stale one cannot reach another tensor. */
class Table {
 public:
  double add(at::Tensor tensor);
  /** @throws std::invalid_argument for a number that is none or no longer a tensor's */
  const at::Tensor& get(double handle) const;
  bool release(double handle);
  void clear();
  size_t size() const { return tensors.size(); }
  /** Bytes of all memory that the tensors stand on; memory that several share counts once. */
  int64_t bytes() const;

 private:
  std::unordered_map<int64_t, at::Tensor> tensors;
  int64_t next = 1;
};

struct State {
  Table table;
  at::Device device{at::kCPU};
  /** Type, rank and axes of the tensors that the last operation made, for JavaScript to read. */
  std::shared_ptr<int32_t[]> scratch;
  /** Bytes that V8 was told of, so that it knows when to collect. */
  int64_t reported = 0;
};

constexpr size_t scratchLength = 256;
