// What needs CUDA's own headers, behind one door. A LibTorch without CUDA, or one whose CUDA headers are not
// on this machine, gives an addon whose functions here say so.
#pragma once
#include "torch.h"

/** @throws std::invalid_argument where there is no such GPU, or no CUDA in this LibTorch */
void requireCuda(const at::Device& device);
void synchronizeCuda(const at::Device& device);
void setCudaMemoryShare(const at::Device& device, double share);

/** A recorded run of operations that is replayed in one launch. */
class CudaGraph {
 public:
  CudaGraph();
  ~CudaGraph();
  void begin(const at::Device& device);
  void end();
  void replay();

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation;
};
