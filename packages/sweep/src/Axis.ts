import type { Json } from '@goal-driven/core';
import { z } from 'zod';

const name = z.string().min(1).meta({ description: 'What varies, such as cell' });
const path = z
  .string()
  .min(1)
  .meta({ description: 'Where it stands in the configuration, dotted: network.units' });
const PartialConfig = z.record(z.string(), z.json()).meta({ description: 'A partial configuration' });

const governor = z.string().min(1).meta({ description: 'Another axis, earlier in the list' });

/** That another axis has one of some values, or a number in a range. An axis that is not there meets no condition. */
export const AxisCondition = z
  .union([
    z.strictObject({
      axis: governor,
      is: z.array(z.json()).min(1).meta({ description: 'Values, or labels, of it' }),
    }),
    z
      .strictObject({
        axis: governor,
        low: z.number().optional().meta({ description: 'Its least number; none, where left out' }),
        high: z.number().optional().meta({ description: 'Its greatest number; none, where left out' }),
      })
      .refine(({ low, high }) => low !== undefined || high !== undefined, 'there must be is, low or high'),
  ])
  .meta({ title: 'Condition on another axis' });
export type AxisCondition = z.output<typeof AxisCondition>;

/** Only there under conditions: a gate's width where there is a gate, an edge where there are both its nodes. */
const when = z
  .union([AxisCondition, z.array(AxisCondition).min(1)])
  .optional()
  .meta({
    description:
      'The condition under which the axis is there, or several that must all hold; always, where left out',
  });

/** Partial configurations by label: whatever is to change together. */
export const LabelledAxis = z
  .strictObject({
    name,
    values: z
      .record(z.string(), PartialConfig)
      .meta({ description: 'Partial configuration of each value, by its label' }),
    when,
  })
  .meta({ title: 'Labelled alternatives' });

/** One setting, and the values that it may have. */
export const ChoiceAxis = z
  .strictObject({
    name: name.optional().meta({ description: 'What varies; its path where left out' }),
    path,
    choices: z.array(z.json()).min(1).meta({ description: 'The values, in no order' }),
    when,
  })
  .meta({ title: 'Choice of a value' });

/** One number in a range. */
export const RangeAxis = z
  .strictObject({
    name: name.optional().meta({ description: 'What varies; its path where left out' }),
    path,
    low: z.number().meta({ description: 'Lowest value' }),
    high: z.number().meta({ description: 'Highest value' }),
    scale: z
      .enum(['linear', 'log'])
      .default('linear')
      .meta({ description: 'What is uniform: the value or its logarithm' }),
    integer: z.boolean().default(false).meta({ description: 'Whole numbers only' }),
    points: z
      .int()
      .min(2)
      .optional()
      .meta({ description: 'How many values a grid takes, both ends among them' }),
    when,
  })
  .meta({ title: 'Number in a range' });

/** What varies in a sweep: labelled partial configurations, a choice of values, or a range of numbers. */
export const Axis = z.union([LabelledAxis, ChoiceAxis, RangeAxis]);
export type Axis = z.output<typeof Axis>;
export type RangeAxis = z.output<typeof RangeAxis>;

/** What an axis is called in tables and points. */
export const axisName = (axis: Axis): string => axis.name ?? (axis as { path: string }).path;

/** Whether an axis has a range of numbers rather than values one can list. */
export const isRange = (axis: Axis): axis is RangeAxis => 'low' in axis;

/** The values that an axis chooses from, as points hold them: labels, or choices; none of a range. */
export const valuesOf = (axis: Axis): readonly Json[] | undefined =>
  'values' in axis ? Object.keys(axis.values) : 'choices' in axis ? axis.choices : undefined;

/** The conditions under which an axis is there, all of which must hold. */
export const conditionsOf = ({ when: conditions = [] }: Axis): readonly AxisCondition[] =>
  Array.isArray(conditions) ? conditions : [conditions];
