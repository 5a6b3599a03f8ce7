/** A constant that the reader may move. */
export type Constant = {
  readonly name: string;
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
};

/** A learning rule as the page offers it. */
export type OfferedRule = {
  /** The `kind` of its config. */
  readonly kind: string;
  readonly title: string;
  /** What takes the place of backpropagation's transpose, in a sentence. */
  readonly says: string;
  readonly constants: readonly Constant[];
  /** How its feedback kernels learn, for rules whose feedback descends something of its own. */
  readonly feedback?: { readonly optimizer: 'sgd' | 'adam'; readonly rate: Constant };
};

/** A constant over three decades around its value, as its slider has them. */
const constant = (name: string, label: string, value: number): Constant => ({
  ...{ name, label, value },
  min: value / 30,
  max: value * 30,
});
const rate = (value: number): Constant => constant('feedbackRate', 'learning rate of the feedback', value);
const noise = constant('noise', 'noise', 1);

/** All nine, with the constants of the shared specification of learning rules, D.1 and D.2. */
export const rulesOnOffer: readonly OfferedRule[] = [
  {
    kind: 'feedbackAlignment',
    title: 'Feedback alignment',
    says: 'Errors go down by fixed random weights; the forward weights come to agree with them.',
    constants: [],
  },
  {
    kind: 'directFeedbackAlignment',
    title: 'Direct feedback alignment',
    says: 'The error of the readout goes to every layer at once, by fixed random weights.',
    constants: [],
  },
  {
    kind: 'signSymmetry',
    title: 'Sign symmetry',
    says: 'Errors go down by weights that share only their signs with the forward weights.',
    constants: [],
  },
  {
    kind: 'weightMirror',
    title: 'Weight mirror',
    says: 'Feedback weights learn from how noise in one layer moves the next.',
    constants: [constant('decay', 'decay', 0.05), constant('amp', 'amp', 0.1), noise],
    feedback: { optimizer: 'sgd', rate: rate(1) },
  },
  {
    kind: 'kolenPollack',
    title: 'Kolen-Pollack',
    says: 'Feedback weights change as the forward weights do, and both forget how they began.',
    constants: [constant('decay', 'decay', 5e-4)],
  },
  {
    kind: 'symmetricAlignment',
    title: 'Symmetric alignment',
    says: 'Feedback weights are pulled to the transposes of the forward weights.',
    constants: [constant('decay', 'decay', 1e-3), constant('self', 'self', 2e-3)],
    feedback: { optimizer: 'sgd', rate: rate(50) },
  },
  {
    kind: 'activationAlignment',
    title: 'Activation alignment',
    says: 'Feedback weights learn to project activity as the forward weights do.',
    constants: [constant('sparse', 'sparse', 1e-3), constant('amp', 'amp', 2e-3)],
    feedback: { optimizer: 'adam', rate: rate(0.01) },
  },
  {
    kind: 'informationAlignment',
    title: 'Information alignment',
    says: 'Feedback weights correlate what goes into a layer with what comes out, and stay bounded, by local means.',
    constants: [
      constant('amp', 'amp', 0.2),
      constant('null', 'null', 0.015),
      constant('decay', 'decay', 0.05),
      noise,
    ],
    feedback: { optimizer: 'sgd', rate: rate(1) },
  },
  {
    kind: 'backpropagation',
    title: 'Backpropagation',
    says: 'Errors go down by the transposes of the forward weights: both networks are then the same.',
    constants: [],
  },
];

/** Updates between two looks at the network, and at most in all; the classifier knows networks of 21 looks. */
export const BETWEEN_LOOKS = 5;
export const MOST_UPDATES = 600;
export const LOOKS_OF_CLASSIFIER = 21;
