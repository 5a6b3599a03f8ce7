import type { z } from 'zod';
import type { ConvCellConfig } from './convCells';

export type ConvCellInput = z.input<typeof ConvCellConfig>;

/** Whether a cell has a place of its own for feedback; the others see it as further channels of their input. */
export const takesFeedback = (config: ConvCellConfig): boolean => config.kind === 'reciprocalGated';
