import type { Rng } from '@goal-driven/core';
import type { Readout } from '../evaluation';
import { pathIntegrationNetwork } from '../pathIntegrationNetwork';
import { heldOutStream, pathIntegrationStream, positionReadout } from '../pathIntegrationStream';
import { pathIntegrationTask } from '../pathIntegrationTask';
import { createPlaceCells, type PlaceCode } from '../placeCells';
import type { PathIntegrationConfig } from './PathIntegrationConfig';

/** What a config makes: A, D and T, and the code between positions and activities. */
export function createParts(config: PathIntegrationConfig, rng: Rng) {
  const position = config.task.loss === 'position';
  const cells: PlaceCode | undefined = position
    ? undefined
    : createPlaceCells(config.placeCells, config.arena, { rng: rng.child('placeCells') });
  const readout: Readout = cells ?? positionReadout;
  const paths = { arena: config.arena, motion: config.motion, timesteps: config.timesteps, code: readout };
  return {
    architecture: pathIntegrationNetwork({ ...config.network, code: cells?.count ?? 2 }),
    task: pathIntegrationTask(config.task, cells?.centres),
    stream: pathIntegrationStream({ ...paths, batchSize: config.batchSize }, rng.child('paths')),
    heldOut: heldOutStream({ ...paths, batchSize: config.evaluation.batchSize }),
    readout,
  };
}
