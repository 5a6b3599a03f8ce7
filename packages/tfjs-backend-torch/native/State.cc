#include "State.h"

#include <stdexcept>
#include <unordered_set>

double Table::add(at::Tensor tensor) {
  tensors.emplace(next, std::move(tensor));
  return static_cast<double>(next++);
}

const at::Tensor& Table::get(double handle) const {
  const auto found = tensors.find(static_cast<int64_t>(handle));
  if (found == tensors.end() || static_cast<double>(found->first) != handle) {
    throw std::invalid_argument("a handle must be that of a live tensor, got " + std::to_string(handle));
  }
  return found->second;
}

bool Table::release(double handle) { return tensors.erase(static_cast<int64_t>(handle)) == 1; }

void Table::clear() { tensors.clear(); }

int64_t Table::bytes() const {
  std::unordered_set<const void*> seen;
  int64_t total = 0;
  for (const auto& entry : tensors) {
    const auto& storage = entry.second.storage();
    if (seen.insert(storage.unsafeGetStorageImpl()).second) total += static_cast<int64_t>(storage.nbytes());
  }
  return total;
}
