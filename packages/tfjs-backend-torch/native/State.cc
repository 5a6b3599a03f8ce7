#include "State.h"

#include <stdexcept>
#include <unordered_set>

namespace {

const c10::StorageImpl* memoryOf(const at::Tensor& tensor) { return tensor.storage().unsafeGetStorageImpl(); }

int64_t bytesOf(const at::Tensor& tensor) {
  return tensor.numel() * static_cast<int64_t>(tensor.element_size());
}

/** Views of less than this share of their memory are given their own. */
constexpr int64_t share = 8;
/** Memory too small to be worth watching, in bytes. */
constexpr int64_t small = 1 << 20;

}  // namespace

double Table::add(at::Tensor tensor) {
  auto& entry = tensors.emplace(next, Entry{std::move(tensor)}).first->second;
  if (!watched.empty() && watched.count(memoryOf(entry.tensor)) == 1) count(next, entry);
  return static_cast<double>(next++);
}

const at::Tensor& Table::get(double handle) const {
  const auto found = tensors.find(static_cast<int64_t>(handle));
  if (found == tensors.end() || static_cast<double>(found->first) != handle) {
    throw std::invalid_argument("a handle must be that of a live tensor, got " + std::to_string(handle));
  }
  return found->second.tensor;
}

bool Table::release(double handle) {
  const auto found = tensors.find(static_cast<int64_t>(handle));
  if (found == tensors.end()) return false;
  const auto memory = found->second.memory;
  if (memory != nullptr) {
    auto& its = watched.at(memory);
    its.handles.erase(found->first);
    its.used -= bytesOf(found->second.tensor);
  }
  tensors.erase(found);
  if (memory != nullptr) unpin(memory);
  return true;
}

void Table::watch(double handle, const at::Tensor& view) {
  auto& entry = tensors.at(static_cast<int64_t>(handle));
  const auto whole = static_cast<int64_t>(entry.tensor.storage().nbytes());
  if (entry.memory == nullptr && whole >= small && share * bytesOf(view) < whole) {
    count(static_cast<int64_t>(handle), entry);
  }
}

void Table::count(int64_t handle, Entry& entry) {
  entry.memory = memoryOf(entry.tensor);
  auto& its = watched[entry.memory];
  its.handles.insert(handle);
  its.used += bytesOf(entry.tensor);
}

void Table::unpin(const c10::StorageImpl* memory) {
  const auto found = watched.find(memory);
  const auto& [handles, used] = found->second;
  if (handles.empty()) {
    watched.erase(found);
    return;
  }
  const auto& storage = tensors.at(*handles.begin()).tensor.storage();
  if (share * used >= static_cast<int64_t>(storage.nbytes()) || storage.use_count() > handles.size()) return;
  // Several handles may be on one tensor, and a tensor may have moved to other memory since it was counted.
  std::unordered_map<const c10::TensorImpl*, at::Tensor> copies;
  for (const auto handle : handles) {
    const auto& tensor = tensors.at(handle).tensor;
    if (memoryOf(tensor) == memory) copies.emplace(tensor.unsafeGetTensorImpl(), tensor);
  }
  if (copies.size() != storage.use_count()) return; // others look at it too
  try {
    for (auto& copy : copies) copy.second = copy.second.clone(at::MemoryFormat::Contiguous);
  } catch (const std::exception&) {
    return; // no memory for copies: what is held stays held
  }
  for (const auto handle : handles) {
    auto& entry = tensors.at(handle);
    entry.memory = nullptr;
    const auto copy = copies.find(entry.tensor.unsafeGetTensorImpl());
    if (copy != copies.end()) entry.tensor = copy->second;
  }
  watched.erase(memory);
}

void Table::clear() {
  tensors.clear();
  watched.clear();
}

int64_t Table::bytes() const {
  std::unordered_set<const void*> seen;
  int64_t total = 0;
  for (const auto& entry : tensors) {
    const auto& storage = entry.second.tensor.storage();
    if (seen.insert(storage.unsafeGetStorageImpl()).second) total += static_cast<int64_t>(storage.nbytes());
  }
  return total;
}
