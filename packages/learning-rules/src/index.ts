export { convolutionOperator, denseOperator, type LinearOperator } from './LinearOperator';
export { energies, type EnergyView, type PrimitiveName } from './energies';
export {
  definePrimitive,
  feedbackGradient,
  primitives,
  primitivesOf,
  type Coefficients,
  type Primitive,
  type Term,
} from './primitives';
export { kernelGradient, kernelGradients, type KernelView } from './kernelGradients';
export {
  LOCAL_QUANTITIES,
  restricted,
  type Geometry,
  type LayerQuantities,
  type LayerView,
  type Quantity,
} from './LayerView';
export { alignLayer, layerEnergy, type AlignedLayer, type LayerGradients } from './layerAlignment';
export { Pipeline } from './Pipeline';
export { Phases, turnsAt } from './Phases';
export { Coefficient, coefficientAt } from './Coefficient';
export { FeedbackStart, startFeedback } from './FeedbackStart';
export { creditProjector, type Call, type SendBack, type Watch } from './creditProjector';
export { angle } from './angle';
export { AngleName, Observe } from './Observe';
export { Backpropagation, createLearningRule, LearningRuleConfig } from './learningRules';
export { FeedbackAlignment, feedbackAlignment } from './feedbackAlignment';
export { DirectFeedbackAlignment, directFeedbackAlignment } from './directFeedbackAlignment';
export { SignSymmetry, signSymmetry } from './signSymmetry';
export { WeightMirror, weightMirror } from './weightMirror';
export { KolenPollack, kolenPollack } from './kolenPollack';
export { SymmetricAlignment, symmetricAlignment } from './symmetricAlignment';
export { ActivationAlignment, activationAlignment } from './activationAlignment';
export { InformationAlignment, informationAlignment } from './informationAlignment';
export { isLocal } from './isLocal';
export { ShiftedTemplates, shiftedTemplates, labelledStream, type Labelled } from './credit/shiftedTemplates';
export { DeepDense, deepDense } from './credit/deepDense';
export { labelTask } from './credit/labelTask';
export { ruleSettings, RuleSetting } from './credit/ruleSettings';
export { CreditConfig } from './credit/CreditConfig';
export { studies } from './studies';
export { claims } from './claims';
