import { z } from 'zod';

const label = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'must be lower-case letters, digits and -, at most 63');
const cores = z.string().regex(/^\d+(\.\d+)?m?$/, 'must be cores, such as 2 or 500m');
const quantity = z
  .string()
  .regex(/^\d+(\.\d+)?(m|Ki|Mi|Gi|Ti|k|M|G|T)?$/, 'must be a quantity, such as 500M or 4Gi');

export const KubernetesOptions = z
  .strictObject({
    name: label.meta({ description: 'Name of the job' }),
    namespace: label.optional().meta({ description: 'Namespace; that of the context, where left out' }),
    image: z.string().regex(/^\S+$/).meta({ description: 'Image with Node and goal-driven in it' }),
    claim: label.meta({ description: 'Persistent volume claim (ReadWriteMany) that holds the sweep' }),
    mount: z.string().startsWith('/').default('/sweep').meta({ description: 'Where the volume is mounted' }),
    folder: z
      .string()
      .regex(/^[^/].*$|^$/)
      .default('')
      .meta({ description: "The sweep's folder within the volume" }),
    workers: z.int().positive().default(1).meta({ description: 'Pods at a time' }),
    cpu: cores.default('1').meta({ description: 'Cores of a pod' }),
    memory: quantity.default('2Gi').meta({ description: 'Memory of a pod' }),
    gpus: z.int().nonnegative().default(0).meta({ description: 'GPUs of a pod (nvidia.com/gpu)' }),
    restarts: z
      .int()
      .nonnegative()
      .default(20)
      .meta({ description: 'How often the pod of an index may fail' }),
    graceSeconds: z
      .int()
      .nonnegative()
      .default(120)
      .meta({ description: 'Time to keep what there is, when told to stop', unit: 's' }),
  })
  .meta({ title: 'Kubernetes' });
export type KubernetesOptions = z.output<typeof KubernetesOptions>;

/**
 * An Indexed Job whose pods are workers of a sweep on a shared volume, as a value that `kubectl apply -f` takes as
 * JSON or YAML. A pod that was told to stop ends with 75 and is started again without counting as failed;
 * one that failed counts against its own index.
 *
 * @source Kubernetes 1.31: Jobs, pod failure policy and backoff limit per index
 */
export function kubernetesJob(options: KubernetesOptions): object {
  const { name, namespace, image, claim, mount, folder, workers, cpu, memory, gpus } = options;
  const resources = { cpu, memory, ...(gpus > 0 && { 'nvidia.com/gpu': gpus }) };
  const container = {
    name: 'worker',
    image,
    command: ['goal-driven', 'sweep', 'work', folder === '' ? mount : `${mount}/${folder}`],
    env: [{ name: 'OMP_NUM_THREADS', value: String(Math.max(1, Math.floor(coresOf(cpu)))) }],
    resources: { requests: resources, limits: resources },
    volumeMounts: [{ name: 'sweep', mountPath: mount }],
  };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      ...(namespace && { namespace }),
      labels: { 'app.kubernetes.io/name': 'goal-driven-sweep' },
    },
    spec: {
      completionMode: 'Indexed',
      completions: workers,
      parallelism: workers,
      backoffLimitPerIndex: options.restarts,
      podFailurePolicy: {
        rules: [
          { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] },
          { action: 'Ignore', onExitCodes: { containerName: 'worker', operator: 'In', values: [75] } },
        ],
      },
      template: {
        metadata: { labels: { 'app.kubernetes.io/name': 'goal-driven-sweep' } },
        spec: {
          restartPolicy: 'Never',
          terminationGracePeriodSeconds: options.graceSeconds,
          containers: [container],
          volumes: [{ name: 'sweep', persistentVolumeClaim: { claimName: claim } }],
        },
      },
    },
  };
}

const coresOf = (quantity: string): number =>
  quantity.endsWith('m') ? Number(quantity.slice(0, -1)) / 1000 : Number(quantity);
