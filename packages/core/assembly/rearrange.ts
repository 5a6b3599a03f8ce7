/** `count` runs of `bytes` bytes, one every `stride` bytes, put side by side: a slice along one axis. */
export function gatherRuns(from: usize, to: usize, count: i32, stride: usize, bytes: usize): void {
  for (let run = 0; run < count; run++) {
    memory.copy(to, from, bytes);
    from += stride;
    to += bytes;
  }
}
