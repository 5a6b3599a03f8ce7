import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleProgram } from '../../../../specs.shared.ts';
import { readRun } from '../run/readRun';
import { createRng } from '../Rng';

const STEPS = 120;
const LAST = `step-${String(STEPS).padStart(8, '0')}`;
let folder: string;
let script: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'resume-'));
  script = join(folder, 'planeRun.mjs');
  await bundleProgram(
    import.meta.url,
    fileURLToPath(new URL('./fixtures/planeRun.ts', import.meta.url)),
    script,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Stop = { readonly signal: NodeJS.Signals; readonly atStep: number; readonly delay: number };
type End = { readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly errors: string };

/** Runs the study into `out`; `stop` is sent `delay` ms after the child says that it is at `atStep`. */
function runChild(out: string, stop?: Stop): Promise<End> {
  const child = spawn(process.execPath, [script, join(folder, out), String(STEPS)], { stdio: 'pipe' });
  let [heard, errors, sent] = ['', '', false];
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  child.stdout.on('data', (chunk) => {
    heard += String(chunk);
    const step = Number(heard.trimEnd().split('\n').at(-1));
    if (stop === undefined || sent || step < stop.atStep) return;
    sent = true;
    setTimeout(() => child.kill(stop.signal), stop.delay);
  });
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, errors })));
}

const weights = (out: string) => readFileSync(join(folder, out, 'checkpoints', `${LAST}.safetensors`));

describe('a run killed at random moments', () => {
  it('ends with the same bits, curves and scores as one left alone', async () => {
    expect(await runChild('alone')).toMatchObject({ code: 0 });
    const { uniform } = createRng(20261124).stream();
    let kills = 0;
    for (let end: End | undefined; end?.code !== 0;) {
      const atStep = Math.ceil(((kills + uniform()) / 5) * STEPS);
      end = await runChild(
        'killed',
        kills < 4 ? { signal: 'SIGKILL', atStep, delay: uniform() * 5 } : undefined,
      );
      if (end.signal === 'SIGKILL') kills += 1;
      else expect(end.errors + String(end.code)).toMatch(/0$/);
    }
    expect(kills).toBeGreaterThanOrEqual(1); // a child may outrun its killer on a busy machine
    expect(weights('killed').equals(weights('alone'))).toBe(true);
    const [killed, alone] = [readRun(join(folder, 'killed')), readRun(join(folder, 'alone'))];
    expect(killed.metrics).toEqual(alone.metrics);
    expect(killed.scores).toEqual(alone.scores);
    expect(killed.status.state).toBe('finished');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('%s keeps a checkpoint and exits with code 75', async (signal) => {
    const end = await runChild(signal, { signal, atStep: 20, delay: 0 });
    expect(end).toMatchObject({ code: 75, signal: null });
    const { status } = readRun(join(folder, signal));
    expect(status.state).toBe('interrupted');
    expect(await runChild(signal)).toMatchObject({ code: 0 });
    expect(weights(signal).equals(weights('alone'))).toBe(true);
  });
});
