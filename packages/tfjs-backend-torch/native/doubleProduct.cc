// Products of doubles, in the memory that JavaScript has them in: for measures, whose digits tfjs's float32 lacks.
#include "ops.h"

#include <algorithm>
#include <stdexcept>

#if __has_include(<dlfcn.h>)
#include <dlfcn.h>
#endif

namespace {

/** Rows of the blocks along a diagonal: what such a block computes in vain is half of it. */
constexpr int64_t blockRows = 128;
/** BLAS counts in 32 bits. */
constexpr int64_t mostEntries = int64_t{1} << 31;

Sizes threeBelow(Call& call, size_t index, const char* what) {
  const auto values = call.integers(index);
  bool fine = values.size() == 3;
  for (const auto value : values) fine = fine && value >= 0 && value < mostEntries;
  if (!fine) throw std::invalid_argument(std::string(what) + " must be three integers in [0, 2^31)");
  return values;
}

/** `lines` stretches of `width` doubles, the first of each `stride` behind that of the one before. */
struct Lines {
  const char* name;
  int64_t lines;
  int64_t width;
  int64_t stride;
};

/** A table [lines, width] over JavaScript's memory, or what it is transposed. */
at::Tensor table(Call& call, size_t index, const Lines& of) {
  const auto memory = call.memory(index);
  if (memory.type != napi_float64_array) {
    throw std::invalid_argument(std::string(of.name) + " must be in a Float64Array");
  }
  if (of.stride < of.width) {
    throw std::invalid_argument(std::string("the stride of ") + of.name + " must be at least " +
                                std::to_string(of.width) + ", got " + std::to_string(of.stride));
  }
  if (of.lines == 0 || of.width == 0) return at::empty({of.lines, of.width}, at::kDouble);
  const auto needed = (of.lines - 1) * of.stride + of.width; // below 2^62
  if (static_cast<int64_t>(memory.length) < needed) {
    throw std::invalid_argument(std::string(of.name) + " must have " + std::to_string(needed) + " values, got " +
                                std::to_string(memory.length));
  }
  return at::from_blob(memory.data, {of.lines, of.width}, {of.stride, 1}, at::TensorOptions().dtype(at::kDouble));
}

bool overlap(const at::Tensor& a, const at::Tensor& b) {
  if (a.numel() == 0 || b.numel() == 0) return false;
  const auto end = [](const at::Tensor& x) {
    return x.data_ptr<double>() + (x.size(0) - 1) * x.stride(0) + (x.size(1) - 1) * x.stride(1) + 1;
  };
  return a.data_ptr<double>() < end(b) && b.data_ptr<double>() < end(a);
}

void multiplyInto(at::Tensor to, const at::Tensor& a, const at::Tensor& b, bool accumulate) {
  if (accumulate) to.addmm_(a, b);
  else at::mm_out(to, a, b);
}

/** Copies what lies right of a diagonal that begins in column `first` of row 0, or adds it. */
void writeRightOf(int64_t first, const at::Tensor& to, const at::Tensor& product, bool accumulate) {
  for (int64_t row = 0; row < to.size(0); row++) {
    auto* into = to.data_ptr<double>() + row * to.stride(0);
    const auto* from = product.data_ptr<double>() + row * product.stride(0);
    const auto start = std::max<int64_t>(0, first + row);
    if (accumulate) {
      for (auto column = start; column < to.size(1); column++) into[column] += from[column];
    } else {
      for (auto column = start; column < to.size(1); column++) into[column] = from[column];
    }
  }
}

/** The same as `multiplyInto`, right of such a diagonal; what lies left of it stays. */
void multiplyRightOf(int64_t first, const at::Tensor& to, const at::Tensor& a, const at::Tensor& b, bool accumulate) {
  const auto columns = to.size(1);
  for (int64_t top = 0; top < to.size(0) && first + top < columns; top += blockRows) {
    const auto count = std::min(blockRows, to.size(0) - top);
    const auto left = std::max<int64_t>(0, first + top);
    const auto right = std::min(columns, std::max<int64_t>(0, first + top + count - 1)); // past it every row is whole
    const auto rows = a.narrow(0, top, count);
    const auto part = to.narrow(0, top, count);
    if (right > left) {
      const auto product = at::mm(rows, b.narrow(1, left, right - left));
      writeRightOf(first + top - left, part.narrow(1, left, right - left), product, accumulate);
    }
    if (right < columns) {
      multiplyInto(part.narrow(1, right, columns - right), rows, b.narrow(1, right, columns - right), accumulate);
    }
  }
}

/** BLAS's product of a table with its own transpose, which LibTorch does not call. */
using Syrk = void (*)(const char* half, const char* transposed, const int* n, const int* depth, const double* alpha,
                      const double* a, const int* strideA, const double* beta, double* c, const int* strideC);

/** Nothing where BLAS is inside LibTorch, or counts in 64 bits. */
Syrk findSyrk() {
#if __has_include(<dlfcn.h>)
  for (const char* name : {"libblas.so.3", "libopenblas.so.0"}) {
    void* library = dlopen(name, RTLD_LAZY | RTLD_NOLOAD);
    // Never closed: whoever has it open keeps it.
    if (library != nullptr) return reinterpret_cast<Syrk>(dlsym(library, "dsyrk_"));
  }
#endif
  return nullptr;
}

/** The half of `stored stored^T`, or of `stored^T stored` where `across`, that lies on and above the diagonal. */
void multiplySymmetric(Syrk syrk, const at::Tensor& to, const at::Tensor& stored, bool across, bool accumulate) {
  const auto n = static_cast<int>(to.size(0));
  const auto depth = static_cast<int>(stored.size(across ? 0 : 1));
  const auto strideA = static_cast<int>(stored.stride(0));
  const auto strideC = static_cast<int>(to.stride(0));
  const double one = 1;
  const double before = accumulate ? 1 : 0;
  // BLAS counts columns first: rows are columns to it, and what lies above the diagonal lies below.
  syrk("L", across ? "N" : "T", &n, &depth, &one, stored.data_ptr<double>(), &strideA, &before, to.data_ptr<double>(),
       &strideC);
}

/**
 * doubleProduct(to, a, b, [rows, columns, depth], [strideTo, strideA, strideB], transposeA, transposeB, accumulate,
 * diagonal): to [rows, columns] = a b, or added to it where `accumulate`. A factor that is transposed lies in memory
 * as [columns, rows]. With a diagonal, row i begins in column `diagonal + i`, so that half of a symmetric product
 * costs half.
 */
void doubleProduct(Call& call) {
  const auto size = threeBelow(call, 3, "rows, columns and depth");
  const auto strides = threeBelow(call, 4, "strides");
  const bool acrossA = call.flag(5);
  const bool acrossB = call.flag(6);
  const bool accumulate = call.flag(7);
  const auto rows = size[0], columns = size[1], depth = size[2];
  auto to = table(call, 0, {"the product", rows, columns, strides[0]});
  const auto storedA = table(call, 1, {"a", acrossA ? depth : rows, acrossA ? rows : depth, strides[1]});
  const auto storedB = table(call, 2, {"b", acrossB ? columns : depth, acrossB ? depth : columns, strides[2]});
  if (overlap(to, storedA) || overlap(to, storedB)) {
    throw std::invalid_argument("the product must not lie where a or b does");
  }
  const auto a = acrossA ? storedA.t() : storedA;
  const auto b = acrossB ? storedB.t() : storedB;
  if (!call.has(8)) return multiplyInto(to, a, b, accumulate);
  const auto diagonal = call.integer(8);
  if (diagonal <= -mostEntries || diagonal >= mostEntries) {
    throw std::invalid_argument("a diagonal must be in (-2^31, 2^31), got " + std::to_string(diagonal));
  }
  static const Syrk syrk = findSyrk();
  const bool symmetric = diagonal == 0 && rows == columns && acrossA != acrossB && strides[1] == strides[2] &&
                         to.numel() > 0 && depth > 0 && storedA.data_ptr<double>() == storedB.data_ptr<double>();
  if (syrk != nullptr && symmetric) return multiplySymmetric(syrk, to, storedA, acrossA, accumulate);
  multiplyRightOf(diagonal, to, a, b, accumulate);
}

}  // namespace

std::vector<Named> doubleProductOps() { return {{"doubleProduct", doubleProduct}}; }
