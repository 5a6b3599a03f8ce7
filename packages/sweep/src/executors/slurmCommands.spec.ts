import { EnvironmentError } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { callProgram, queued, sbatch, slurmLimits, type Call } from './slurmCommands';

const answering = (answer: string) => {
  const calls: Parameters<Call>[] = [];
  const call: Call = (...asked) => {
    calls.push(asked);
    return Promise.resolve(answer);
  };
  return { call, calls };
};

describe('a program', () => {
  const node = (script: string, input?: string) => callProgram(process.execPath, ['-e', script], input);

  it('gets its arguments and its input, and answers with what it prints', async () => {
    const script = 'process.stdin.on("data", (x) => process.stdout.write(process.argv[1] + " " + x))';
    expect(await callProgram(process.execPath, ['-e', script, 'a b'], 'in')).toBe('a b in');
    expect(await node('process.stdin.resume(); process.stdin.on("end", () => console.log("no input"))')).toBe(
      'no input\n',
    );
  });

  it('that is not there is an error that says so', async () => {
    const missing = callProgram('no-such-program-of-slurm', []);
    await expect(missing).rejects.toThrow(EnvironmentError);
    await expect(missing).rejects.toThrow(
      'slurm: `no-such-program-of-slurm` must be there and do what it is told, got: a machine without it',
    );
  });

  it('that fails is an error with what it said', async () => {
    const failing = node('console.error("  Invalid partition  "); process.exit(3)');
    await expect(failing).rejects.toThrow(EnvironmentError);
    await expect(failing).rejects.toThrow(/do what it is told, got: Invalid partition$/);
    await expect(node('process.exit(3)')).rejects.toThrow(/do what it is told, got: Command failed/);
  });

  it('that ends without reading its input fails by its own word', async () => {
    await expect(node('console.error("no room"); process.exit(1)', 'x'.repeat(4_000_000))).rejects.toThrow(
      /got: no room$/,
    );
  });
});

describe('the limits of a cluster', () => {
  it('are read from its configuration', async () => {
    const { call, calls } = answering(`Configuration data as of 2026-11-24T12:00:00
AccountingStorageHost   = localhost
MaxArraySize            = 5001
MaxJobCount             = 20000
NotMaxJobCount          = 3
SLURM_VERSION           = 22.05.8
`);
    expect(await slurmLimits(call)).toEqual({ version: '22.05.8', maxArraySize: 5001, maxJobs: 20_000 });
    expect(calls).toEqual([['scontrol', ['show', 'config']]]);
  });

  it('are those of Slurm where it does not say', async () => {
    const unknown = { version: 'unknown', maxArraySize: 1001, maxJobs: 10_000 };
    for (const text of ['', 'MaxArraySize = (null)\nMaxJobCount = -4\n', 'XMaxArraySize = 7\n'])
      expect(await slurmLimits(answering(text).call), text).toEqual(unknown);
  });
});

describe('sbatch', () => {
  it.each([
    ['12\n', '12'],
    ['12;cluster\n', '12'],
    ['sbatch: a word of the site\n345;east-2\n', '345'],
  ])('that answers %j has made job %s', async (answer, job) => {
    const { call, calls } = answering(answer);
    expect(await sbatch(call, '#!/bin/bash\n', ['--hold'])).toBe(job);
    expect(calls).toEqual([['sbatch', ['--parsable', '--hold'], '#!/bin/bash\n']]);
  });

  it.each(['', 'Submitted batch job 12', '12 13', '12\nthen more', 'x12'])(
    'that answers %j is an error',
    async (answer) => {
      const handed = sbatch(answering(answer).call, 'x');
      await expect(handed).rejects.toThrow(EnvironmentError);
      await expect(handed).rejects.toThrow(`sbatch must answer with the job's number, got ${answer}`);
    },
  );
});

describe('the queue', () => {
  const text = `
  101|100|100_1|RUNNING
  100|100|100_2|PENDING
200|200|200|PENDING
3100|3100|3100|RUNNING
`;

  it('holds the tasks of the jobs asked for, whatever else is in it', async () => {
    const { call, calls } = answering(text);
    expect(await queued(call, ['100', '7'])).toEqual({ '100_1': 'RUNNING', '100_2': 'PENDING' });
    expect(await queued(call, ['101', '200'])).toEqual({ '100_1': 'RUNNING', '200': 'PENDING' });
    expect(calls[0]).toEqual(['squeue', ['--me', '--noheader', '--array', '--format=%A|%F|%i|%T']]);
    expect(await queued(answering('\n').call, ['100'])).toEqual({});
  });

  it('is not asked about no jobs', async () => {
    const { call, calls } = answering(text);
    expect(await queued(call, [])).toEqual({});
    expect(calls).toEqual([]);
  });
});
