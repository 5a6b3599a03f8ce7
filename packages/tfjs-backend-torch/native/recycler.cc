#include "recycler.h"

#include "torch.h"

#include <c10/core/CPUAllocator.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>

#if __has_include(<sys/mman.h>)
#include <sys/mman.h>
#endif

namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t page = 4096;
constexpr size_t largePage = size_t{2} << 20;
/** The allocator of the C library keeps smaller ones itself. */
constexpr size_t fewestBytes = 4 * largePage;
constexpr auto longest = std::chrono::seconds(10);

/**
 * Keeps the memory of tensors that are gone for others of about their size: never so much that with what is in use it
 * is more than was in use at once before, and none for longer than `longest` without use while there is any coming and
 * going. Sizes are in steps of an eighth, so at most that much is lost to rounding.
 */
class Recycler final : public at::Allocator {
 public:
  // LibTorch has one of these two, the first until some version 2.
  at::DataPtr allocate(size_t bytes) const { return const_cast<Recycler*>(this)->allocate(bytes); }
  at::DataPtr allocate(size_t bytes) {
    auto* memory = bytes < fewestBytes ? nullptr : take(stepped(bytes));
    // What is too much for the machine as well, for the error of it.
    if (memory == nullptr) memory = c10::GetDefaultCPUAllocator()->raw_allocate(bytes);
    return {memory, memory, giveBack, at::Device(at::kCPU)};
  }
  at::DeleterFnPtr raw_deleter() const override { return giveBack; }
  /** LibTorch has it from some version 2 on. */
  void copy_data(void* to, const void* from, size_t bytes) const { std::memcpy(to, from, bytes); }

  void releaseAll() {
    const std::lock_guard<std::mutex> held(lock);
    while (keptBytes > 0) releaseOldest();
  }

 private:
  struct Kept {
    void* memory;
    Clock::time_point since;
  };

  static size_t stepped(size_t bytes) {
    auto step = page;
    while (step * 16 <= bytes) step *= 2;
    return (bytes + step - 1) / step * step;
  }

  static void* fresh(size_t bytes) {
    void* memory = nullptr;
    if (posix_memalign(&memory, largePage, bytes) != 0) return nullptr;
#ifdef MADV_HUGEPAGE
    madvise(memory, bytes / largePage * largePage, MADV_HUGEPAGE);
#endif
    return memory;
  }

  /** @returns nothing where the system has no more */
  void* take(size_t bytes) {
    const std::lock_guard<std::mutex> held(lock);
    void* memory = nullptr;
    auto& same = kept[bytes];
    if (!same.empty()) {
      memory = same.back().memory;
      same.pop_back();
      keptBytes -= bytes;
    } else {
      while (keptBytes > 0 && used + keptBytes + bytes > most) releaseOldest();
      memory = fresh(bytes);
      while (memory == nullptr && keptBytes > 0) {
        releaseOldest();
        memory = fresh(bytes);
      }
      if (memory == nullptr) return nullptr;
    }
    taken.emplace(memory, bytes);
    used += bytes;
    most = std::max(most, used);
    return memory;
  }

  static void giveBack(void* memory);

  /** @returns whether it was taken here */
  bool keep(void* memory) {
    const std::lock_guard<std::mutex> held(lock);
    const auto found = taken.find(memory);
    if (found == taken.end()) return false;
    const auto bytes = found->second;
    taken.erase(found);
    used -= bytes;
    const auto now = Clock::now();
    kept[bytes].push_back({memory, now});
    keptBytes += bytes;
    if (now - looked > std::chrono::seconds(1)) {
      looked = now;
      for (auto& [size, blocks] : kept) {
        while (!blocks.empty() && now - blocks.front().since > longest) release(size, blocks);
      }
    }
    return true;
  }

  void release(size_t bytes, std::deque<Kept>& blocks) {
    std::free(blocks.front().memory);
    blocks.pop_front();
    keptBytes -= bytes;
  }

  void releaseOldest() {
    auto oldest = kept.end();
    for (auto each = kept.begin(); each != kept.end(); each++) {
      if (each->second.empty()) continue;
      if (oldest == kept.end() || each->second.front().since < oldest->second.front().since) oldest = each;
    }
    release(oldest->first, oldest->second);
  }

  std::mutex lock;
  std::unordered_map<void*, size_t> taken;
  /** By size; of one size the oldest first. */
  std::map<size_t, std::deque<Kept>> kept;
  size_t used = 0;
  size_t keptBytes = 0;
  /** The most that was in use at once. */
  size_t most = 0;
  Clock::time_point looked = Clock::now();
};

/** Outlives all tensors. */
Recycler& recycler() {
  static auto* const one = new Recycler();
  return *one;
}

void Recycler::giveBack(void* memory) {
  if (memory == nullptr) return;
  // What was taken here begins with a page, which little else does.
  const auto ours = reinterpret_cast<uintptr_t>(memory) % page == 0 && recycler().keep(memory);
  if (!ours) c10::GetDefaultCPUAllocator()->raw_deallocate(memory);
}

}  // namespace

void recycleMemory() { c10::SetCPUAllocator(&recycler(), 1); }

void releaseKeptMemory() { recycler().releaseAll(); }
