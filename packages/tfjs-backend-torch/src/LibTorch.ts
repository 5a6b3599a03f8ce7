/** A LibTorch on this machine: what the addon is compiled and linked against. */
export type LibTorch = {
  /** Who named it. */
  readonly foundBy: 'LIBTORCH' | 'system' | 'python';
  /** Such as `1.13.0` or `2.5.1`. */
  readonly version: string;
  readonly includes: readonly string[];
  readonly libraries: string;
  /** Whether its strings are those of the C++11 standard library, `_GLIBCXX_USE_CXX11_ABI`. */
  readonly cxx11Abi: boolean;
  readonly cuda: boolean;
};
