/**
 * Compiles the kernels of this folder twice, with and without fused multiply-add (relaxed SIMD), into
 * `../src/_binary.generated.ts`. Run it after every change: `node assembly/build.mjs`. The compiler
 * comes by npx, because it weighs 100 MB that no user of the library needs.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const compiler = 'assemblyscript@0.28.20';
const folder = fileURLToPath(new URL('.', import.meta.url));
const target = fileURLToPath(new URL('../src/_binary.generated.ts', import.meta.url));

/** Hash of the compiler's version and of all sources: the spec compares it with the committed one. */
function sourceHash() {
  const hash = createHash('sha256').update(compiler);
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .sort()) {
    hash.update(name).update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex');
}

function compile(features) {
  const out = mkdtempSync(join(tmpdir(), 'doubles-'));
  const file = join(out, 'kernels.wasm');
  const options = [
    '-O3',
    '--noAssert',
    '--runtime',
    'stub',
    '--importMemory',
    '--sharedMemory',
    '--initialMemory',
    '1',
    '--maximumMemory',
    '4096',
  ];
  const enable = features.flatMap((feature) => ['--enable', feature]);
  execFileSync('npx', ['-y', '-p', compiler, 'asc', 'index.ts', ...options, ...enable, '-o', file], {
    cwd: folder,
    stdio: 'inherit',
  });
  const binary = readFileSync(file);
  rmSync(out, { recursive: true });
  return binary.toString('base64');
}

if (process.argv.includes('--hash')) {
  console.log(sourceHash());
} else {
  const line = (name, value) => `export const ${name} =\n  '${value}';\n`;
  writeFileSync(
    target,
    '// Made by assembly/build.mjs from the sources beside it; do not edit.\n' +
      line('sourceHash', sourceHash()) +
      line('plainBinary', compile(['simd', 'threads'])) +
      line('fusedBinary', compile(['simd', 'threads', 'relaxed-simd'])),
  );
}
