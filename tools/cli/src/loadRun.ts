import { readRun, type Status } from '@goal-driven/core';
import type { ReportRun } from '@goal-driven/report';
import { shellLine } from './shellLine';
import { plainText } from './plainText';
import { experiments } from './registry';
import { unknownName } from './nearest';

/** A run's folder as the report takes it; its study is looked up by the name in the manifest. */
export function loadRun(folder: string): Omit<ReportRun, 'name' | 'data'> {
  const { config, manifest, status, scores, figures, claim } = readRun(folder);
  const { study: name, seed, backend, command, ...environment } = manifest;
  const study = Object.hasOwn(experiments, name) ? experiments[name] : undefined;
  if (study === undefined) throw unknownName('study', plainText(name), Object.keys(experiments));
  return {
    study,
    status: describeStatus(status),
    seed,
    backend,
    command: shellLine(command),
    environment,
    config,
    scores,
    figures,
    claim,
  };
}

/** `finished`, or where it stopped and why. */
const describeStatus = ({ state, step, message }: Status): string =>
  state === 'finished'
    ? state
    : [`${state} at step ${step}`, ...(message === undefined ? [] : [message])].join(': ');
