/** The network that learns by the rule, and the one beside it. */
export const learners = ['rule', 'backpropagation'] as const;
export type Learner = (typeof learners)[number];
