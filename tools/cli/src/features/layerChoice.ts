import { UsageError } from '../UsageError';

/** A layer at all steps, or at one. */
export type LayerChoice = {
  /** As it was typed: `V4@3`; the name of the array. */
  readonly name: string;
  readonly layer: string;
  readonly step: number | undefined;
};

/**
 * Layers as they are typed: `conv9,conv10@16`. Steps count from 0.
 *
 * @throws UsageError for no layers, one twice, or a step that is none
 */
export function layerChoices(typed: string): LayerChoice[] {
  const choices = typed.split(',').map((name): LayerChoice => {
    const [, layer, step] = /^(.+?)(?:@(\d{1,6}))?$/.exec(name.trim()) ?? [];
    if (layer === undefined || layer.includes('@'))
      throw new UsageError(
        `features: --layers must be names such as V4 or V4@3, got ${JSON.stringify(name)}`,
      );
    return { name: name.trim(), layer, step: step === undefined ? undefined : Number(step) };
  });
  const twice = choices.find(({ name }, index) => choices.findIndex((each) => each.name === name) < index);
  if (twice !== undefined)
    throw new UsageError(`features: --layers must name each once, got ${twice.name} twice`);
  return choices;
}
