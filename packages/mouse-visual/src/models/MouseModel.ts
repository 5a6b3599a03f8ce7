import { FeedForwardConfig, type FeedForwardInput } from '@goal-driven/core';
import { z } from 'zod';
import { AlexNet, alexNetGraph, TruncatedAlexNet, truncatedAlexNetGraph } from './AlexNet';
import {
  DictionaryAlexNet,
  dictionaryAlexNetGraph,
  RotNetAlexNet,
  rotNetAlexNetGraph,
} from './AlexNetVariants';
import { Hourglass, hourglassGraph } from './Hourglass';
import { MouseNet, mouseNetGraph } from './MouseNet';
import { ResNet, resNetGraph } from './ResNet';
import { StreamNet, streamNetGraph } from './StreamNet';
import { Vgg16, vgg16Graph } from './Vgg16';

/** A network of the study by its kind. */
export const MouseModel = z
  .discriminatedUnion('kind', [
    AlexNet,
    TruncatedAlexNet,
    RotNetAlexNet,
    DictionaryAlexNet,
    Vgg16,
    ResNet,
    StreamNet,
    Hourglass,
    MouseNet,
  ])
  .meta({ title: 'Model of mouse visual cortex' });
export type MouseModel = z.output<typeof MouseModel>;
export type MouseModelInput = z.input<typeof MouseModel>;

/** The feed-forward network of a model, as core's `feedForward` takes it. */
export const mouseModelConfig = (model: MouseModel, name = `mouse-visual/${model.kind}`): FeedForwardConfig =>
  FeedForwardConfig.parse({ ...graphOf(model), name });

function graphOf(model: MouseModel): FeedForwardInput {
  switch (model.kind) {
    case 'alexNet':
      return alexNetGraph(model);
    case 'truncatedAlexNet':
      return truncatedAlexNetGraph(model);
    case 'rotNetAlexNet':
      return rotNetAlexNetGraph(model);
    case 'dictionaryAlexNet':
      return dictionaryAlexNetGraph(model);
    case 'vgg16':
      return vgg16Graph(model);
    case 'resNet':
      return resNetGraph(model);
    case 'streamNet':
      return streamNetGraph(model);
    case 'hourglass':
      return hourglassGraph(model);
    case 'mouseNet':
      return mouseNetGraph(model);
  }
}
