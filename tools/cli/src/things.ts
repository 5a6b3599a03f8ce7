import { parameterShapes, type Study } from '@goal-driven/core';
import type { Metric } from '@goal-driven/metrics';
import { jsonSchemaOf, type JsonSchema } from './JsonSchema';
import { metrics } from './metrics';
import { experiments, modelRow, namedModels, parts, type NamedModel } from './registry';

/** Anything with a name that `goal-driven describe` explains. */
type Thing = {
  /** `study`, `model`, `metric`, `cell`, `optimizer` or such. */
  readonly kind: string;
  readonly text?: string;
  /** What else there is to say, by label; any JSON. */
  readonly facts: { readonly [label: string]: unknown };
  readonly sources: readonly string[];
  readonly schema?: JsonSchema;
};

type Things = { readonly [name: string]: () => Thing };

/** Everything with a name; what there is to say of one is gathered when it is asked for. */
export const things: Things = {
  ...Object.fromEntries(
    Object.entries(parts).flatMap(([kind, schema]) => partThings(kind, jsonSchemaOf(schema))),
  ),
  ...mapValues(metrics, metricThing),
  ...mapValues(namedModels, modelThing),
  ...mapValues(experiments, studyThing),
};

function mapValues<T>(
  registry: { readonly [name: string]: T },
  f: (value: T, name: string) => Thing,
): Things {
  return Object.fromEntries(Object.entries(registry).map(([name, value]) => [name, () => f(value, name)]));
}

function metricThing(metric: Metric): Thing {
  const { description, sources, version, unit, range, gives, undefinedFor } = metric;
  const taken = Object.fromEntries(Object.entries(metric.arguments).map(([name, { axes }]) => [name, axes]));
  const facts = { version, unit, range, arguments: taken, gives, 'undefined for': undefinedFor };
  return { kind: 'metric', text: description, facts, sources, schema: jsonSchemaOf(metric.options) };
}

function modelThing({ config, sources, architecture }: NamedModel, name: string): Thing {
  const { package: home, parameters, trainable, units, input } = modelRow(name);
  const shapes = parameterShapes(architecture()).params;
  return {
    kind: 'model',
    facts: { package: home, parameters, trainable, units, input, shapes, config: config() },
    sources,
  };
}

function studyThing({ question, sources, config, presets, claim }: Study): Thing {
  return {
    kind: claim === undefined ? 'study' : 'claim',
    text: claim === undefined ? question : claim.statement,
    facts: {
      presets: Object.keys(presets).join(', '),
      ...(claim && { protocol: claim.protocol, criteria: claim.criteria }),
    },
    sources: sources.map(({ text, doi }) => (doi === undefined ? text : `${text}, doi:${doi}`)),
    schema: jsonSchemaOf(config),
  };
}

/** A part and each of its choices: `optimizer`, `adam`, `sgd`. */
function partThings(kind: string, schema: JsonSchema): [string, () => Thing][] {
  const choices = (schema.oneOf ?? schema.anyOf ?? []).flatMap((choice): [string, () => Thing][] => {
    const name = choice.properties?.['kind']?.const;
    return typeof name === 'string' ? [[name, () => partThing(kind, choice)]] : [];
  });
  return [[kind, () => partThing(kind, schema)], ...choices];
}

const partThing = (kind: string, schema: JsonSchema): Thing => ({
  kind,
  ...(schema.title === undefined ? {} : { text: schema.title }),
  facts: {},
  sources: schema.source === undefined ? [] : [schema.source],
  schema,
});
