type Environment = { [name: string]: string | undefined };

/**
 * cuBLAS gives the same bits run after run only with a workspace of fixed size, which it reads off the environment when
 * it starts. A size that is set is left as it is.
 */
export function settleCublas(
  environment: Environment,
  { device, deterministic }: { readonly device: string; readonly deterministic: boolean },
): void {
  if (deterministic && device.startsWith('cuda')) environment['CUBLAS_WORKSPACE_CONFIG'] ??= ':4096:8';
}
