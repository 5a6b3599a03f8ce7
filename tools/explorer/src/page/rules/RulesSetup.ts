import type { ViewState } from '../shell/ViewState';
import { rulesOnOffer, type Constant, type OfferedRule } from './rulesOnOffer';

/** What a training of the page is made of: the same setup gives the same numbers, here and in Node. */
export type RulesSetup = {
  readonly rule: OfferedRule;
  readonly optimizer: 'momentum' | 'adam';
  /** Of both networks. */
  readonly learningRate: number;
  /** Hidden layers. */
  readonly depth: number;
  readonly classes: number;
  readonly batchSize: number;
  readonly seed: number;
  /** The rule's constants and `feedbackRate`, by name. */
  readonly constants: Readonly<Record<string, number>>;
};

export const optimizers = ['momentum', 'adam'] as const;
export const depths = [1, 2, 3, 4, 5, 6, 7, 8] as const;
export const classCounts = [10, 20] as const;
export const batchSizes = [32, 64] as const;

/** Learning rate of an optimizer for batches of a size, as where rules are identified. */
export const usualRate = (optimizer: RulesSetup['optimizer'], batchSize: number): Constant => {
  const value = ((optimizer === 'adam' ? 1e-3 : 0.03) * batchSize) / 64;
  return { name: 'rate', label: 'learning rate', value, min: value / 30, max: value * 30 };
};

/** All constants that a rule has a slider for. */
export const constantsOf = ({ constants, feedback }: OfferedRule): readonly Constant[] =>
  feedback === undefined ? constants : [...constants, feedback.rate];

/**
 * The setup that an address names; what it leaves out is as usual.
 *
 * @throws RangeError for a value that cannot be, for the address was mistyped
 */
export function setupOf(view: Pick<ViewState, 'get'>): RulesSetup {
  const oneOf = <Value extends string | number>(name: string, values: readonly Value[], usual: Value) => {
    const text = view.get(name);
    const found = text === undefined ? usual : values.find((value) => String(value) === text);
    if (found === undefined)
      throw new RangeError(`address: ${name} must be one of ${values.join(', ')}, got ${text}`);
    return found;
  };
  const number = ({ name, value, min, max }: Constant) => {
    const text = view.get(name);
    const found = text === undefined ? value : Number(text);
    // Sliders end at rounded decimals, which may lie a little outside.
    if (!(found >= min * 0.99 && found <= max * 1.01))
      throw new RangeError(`address: ${name} must be in ${min} .. ${max}, got ${text}`);
    return found;
  };
  const kind = oneOf(
    'rule',
    rulesOnOffer.map((each) => each.kind),
    'feedbackAlignment',
  );
  const rule = rulesOnOffer.find((each) => each.kind === kind)!;
  const optimizer = oneOf('optimizer', optimizers, 'momentum');
  const batchSize = oneOf('batch', batchSizes, 64);
  const seed = Number(view.get('seed') ?? 0);
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError(`address: seed must be a whole number from 0, got ${view.get('seed')}`);
  return {
    rule,
    optimizer,
    learningRate: number(usualRate(optimizer, batchSize)),
    depth: oneOf('depth', depths, 2),
    classes: oneOf('classes', classCounts, 10),
    batchSize,
    seed,
    constants: Object.fromEntries(constantsOf(rule).map((each) => [each.name, number(each)])),
  };
}
