/**
 * Compiles AssemblyScript, where asked for twice, with and without fused multiply-add (relaxed SIMD). The compiler comes by npx, because
 * it weighs 100 MB that no user of the library needs.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const compiler = 'assemblyscript@0.28.20';

/** Hash of the compiler's version and of all sources: a spec compares it with the committed one. */
function hashOf(sources) {
  const hash = createHash('sha256').update(compiler);
  for (const [name, file] of sources) hash.update(name).update(readFileSync(file));
  return hash.digest('hex');
}

function binaryOf(folder, options) {
  const out = mkdtempSync(join(tmpdir(), 'kernels-'));
  const file = join(out, 'kernels.wasm');
  const always = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory'];
  execFileSync('npx', ['-y', '-p', compiler, 'asc', 'index.ts', ...always, ...options, '-o', file], {
    cwd: folder,
    stdio: 'inherit',
  });
  const binary = readFileSync(file);
  rmSync(out, { recursive: true });
  return binary.toString('base64');
}

/**
 * Writes the binaries of a folder's `index.ts` to `target`; with `--hash` only prints the hash of its sources.
 *
 * @param folder   whose files end in .ts
 * @param shared   files of other folders that these import
 * @param options  of the compiler, beside those for speed
 * @param features of WebAssembly
 * @param fused    whether there is a binary with fused multiply-add, whose last bits are others
 */
export function compileKernels({ folder, target, shared = [], options = [], features, fused = true }) {
  const own = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((name) => [name, join(folder, name)]);
  const hash = hashOf([...own, ...shared.map((file) => [file.split('/').at(-1), file])]);
  if (process.argv.includes('--hash')) {
    console.log(hash);
    return;
  }
  const binary = (enabled) =>
    binaryOf(folder, [...options, ...enabled.flatMap((feature) => ['--enable', feature])]);
  const line = (name, value) => `export const ${name} =\n  '${value}';\n`;
  writeFileSync(
    target,
    '// Made by assembly/build.mjs from the sources beside it; do not edit.\n' +
      line('sourceHash', hash) +
      line('plainBinary', binary(features)) +
      (fused ? line('fusedBinary', binary([...features, 'relaxed-simd'])) : ''),
  );
}
