import { createRng, ndArray, type NdArray } from '@goal-driven/core/arrays';
import { augment, imageAt, type Augmentation, type ImageSource } from '@goal-driven/stimuli';
import { createPipeline } from '../augmentation/createPipeline';
import type { Pipeline } from '../augmentation/Pipeline';

/**
 * Stimuli as a network is shown them when it is judged.
 *
 * @param pipeline of single images; its size is that of the network's input
 * @returns [images, size, size, 3]
 */
export function shownStimuli({ pixels, labels }: ImageSource, pipeline: Pipeline): NdArray<Float32Array> {
  const steps = createPipeline(pipeline).test as Augmentation; // no views are judged
  const length = pipeline.size * pipeline.size * 3;
  const values = new Float32Array(labels.length * length);
  for (let index = 0; index < labels.length; index++)
    values.set(augment(imageAt(pixels, index), steps, createRng(0)).values, index * length);
  return ndArray(values, [labels.length, pipeline.size, pipeline.size, 3]);
}
