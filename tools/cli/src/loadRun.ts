import { readRun, type Status } from '@goal-driven/core';
import type { ReportRun } from '@goal-driven/report';
import { shellLine } from './shellLine';
import { plainText } from './plainText';
import { studies } from './registry';
import { unknownName } from './nearest';

/** A run's folder as the report takes it; its study is looked up by the name in the manifest. */
export function loadRun(folder: string): Omit<ReportRun, 'name' | 'data'> {
  const { config, manifest, status, scores, figures } = readRun(folder);
  const { study: name, seed, backend, command, ...environment } = manifest;
  const study = Object.hasOwn(studies, name) ? studies[name] : undefined;
  if (study === undefined) throw unknownName('study', plainText(name), Object.keys(studies));
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
  };
}

/** `finished`, or where it stopped and why. */
const describeStatus = ({ state, step, message }: Status): string =>
  state === 'finished'
    ? state
    : [`${state} at step ${step}`, ...(message === undefined ? [] : [message])].join(': ');
