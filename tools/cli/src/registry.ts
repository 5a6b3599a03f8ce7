import {
  CellConfig,
  OptimizerConfig,
  Schedule,
  TrainConfig,
  parameterShapes,
  type Architecture,
  type Claim,
  type Study,
} from '@goal-driven/core';
import {
  claims as mecClaims,
  models as mecModels,
  pathIntegrationNetwork,
  studies as mecStudies,
} from '@goal-driven/mec';
import type { SearchSpace } from '@goal-driven/sweep';
import { claims as ventralStreamClaims, studies as ventralStreamStudies } from '@goal-driven/ventral-stream';

/** Every study by its name; a new field package is a line here, in `claims` and in `namedModels`. */
export const studies: { readonly [name: string]: Study } = { ...mecStudies, ...ventralStreamStudies };

/** Every claim by its name. */
export const claims: { readonly [name: string]: Claim } = { ...mecClaims, ...ventralStreamClaims };

/** All that leaves a run. */
export const experiments: { readonly [name: string]: Study } = { ...studies, ...claims };

/** Search spaces of studies' own, by study and name. */
export const searchSpaces: { readonly [study: string]: { readonly [name: string]: SearchSpace } } = {};

/** Every named architecture with the factory that makes it. */
export const namedModels = Object.fromEntries(
  Object.entries(mecModels).map(([name, model]) => [
    name,
    { ...model, architecture: () => pathIntegrationNetwork(model.config) as Architecture },
  ]),
);

/** Schemas of the parts that studies are made of, by what a part is called; choices are things of their own. */
export const parts = {
  cell: CellConfig,
  optimizer: OptimizerConfig,
  schedule: Schedule,
  training: TrainConfig,
};

/** What a list of models says of one. */
export type ModelRow = {
  readonly name: string;
  readonly package: string;
  /** Numbers that a checkpoint holds, and those of them that are learned. */
  readonly parameters: number;
  readonly trainable: number;
  /** Units per layer. */
  readonly units: { readonly [layer: string]: number };
  readonly input: string;
};

/** The list of models; the numbers come from shapes, no parameter is made. */
export const models = (): ModelRow[] => Object.keys(namedModels).map(modelRow);

/** What a list of models says of the model of a name. */
export function modelRow(name: string): ModelRow {
  const { package: home, units, input, architecture } = namedModels[name]!;
  const { total, trainable } = parameterShapes(architecture());
  return { name, package: home, parameters: total, trainable, units, input };
}
