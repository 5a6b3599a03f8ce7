import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { placedData } from './placedData';
import { UsageError } from './UsageError';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'placed-'));
  vi.stubEnv('GOAL_DRIVEN_DATA', folder);
  for (const path of ['cifar10/batches', 'synthetic/cifar10/batches', 'synthetic/mallory-2021'])
    mkdirSync(join(folder, path), { recursive: true });
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe('placedData', () => {
  it('puts what was fetched, else the stand-in, in the place of its name', () => {
    const told: string[] = [];
    const settings = {
      ...{ stimuli: { folder: 'data:cifar10/batches', limit: 3 }, own: 'synthetic:cifar10/batches' },
      ...{ lists: ['data:mallory-2021', 'a:b', 'data', null], on: true },
    };
    expect(placedData(settings, (message) => told.push(message))).toEqual({
      stimuli: { folder: join(folder, 'cifar10/batches'), limit: 3 },
      own: join(folder, 'synthetic/cifar10/batches'),
      lists: [join(folder, 'synthetic/mallory-2021'), 'a:b', 'data', null],
      on: true,
    });
    expect(told).toEqual([
      `mallory-2021 was not fetched: the run is on its synthetic stand-in, ${join(folder, 'synthetic/mallory-2021')}`,
    ]);
  });

  it('says how to have what is not there', () => {
    const place = (text: string) => () => placedData(text, () => expect.fail('nothing is to be told'));
    expect(place('data:cifar100/x')).toThrow(UsageError);
    expect(place('data:cifar100/x')).toThrow(
      'goal-driven data fetch cifar100, or goal-driven data make cifar100',
    );
    expect(place('synthetic:cifar100')).toThrow(
      /got nothing in \S+ To have it: goal-driven data make cifar100$/,
    );
    expect(place('data:cifar')).toThrow('did you mean cifar10');
  });
});
