import type { LearningRule } from './LearningRule';
import { exactProjector } from './Pass';
import type { Objective } from './Task';
import { valueAndGrad } from './tree';

/** The exact gradient: every linear operator sends its error back through its own transpose. */
export const backpropagation: LearningRule = {
  name: 'backpropagation',
  config: {},
  init: () => ({}),
  credit: ({ evaluate, params }) => {
    const { value, grads, rest } = valueAndGrad((tree) => {
      const { loss, terms, state, taskState } = evaluate(tree, exactProjector);
      return { value: loss, rest: { terms, state, taskState } };
    }, params);
    const objective: Objective = { loss: value, ...rest };
    return { objective, grads, feedbackGrads: {}, observables: {} };
  },
};
