import type { Rng } from '@goal-driven/core';
import type { Readout } from '../evaluatePaths';
import { createHeadDirectionCells } from '../headDirectionCells';
import { networkSteps } from '../networkSteps';
import { pathIntegrationNetwork } from '../pathIntegrationNetwork';
import { heldOutStream, pathIntegrationStream, positionReadout, toldCount } from '../pathIntegrationStream';
import { pathIntegrationTask, saysPosition } from '../pathIntegrationTask';
import { createPlaceCells, type PlaceCode } from '../placeCells';
import type { PathIntegrationConfig } from './PathIntegrationConfig';

/** What a config makes: A, D and T, and the code between positions and activities. */
export function createParts(config: PathIntegrationConfig, rng: Rng) {
  const { arena, motion, timesteps, cues, reward, task, network } = config;
  const cells: PlaceCode | undefined = saysPosition(task)
    ? undefined
    : createPlaceCells(config.placeCells, arena, { rng: rng.child('placeCells') });
  const readout: Readout = cells ?? positionReadout;
  const headings =
    task.loss === 'placeAndHeading'
      ? createHeadDirectionCells(config.headDirectionCells, rng.child('headDirectionCells'))
      : undefined;
  const movement = network.cell === 'banino' ? 'egomotion' : 'displacement';
  const encoding = { arena, motion, cues, reward, code: readout, headings, movement } as const;
  const paths = { ...encoding, timesteps };
  const sizes = {
    code: cells?.count ?? 2,
    movement: movement === 'egomotion' ? 3 : 2,
    cues: toldCount({ cues, reward }),
    headings: headings?.count ?? 0,
  } as const;
  return {
    architecture: pathIntegrationNetwork({ ...network, ...sizes }),
    /** The same network one timestep at a time. */
    steps: networkSteps({ ...network, ...sizes }),
    task: pathIntegrationTask(task, cells),
    stream: pathIntegrationStream({ ...paths, batchSize: config.batchSize }, rng.child('paths')),
    heldOut: heldOutStream({ ...paths, batchSize: config.evaluation.batchSize }),
    readout,
    /** How paths become batches for this network. */
    encoding,
  };
}
