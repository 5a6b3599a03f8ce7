import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildEngine } from './buildEngine';
import { cudaHeaders } from './cudaHeaders';
import { cleanEngine, engineStatus } from './engineStatus';
import { locateLibTorch } from './locateLibTorch';

/** A folder laid out like LibTorch's downloads, without anything to compute with. */
function makeLibTorch(
  root: string,
  {
    version = [2, 5, 1],
    old = false,
    cuda = false,
  }: { version?: number[]; old?: boolean; cuda?: boolean } = {},
): string {
  const folder = join(root, 'site', 'torch');
  const headers = join(folder, 'include/torch/csrc/api/include/torch');
  mkdirSync(headers, { recursive: true });
  mkdirSync(join(folder, 'lib'), { recursive: true });
  const lines = ['MAJOR', 'MINOR', 'PATCH'].map((part, i) => `#define TORCH_VERSION_${part} ${version[i]}`);
  writeFileSync(join(headers, 'version.h'), `#pragma once\n${lines.join('\n')}\n`);
  const strings = old ? 'ESs' : 'ENSt7__cxx11';
  writeFileSync(join(folder, 'lib/libc10.so'), `\0_ZN3c105ErrorC2ENS_14SourceLocation${strings}\0`);
  if (cuda) writeFileSync(join(folder, 'lib/libtorch_cuda.so'), '');
  return folder;
}

/** A compiler that writes what it was told into what it was to make. */
function makeCompiler(root: string, body: string): string {
  const file = join(root, 'compiler.sh');
  writeFileSync(
    file,
    `#!/bin/sh\necho "$@" >> ${root}/calls\n${body}\nout=; for a in "$@"; do [ "$last" = -o ] && out=$a; last=$a; done\necho made > "$out"\n`,
  );
  chmodSync(file, 0o755);
  return file;
}

describe.skipIf(process.platform !== 'linux')('the engine, found and built (else: not Linux)', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'engine-'));
    vi.stubEnv('GOAL_DRIVEN_CACHE', join(root, 'cache'));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(root, { recursive: true });
  });

  it('LIBTORCH comes first; version, strings and CUDA are read off the files', async () => {
    const folder = makeLibTorch(root);
    vi.stubEnv('LIBTORCH', folder);
    expect(await locateLibTorch()).toEqual({
      foundBy: 'LIBTORCH',
      version: '2.5.1',
      includes: [join(folder, 'include'), join(folder, 'include/torch/csrc/api/include')],
      libraries: join(folder, 'lib'),
      cxx11Abi: true,
      cuda: false,
    });
    makeLibTorch(root, { version: [1, 13, 0], old: true, cuda: true });
    expect(await locateLibTorch()).toMatchObject({ version: '1.13.0', cxx11Abi: false, cuda: true });
  });

  it('a version that newer headers keep elsewhere is found', async () => {
    const folder = makeLibTorch(root);
    const headers = join(folder, 'include/torch');
    writeFileSync(
      join(headers, 'csrc/api/include/torch/version.h'),
      '#include <torch/headeronly/version.h>\n',
    );
    mkdirSync(join(headers, 'headeronly'));
    writeFileSync(
      join(headers, 'headeronly/version.h'),
      '#define TORCH_VERSION_MAJOR 2\n#define TORCH_VERSION_MINOR 14\n#define TORCH_VERSION_PATCH 1\n',
    );
    vi.stubEnv('LIBTORCH', folder);
    expect((await locateLibTorch())?.version).toBe('2.14.1');
  });

  it('a LIBTORCH without LibTorch is an error, not passed over', async () => {
    vi.stubEnv('LIBTORCH', root);
    await expect(locateLibTorch()).rejects.toThrow(
      `locateLibTorch: LIBTORCH must be a folder with include/torch and lib/libc10, got ${root}`,
    );
  });

  it('headers of CUDA lie beside the wheel, in a toolkit, or nowhere', () => {
    const folder = makeLibTorch(root, { cuda: true });
    const at = (cuda: boolean) => ({
      foundBy: 'LIBTORCH' as const,
      version: '2.5.1',
      includes: [],
      libraries: join(folder, 'lib'),
      cxx11Abi: true,
      cuda,
    });
    vi.stubEnv('CUDA_HOME', join(root, 'toolkit'));
    expect(cudaHeaders(at(true))).toEqual([]);
    const wheel = join(root, 'site/nvidia/cuda_runtime/include');
    mkdirSync(wheel, { recursive: true });
    writeFileSync(join(wheel, 'cuda_runtime_api.h'), '');
    expect(cudaHeaders(at(true))).toEqual([wheel]);
    expect(cudaHeaders(at(false))).toEqual([]);
    const toolkit = join(root, 'toolkit/include');
    mkdirSync(toolkit, { recursive: true });
    writeFileSync(join(toolkit, 'cuda_runtime_api.h'), '');
    expect(cudaHeaders(at(true))).toEqual([wheel]);
    rmSync(wheel, { recursive: true });
    expect(cudaHeaders(at(true))).toEqual([toolkit]);
  });

  it('is built once per LibTorch, again when forced, and cleaned away', async () => {
    vi.stubEnv('LIBTORCH', makeLibTorch(root, { old: true }));
    vi.stubEnv('CXX', makeCompiler(root, ''));
    expect(await engineStatus()).toMatchObject({
      addon: undefined,
      next: 'goal-driven engine build',
      cached: [],
    });
    const said: string[] = [];
    const built = await buildEngine({ say: (line) => said.push(line) });
    expect(built).toMatchObject({ fresh: true, libTorch: { version: '2.5.1' } });
    expect(readFileSync(built.addon, 'utf8')).toBe('made\n');
    expect(said[0]).toMatch(/^LibTorch 2\.5\.1, found by LIBTORCH: /);
    expect(said.at(-1)).toBe(`built: ${built.addon}`);
    const calls = readFileSync(join(root, 'calls'), 'utf8');
    expect(calls).toMatch(/^-std=c\+\+17 .*-D_GLIBCXX_USE_CXX11_ABI=0 .*-x c\+\+-header torch\.h/);
    expect(calls).toMatch(/-shared .*-Wl,-rpath,\S*lib .*-ltorch_cpu -lc10 .*-o torch\.node/);
    expect(calls).not.toContain('TORCH_WITH_CUDA');
    expect(built.addon).toContain('libtorch-2.5.1-cpu-precxx11-napi8-');
    expect(await engineStatus()).toMatchObject({ addon: built.addon, next: undefined });
    expect(await buildEngine()).toMatchObject({ fresh: false, addon: built.addon });
    expect(await buildEngine({ force: true })).toMatchObject({ fresh: true });
    const names = (await engineStatus()).cached;
    expect(names).toHaveLength(1);
    expect(cleanEngine()).toEqual(names);
    expect(cleanEngine()).toEqual([]);
    expect(existsSync(built.addon)).toBe(false);
  });

  it('takes C++20 where LibTorch refuses C++17, and links CUDA where there is some', async () => {
    vi.stubEnv('LIBTORCH', makeLibTorch(root, { cuda: true }));
    const toolkit = join(root, 'toolkit/include');
    mkdirSync(toolkit, { recursive: true });
    writeFileSync(join(toolkit, 'cuda_runtime_api.h'), '');
    vi.stubEnv('CUDA_HOME', join(root, 'toolkit'));
    vi.stubEnv('CXX', makeCompiler(root, 'case "$*" in *c++17*) echo "needs C++20" >&2; exit 1;; esac'));
    const { addon } = await buildEngine();
    expect(addon).toContain('libtorch-2.5.1-cuda-cxx11-');
    const calls = readFileSync(join(root, 'calls'), 'utf8').trim().split('\n');
    expect(calls[1]).toMatch(/^-std=c\+\+20 .*-DTORCH_WITH_CUDA .*toolkit\/include/);
    expect(calls.slice(2, -1).every((line) => line.startsWith('-std=c++20'))).toBe(true);
    expect(calls.at(-1)).toContain('-ltorch_cuda -lc10_cuda');
  });

  it('without headers of CUDA is built for the processor, says so, and is built anew once they come', async () => {
    vi.stubEnv('LIBTORCH', makeLibTorch(root, { cuda: true }));
    vi.stubEnv('CUDA_HOME', join(root, 'toolkit'));
    vi.stubEnv('CXX', makeCompiler(root, ''));
    const { addon } = await buildEngine();
    expect(addon).toContain('libtorch-2.5.1-cpu-cxx11-');
    expect((await engineStatus()).kind).toMatch(
      /^for the processor, since LibTorch has CUDA but the headers/,
    );
    mkdirSync(join(root, 'toolkit/include'), { recursive: true });
    writeFileSync(join(root, 'toolkit/include/cuda_runtime_api.h'), '');
    expect(await engineStatus()).toMatchObject({ kind: 'with CUDA', addon: undefined });
    const built = await buildEngine();
    expect(built).toMatchObject({ fresh: true });
    expect(built.addon).toContain('libtorch-2.5.1-cuda-cxx11-');
    vi.stubEnv('LIBTORCH', makeLibTorch(join(root, 'other')));
    expect((await engineStatus()).kind).toBe('for the processor');
  });

  it('a LibTorch older than its headers may be is refused before anything is compiled', async () => {
    vi.stubEnv('LIBTORCH', makeLibTorch(root, { version: [1, 12, 1] }));
    vi.stubEnv('CXX', makeCompiler(root, ''));
    await expect(buildEngine()).rejects.toThrow(
      /buildEngine: LibTorch must be 1\.13 or later, got 1\.12\.1 in .*lib$/,
    );
    expect(existsSync(join(root, 'calls'))).toBe(false);
  });

  it('says what the compiler said, or how to bring one, and leaves nothing half done', async () => {
    vi.stubEnv('LIBTORCH', makeLibTorch(root));
    vi.stubEnv('CXX', makeCompiler(root, 'echo "no room for templates" >&2; exit 3'));
    await expect(buildEngine()).rejects.toThrow(
      /must compile the addon, got exit status 3: no room for templates/,
    );
    vi.stubEnv('CXX', join(root, 'absent-compiler'));
    await expect(buildEngine()).rejects.toThrow(
      /a C\+\+ compiler must start, got .*ENOENT.*To bring it: apt-get install libtorch-dev g\+\+$/,
    );
    expect((await engineStatus()).cached).toEqual([]);
  });

  /** Waits until a file is there, as a compiler at work leaves one. */
  const until = async (condition: () => boolean): Promise<void> => {
    for (let tries = 0; tries < 600 && !condition(); tries++) await new Promise((go) => setTimeout(go, 20));
    expect(condition()).toBe(true);
  };

  it('cleaning is refused while a build runs, and does not break it', async () => {
    vi.stubEnv('LIBTORCH', makeLibTorch(root));
    const gate = join(root, 'gate');
    vi.stubEnv('CXX', makeCompiler(root, `while [ ! -e ${gate} ]; do sleep 0.02; done`));
    const building = buildEngine();
    await until(() => existsSync(join(root, 'calls')));
    expect(() => cleanEngine()).toThrow(
      `cleanEngine: nobody must be building the engine, got process ${process.pid}, which is. Clean when it has finished`,
    );
    writeFileSync(gate, '');
    const { addon } = await building;
    expect(readFileSync(addon, 'utf8')).toBe('made\n');
    expect(cleanEngine()).toHaveLength(1);
    expect(existsSync(addon)).toBe(false);
  });

  it('a build waits for a cleaning that is under way', async () => {
    vi.stubEnv('LIBTORCH', makeLibTorch(root));
    vi.stubEnv('CXX', makeCompiler(root, ''));
    const cleaner = join(root, 'cache/torch-at-work', `cleaning-${process.pid}-99`);
    mkdirSync(join(root, 'cache/torch-at-work'), { recursive: true });
    writeFileSync(cleaner, hostname());
    const building = buildEngine();
    await until(() => readdirSync(join(root, 'cache/torch-at-work')).length === 2);
    await new Promise((go) => setTimeout(go, 200));
    expect(existsSync(join(root, 'calls'))).toBe(false);
    rmSync(cleaner);
    expect((await building).fresh).toBe(true);
    expect(readdirSync(join(root, 'cache/torch-at-work'))).toEqual([]);
  });

  it('what dead processes left behind holds nobody up; one of another machine does for an hour', async () => {
    vi.stubEnv('LIBTORCH', makeLibTorch(root));
    vi.stubEnv('CXX', makeCompiler(root, ''));
    await buildEngine();
    const dead = spawnSync('true').pid;
    const [left, far] = [`building-${dead}-0`, `building-${process.pid}-77`].map((name) =>
      join(root, 'cache/torch-at-work', name),
    ) as [string, string];
    writeFileSync(left, hostname());
    writeFileSync(far, `not ${hostname()}`);
    expect(() => cleanEngine()).toThrow(`got process ${process.pid}`);
    expect(existsSync(left)).toBe(false);
    const past = statSync(far).mtimeMs / 1000 - 3_700;
    utimesSync(far, past, past);
    expect(cleanEngine()).toHaveLength(1);
  });

  it('two builds at once do not meet in their workshop', async () => {
    vi.stubEnv('LIBTORCH', makeLibTorch(root));
    vi.stubEnv('CXX', makeCompiler(root, ''));
    const both = await Promise.all([buildEngine({ force: true }), buildEngine({ force: true })]);
    expect(both.map(({ fresh }) => fresh)).toEqual([true, true]);
    expect((await engineStatus()).cached).toHaveLength(1);
  });
});
