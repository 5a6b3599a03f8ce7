// What one JavaScript thread holds of the addon: its tensors by number, its device, its scratch memory.
#pragma once
#include "torch.h"

#include <unordered_set>

/** Memory of which parts were handed out as views. */
struct Watched {
  /** Every handle that was made on it since. */
  std::unordered_set<int64_t> handles;
  /** Bytes that these look at; what two look at counts twice. */
  int64_t used = 0;
};

/** Tensors by number. A number is never given twice, so a stale one cannot reach another tensor. */
class Table {
 public:
  double add(at::Tensor tensor);
  /** @throws std::invalid_argument for a number that is none or no longer a tensor's */
  const at::Tensor& get(double handle) const;
  bool release(double handle);
  /**
   * From now on, when nobody but small views such as this is left of a tensor's memory, these get memory of their own
   * and let go of the whole. To copy them at once would be dearer: most parts live as short as their source.
   */
  void watch(double handle, const at::Tensor& view);
  void clear();
  size_t size() const { return tensors.size(); }
  /** Bytes of all memory that the tensors stand on; memory that several share counts once. */
  int64_t bytes() const;

 private:
  struct Entry {
    at::Tensor tensor;
    /** The memory that it was counted in, where that is watched. */
    const c10::StorageImpl* memory = nullptr;
  };
  void count(int64_t handle, Entry& entry);
  void unpin(const c10::StorageImpl* memory);

  std::unordered_map<int64_t, Entry> tensors;
  std::unordered_map<const c10::StorageImpl*, Watched> watched;
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
