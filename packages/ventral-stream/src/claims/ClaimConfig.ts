import { networkSeeds } from '@goal-driven/core';
import { z } from 'zod';
import { ConvRnnConfig } from '../network/ConvRnnConfig';
import { ModelScale } from '../models/ModelScale';
import { CategorisationConfig } from '../studies/CategorisationConfig';

/** What the claims about kinds of networks are tested on. */
export const ClaimConfig = z
  .strictObject({
    seeds: networkSeeds(5),
    width: ModelScale.shape.width,
    presentation: ConvRnnConfig.shape.presentation.meta({
      description: 'Of recurrent networks. Others are shown an image until it has reached their readout',
    }),
    segment: ConvRnnConfig.shape.segment,
    base: CategorisationConfig.omit({ network: true }).prefault({}).meta({
      description: 'How networks are trained, and on what; a claim changes the network only',
    }),
  })
  .meta({ title: 'Claims about kinds of networks', source: 'Nayebi et al. 2018, 2022' });
export type ClaimConfig = z.output<typeof ClaimConfig>;
