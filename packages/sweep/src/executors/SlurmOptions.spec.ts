import { describe, expect, it } from 'vitest';
import { SlurmOptions } from './SlurmOptions';

const why = (options: object): string => SlurmOptions.safeParse(options).error?.message ?? 'taken';

describe('options of Slurm', () => {
  it('have a default where a cluster needs none of its own', () => {
    expect(SlurmOptions.parse({})).toEqual({
      ...{ workers: 1, signalSeconds: 120, cpus: 1, modules: [], setup: [], idle: 60, collect: true },
    });
  });

  it.each([
    { time: '30' },
    { time: '4:00:00' },
    { time: '2-12' },
    { time: '1-00:30:00' },
    { memory: '4G' },
    { memory: '500' },
    { gpus: 'a100:1' },
    { partition: 'short,long' },
    { qos: 'high_1' },
    { modules: ['cuda/12.1', 'gcc+x'] },
    { constraint: 'skylake|haswell & ib' },
    { container: 'apptainer exec --nv "an image.sif"' },
    { setup: ['source ~/.profile'] },
    { signalSeconds: 10 },
    { idle: 0 },
  ])('take %j', (options) => {
    expect(SlurmOptions.parse(options)).toMatchObject(options);
  });

  it.each([
    [{ partition: 'gpu\n#SBATCH --uid=0' }, /must be letters, digits and/],
    [{ account: 'me --uid=0' }, /must be letters, digits and/],
    [{ qos: '$(id)' }, /must be letters, digits and/],
    [{ gpus: '' }, /must be letters, digits and/],
    [{ partition: 'gpu\n' }, /must be letters, digits and/],
    [{ constraint: 'a\nb' }, /must be one line/],
    [{ container: 'run\rrm' }, /must be one line/],
    [{ setup: ['true', 'a\nb'] }, /must be one line/],
    [{ setup: [''] }, /Too small/],
    [{ modules: ['cuda; id'] }, /modules/],
    [{ modules: ['cuda\nid'] }, /modules/],
    [{ time: '1:2' }, /must be minutes, hours/],
    [{ time: 'long' }, /must be minutes, hours/],
    [{ time: '10\n' }, /must be minutes, hours/],
    [{ memory: '4GB' }, /must be a number with K, M, G or T/],
    [{ workers: 0 }, /workers/],
    [{ cpus: 1.5 }, /cpus/],
    [{ atOnce: 0 }, /atOnce/],
    [{ signalSeconds: 9 }, /signalSeconds/],
    [{ idle: -1 }, /idle/],
    [{ partitoin: 'gpu' }, /partitoin/],
  ])('refuse %j', (options, message) => {
    expect(why(options)).toMatch(message);
  });
});
