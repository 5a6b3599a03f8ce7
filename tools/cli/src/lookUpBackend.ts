import type { BackendName } from '@goal-driven/core';
import { backendNames } from '@goal-driven/core';
import { lookUp } from './nearest';

/** A backend by the name that was typed. */
export const lookUpBackend = (name: string): BackendName =>
  lookUp('backend', name, Object.fromEntries(backendNames.map((known) => [known, known])));
