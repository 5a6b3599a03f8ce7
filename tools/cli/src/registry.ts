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
import type { NameMap } from '@goal-driven/formats';
import {
  claims as learningRulesClaims,
  LearningRuleConfig,
  models as learningRulesModels,
  studies as learningRulesStudies,
} from '@goal-driven/learning-rules';
import {
  claims as mecClaims,
  models as mecModels,
  nameMaps as mecNameMaps,
  pathIntegrationNetwork,
  studies as mecStudies,
} from '@goal-driven/mec';
import {
  claims as mouseVisualClaims,
  models as mouseVisualModels,
  studies as mouseVisualStudies,
} from '@goal-driven/mouse-visual';
import type { ImageModel } from '@goal-driven/stimuli';
import type { SearchSpace } from '@goal-driven/sweep';
import {
  claims as ventralStreamClaims,
  models as ventralStreamModels,
  searchSpaces as ventralStreamSearchSpaces,
  studies as ventralStreamStudies,
} from '@goal-driven/ventral-stream';

/** Every study by its name; a new field package is a line here, in `claims` and in `namedModels`. */
export const studies: { readonly [name: string]: Study } = {
  ...mecStudies,
  ...mouseVisualStudies,
  ...ventralStreamStudies,
  ...learningRulesStudies,
};

/** Every claim by its name. */
export const claims: { readonly [name: string]: Claim } = {
  ...mecClaims,
  ...mouseVisualClaims,
  ...ventralStreamClaims,
  ...learningRulesClaims,
};

/** All that leaves a run. */
export const experiments: { readonly [name: string]: Study } = { ...studies, ...claims };

/** Search spaces of studies' own, by study and name. */
export const searchSpaces: { readonly [study: string]: { readonly [name: string]: SearchSpace } } = {
  ...ventralStreamSearchSpaces,
};

/** A named architecture, which is made when it is asked for. */
export type NamedModel = {
  readonly package: string;
  readonly input: string;
  readonly sources: readonly string[];
  readonly config: () => unknown;
  readonly architecture: () => Architecture;
  /** How published files of weights name its parameters; none where nobody published any. */
  readonly nameMaps: () => readonly NameMap[];
  /** What it makes of images, with the activity of these layers; left out where it sees none. */
  readonly vision?: (layers: readonly string[]) => ImageModel;
};

/** Every named architecture. */
export const namedModels: { readonly [name: string]: NamedModel } = {
  ...mapValues(mecModels, ({ package: home, input, sources, config }) => ({
    package: home,
    input,
    sources,
    config: () => config,
    architecture: () => pathIntegrationNetwork(config) as Architecture,
    nameMaps: () => mecNameMaps(config),
  })),
  ...mapValues(mouseVisualModels, (model) => ({
    ...model,
    architecture: () => model.architecture() as unknown as Architecture, // as below
  })),
  ...mapValues(ventralStreamModels, (model) => ({
    ...model,
    architecture: () => model.architecture() as unknown as Architecture, // a list of models gives it no input
  })),
  ...mapValues(learningRulesModels, (model) => ({
    ...model,
    architecture: () => model.architecture() as unknown as Architecture, // as above
  })),
};

function mapValues<From, To>(
  record: { readonly [name: string]: From },
  f: (value: From) => To,
): { readonly [name: string]: To } {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value)]));
}

/** Schemas of the parts that studies are made of, by what a part is called; choices are things of their own. */
export const parts = {
  cell: CellConfig,
  learningRule: LearningRuleConfig,
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
  const { package: home, input, architecture } = namedModels[name]!;
  const made = architecture();
  const { total, trainable } = parameterShapes(made);
  return { name, package: home, parameters: total, trainable, units: made.units, input };
}
