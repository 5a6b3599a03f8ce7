import { informationRoles } from './informationAlignment';
import { differentiates } from './layerAlignment';
import type { LearningRuleConfig } from './learningRules';
import { LOCAL_QUANTITIES } from './LayerView';
import { primitives, primitivesOf, type Coefficients } from './primitives';

/**
 * Whether a rule changes its feedback by what is there at its synapses alone: activity before and after, and their own
 * strength. It follows from what the primitives declare to read, which is all that they are handed; with transforms
 * behind B, whose derivatives need the backward projection, or with energies that move W, no rule is local. Sign
 * symmetry and backpropagation transport weights, Kolen-Pollack changes of weights.
 */
export function isLocal(config: LearningRuleConfig): boolean {
  switch (config.kind) {
    case 'feedbackAlignment':
    case 'directFeedbackAlignment':
      return true; // feedback never changes
    case 'backpropagation':
    case 'signSymmetry':
    case 'kolenPollack':
    case 'symmetricAlignment':
    case 'activationAlignment':
      return false;
    case 'weightMirror':
      return readsLocal(config, { decay: 1, amp: 1 });
    case 'informationAlignment':
      return readsLocal(
        config,
        Object.fromEntries(Object.keys(informationRoles(config)).map((name) => [name, 1])),
      );
  }
}

type Aligning = Extract<LearningRuleConfig, { kind: 'weightMirror' | 'informationAlignment' }>;

const readsLocal = ({ pipeline, updateForward }: Aligning, coefficients: Coefficients): boolean =>
  !updateForward &&
  !differentiates(pipeline, coefficients) &&
  primitivesOf(coefficients).every((name) =>
    primitives[name].reads.every((read) => LOCAL_QUANTITIES.includes(read)),
  );
