import { ConfigError } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { memoryStore } from '../protocol/memoryStore';
import type { Store } from '../protocol/Store';
import type { Call } from './slurmCommands';
import { SlurmOptions } from './SlurmOptions';
import { cancelSlurm, requeueThisTask, slurmJobs, submitSlurm } from './submitSlurm';

/** A cluster that numbers jobs from 11 on; `queue` is what squeue prints. */
function cluster({ config = '', queue = '' } = {}) {
  const calls: Parameters<Call>[] = [];
  let job = 10;
  const call: Call = (...asked) => {
    calls.push(asked);
    const [program] = asked;
    job += Number(program === 'sbatch');
    const answers: { [program: string]: string } = {
      scontrol: config,
      squeue: queue,
      sbatch: `${job};east\n`,
    };
    return Promise.resolve(answers[program] ?? '');
  };
  return { call, calls, asked: (program: string) => calls.filter(([name]) => name === program) };
}

type Settings = z.input<typeof SlurmOptions> & { readonly left?: number };

const submit = (store: Store, call: Call, { left = 100, ...options }: Settings) =>
  submitSlurm({
    ...{ store, call, left, root: '/data/grid', name: 'grid' },
    options: SlurmOptions.parse(options),
    worker: ['goal-driven', 'sweep', 'work', '/data/grid'],
    collect: ['goal-driven', 'sweep', 'collect', '/data/grid'],
  });

const arraysOf = (scripts: readonly Parameters<Call>[]) =>
  scripts.map(([, , script]) => /^#SBATCH --array=(.*)$/m.exec(script ?? '')?.[1]);

/** A store that knows of job 5. */
const withJob = (): Store => {
  const store = memoryStore();
  store.append('slurm/jobs.jsonl', '{"job":"5","tasks":4}\n');
  return store;
};

describe('workers of Slurm', () => {
  it('are handed in as one array, with a job after them that collects without a GPU', async () => {
    const store = memoryStore();
    const { call, asked } = cluster();
    const submitted = await submit(store, call, { workers: 4, gpus: '1', atOnce: 2 });
    expect(submitted).toEqual({ jobs: ['11'], workers: 4, live: 0 });
    const [worker, collect, ...others] = asked('sbatch');
    expect(others).toEqual([]);
    expect(worker).toEqual(['sbatch', ['--parsable'], store.read('slurm/worker.sh')]);
    expect(worker![2]).toMatch(/--array=0-3%2\n[^]*--gpus=1\n[^]*\ngoal-driven sweep work \/data\/grid &\n/);
    expect(worker![2]).toContain('#SBATCH --output=/data/grid/slurm/%A_%a.txt\n');
    expect(collect).toEqual([
      'sbatch',
      ['--parsable', '--dependency=afterany:11', '--kill-on-invalid-dep=yes'],
      store.read('slurm/collect.sh'),
    ]);
    expect(collect![2]).toMatch(/^#SBATCH --job-name=grid-collect$/m);
    expect(collect![2]).toMatch(/^goal-driven sweep collect \/data\/grid &$/m);
    expect(collect![2]).not.toMatch(/gpus|array/);
    expect(store.read('slurm/jobs.jsonl')).toBe('\n{"job":"11","tasks":4}\n\n{"job":"12","tasks":0}\n');
  });

  it('are split into arrays that the cluster takes', async () => {
    const store = memoryStore();
    const { call, asked } = cluster({ config: 'MaxArraySize = 4\n' });
    expect(await submit(store, call, { workers: 10 })).toEqual({
      ...{ jobs: ['11', '12', '13'], workers: 10, live: 0 },
    });
    expect(arraysOf(asked('sbatch'))).toEqual(['0-3', '0-3', '0-1', undefined]);
    expect(asked('sbatch')[3]![1]).toContain('--dependency=afterany:11:12:13');
    expect(slurmJobs(store)).toEqual(['11', '12', '13', '14']);
    const whole = cluster({ config: 'MaxArraySize = 4\n' });
    await submit(memoryStore(), whole.call, { workers: 8, collect: false });
    expect(arraysOf(whole.asked('sbatch'))).toEqual(['0-3', '0-3']);
  });

  it('are single jobs on a cluster that has switched arrays off', async () => {
    const { call, asked } = cluster({ config: 'MaxArraySize = 0\n' });
    const store = memoryStore();
    expect(await submit(store, call, { workers: 2, atOnce: 1, collect: false })).toEqual({
      ...{ jobs: ['11', '12'], workers: 2, live: 0 },
    });
    expect(arraysOf(asked('sbatch'))).toEqual([undefined, undefined]);
    expect(store.read('slurm/jobs.jsonl')).toBe('\n{"job":"11","tasks":1}\n\n{"job":"12","tasks":1}\n');
  });

  it('are no more than the trials that are left', async () => {
    const { call, asked } = cluster();
    expect(await submit(memoryStore(), call, { workers: 10, left: 3 })).toMatchObject({ workers: 3 });
    expect(arraysOf(asked('sbatch'))[0]).toBe('0-2');
  });

  it('make up for those that have gone, and count the ones in the queue', async () => {
    const store = memoryStore();
    store.append('slurm/jobs.jsonl', '{"job":"5","tasks":4}\n{"job":"6","tasks":0}\n{"job":"7","ta'); // cut off
    const queue = '5|5|5_1|PENDING\n8|5|5_3|RUNNING\n6|6|6|PENDING\n9|9|9_1|RUNNING\n';
    const { call, asked } = cluster({ queue });
    expect(await submit(store, call, { workers: 5 })).toEqual({ jobs: ['11'], workers: 3, live: 2 });
    expect(arraysOf(asked('sbatch'))).toEqual(['0-2', undefined]);
    expect(slurmJobs(store)).toEqual(['5', '6', '11', '12']);
    const enough = cluster({ queue });
    expect(await submit(withJob(), enough.call, { workers: 2 })).toEqual({
      ...{ jobs: [], workers: 0, live: 2 },
    });
    expect(enough.asked('sbatch')).toEqual([]);
    expect((await submit(withJob(), enough.call, { workers: 1 })).workers).toBe(0);
  });

  it('that are more than the cluster keeps are refused before any is handed in', async () => {
    const { call, asked } = cluster({ config: 'MaxJobCount = 5\n' });
    const refused = submit(memoryStore(), call, { workers: 6 });
    await expect(refused).rejects.toThrow(ConfigError);
    await expect(refused).rejects.toThrow('slurm: workers must be at most 5 on this cluster, got 6');
    expect(asked('sbatch')).toEqual([]);
    expect((await submit(memoryStore(), call, { workers: 5 })).workers).toBe(5);
  });

  it('stay known when a later array is refused', async () => {
    const store = memoryStore();
    const { call } = cluster({ config: 'MaxArraySize = 2\n' });
    let handed = 0;
    const refusing: Call = (program, ...rest) =>
      program === 'sbatch' && ++handed === 2 ? Promise.reject(new Error('quota')) : call(program, ...rest);
    await expect(submit(store, refusing, { workers: 4 })).rejects.toThrow('quota');
    expect(slurmJobs(store)).toEqual(['11']);
  });
});

describe('cancelling', () => {
  it('takes each job that waits in the queue out of it, once, and leaves running tasks to stop by themselves', async () => {
    const store = memoryStore();
    store.append('slurm/jobs.jsonl', '{"job":"5","tasks":4}\n{"job":"6","tasks":0}\n{"job":"7","tasks":1}\n');
    const { call, asked } = cluster({
      queue:
        '5|5|5_1|PENDING\n8|5|5_2|PENDING\n5|5|5_3|RUNNING\n6|6|6|PENDING\n7|7|7_0|RUNNING\n9|9|9|PENDING\n',
    });
    expect((await cancelSlurm(store, call)).sort()).toEqual(['5', '6']);
    expect(asked('scancel').map(([, words]) => [...words].sort())).toEqual([['--state=PENDING', '5', '6']]);
  });

  it('calls nothing where no job was handed in, and cancels nothing where none is left', async () => {
    const none = cluster();
    expect(await cancelSlurm(memoryStore(), none.call)).toEqual([]);
    expect(none.calls).toEqual([]);
    expect(await cancelSlurm(withJob(), none.call)).toEqual([]);
    expect(none.asked('scancel')).toEqual([]);
  });
});

describe('a task that is told to stop', () => {
  it.each([
    [{ SLURM_JOB_ID: '7' }, '7'],
    [{ SLURM_JOB_ID: '8', SLURM_ARRAY_JOB_ID: '5', SLURM_ARRAY_TASK_ID: '0' }, '5_0'],
    [{ SLURM_JOB_ID: '8', SLURM_ARRAY_JOB_ID: '5' }, '8'],
    [{ SLURM_JOB_ID: '8', SLURM_ARRAY_TASK_ID: '2' }, '8'],
  ])('with %j has %s begin again', async (env, job) => {
    const { call, calls } = cluster();
    expect(await requeueThisTask(env, call)).toBe(true);
    expect(calls).toEqual([['scontrol', ['requeue', job]]]);
  });

  it('outside of Slurm asks for nothing', async () => {
    const { call, calls } = cluster();
    expect(await requeueThisTask({ SLURM_CONF: 'x' }, call)).toBe(false);
    expect(calls).toEqual([]);
  });
});
