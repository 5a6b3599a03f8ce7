import { describe, expect, it } from 'vitest';
import { kubernetesJob, KubernetesOptions } from './kubernetesJob';

const needed = { name: 'grid', image: 'registry/goal-driven:1', claim: 'shared-disk' };
const job = (options: object = {}) =>
  kubernetesJob(KubernetesOptions.parse({ ...needed, ...options })) as {
    metadata: object;
    spec: { template: { spec: { containers: [{ command: string[]; env: object[]; resources: object }] } } };
  };
const containerOf = (options: object) => job(options).spec.template.spec.containers[0];

describe('an Indexed Job', () => {
  it('has workers of the sweep as its pods, on the shared volume', () => {
    const labels = { 'app.kubernetes.io/name': 'goal-driven-sweep' };
    expect(job({ workers: 12, restarts: 3, graceSeconds: 45 })).toEqual({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'grid', labels },
      spec: {
        completionMode: 'Indexed',
        completions: 12,
        parallelism: 12,
        backoffLimitPerIndex: 3,
        podFailurePolicy: {
          rules: [
            { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] },
            { action: 'Ignore', onExitCodes: { containerName: 'worker', operator: 'In', values: [75] } },
          ],
        },
        template: {
          metadata: { labels },
          spec: {
            restartPolicy: 'Never',
            terminationGracePeriodSeconds: 45,
            containers: [
              {
                name: 'worker',
                image: 'registry/goal-driven:1',
                command: ['goal-driven', 'sweep', 'work', '/sweep'],
                env: [{ name: 'OMP_NUM_THREADS', value: '1' }],
                resources: { requests: { cpu: '1', memory: '2Gi' }, limits: { cpu: '1', memory: '2Gi' } },
                volumeMounts: [{ name: 'sweep', mountPath: '/sweep' }],
              },
            ],
            volumes: [{ name: 'sweep', persistentVolumeClaim: { claimName: 'shared-disk' } }],
          },
        },
      },
    });
  });

  it('asks for GPUs, a namespace and a folder where told', () => {
    expect(job({ namespace: 'lab' }).metadata).toMatchObject({ name: 'grid', namespace: 'lab' });
    const { command, resources } = containerOf({ gpus: 2, mount: '/data', folder: 'sweeps/grid' });
    expect(command).toEqual(['goal-driven', 'sweep', 'work', '/data/sweeps/grid']);
    const asked = { cpu: '1', memory: '2Gi', 'nvidia.com/gpu': 2 };
    expect(resources).toEqual({ requests: asked, limits: asked });
  });

  it.each([
    ['4', '4'],
    ['2.5', '2'],
    ['500m', '1'],
    ['3500m', '3'],
  ])('gives %s cores to %s threads', (cpu, threads) => {
    expect(containerOf({ cpu }).env).toEqual([{ name: 'OMP_NUM_THREADS', value: threads }]);
  });

  it.each([
    [{ name: 'Grid' }, /must be lower-case letters, digits and -/],
    [{ name: `a${'b'.repeat(63)}` }, /at most 63/],
    [{ name: '-grid' }, /must be lower-case letters/],
    [{ claim: 'a\nb' }, /must be lower-case letters/],
    [{ image: 'an image' }, /image/],
    [{ mount: 'sweep' }, /mount/],
    [{ folder: '/grid' }, /folder/],
    [{ cpu: '4Gi' }, /must be cores, such as 2 or 500m/],
    [{ cpu: '-1' }, /must be cores/],
    [{ memory: '2 Gi' }, /must be a quantity/],
    [{ restarts: -1 }, /restarts/],
  ])('refuses %j', (options, message) => {
    expect(KubernetesOptions.safeParse({ ...needed, ...options }).error?.message).toMatch(message);
  });
});
