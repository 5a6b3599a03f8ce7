import { standardise } from '@goal-driven/metrics';
import { probabilitiesOf, type ImageDecoder } from './ImageDecoder';
import { softmaxRegression, type SoftmaxRegressionOptions } from './softmaxRegression';

/**
 * Brain-Score's way from features to probabilities of objects: units standardised by the training images (one that does
 * not vary there keeps its scale), then a softmax regression. Classes are numbered by their first image in training.
 *
 * @source Brain-Score, `Kar2019-ost` (version 2)
 */
export const brainScoreDecoder =
  (options: Omit<SoftmaxRegressionOptions, 'weights'> = {}): ImageDecoder =>
  ({ features, objects, count }, rng) => {
    const { transform } = standardise(features);
    const classes = [...new Set(objects)];
    const labels = objects.map((object) => classes.indexOf(object));
    const problem = { features: transform(features), labels, classes: classes.length };
    const { scores } = softmaxRegression(problem, rng, options);
    return (images) => probabilitiesOf(scores(transform(images)), classes, { count });
  };
