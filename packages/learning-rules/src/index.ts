export { studies } from './studies';
export { SizesSource, SynapticSizesConfig } from './studies/SynapticSizesConfig';
export { modelSizes, type ModelCourse, type ModelledSizes } from './studies/modelSizes';
export { melander2021, statman2014 } from './sources';
export { presentSizes, sizeAt, synapseSizes, synapsesOf, type SynapseSizes } from './synapses/SynapseSizes';
export { loadSynapseTable } from './synapses/loadSynapseTable';
export { publishedSynapses, type PublishedSynapses, type SynapseKind } from './synapses/publishedSynapses';
export { kestenFit, type KestenFit, type KestenMoments, type Line } from './synapses/kestenFit';
export {
  kestenStationary,
  simulateKesten,
  type KestenSimulation,
  type KestenStationary,
} from './synapses/kestenProcess';
export {
  logOrnsteinUhlenbeckFit,
  simulateLogOrnsteinUhlenbeck,
  type LogOrnsteinUhlenbeck,
} from './synapses/logOrnsteinUhlenbeck';
export {
  bootstrapChains,
  detailedBalance,
  evolve,
  markovChain,
  nextState,
  occupancy,
  predictedSurvival,
  simulateChain,
  totalVariation,
  type ChainSimulation,
  type MarkovChain,
} from './synapses/markovChain';
export { sizeBins, stateOf, type SizeBins } from './synapses/sizeBins';
export { sizeDistribution, type LawFit, type SizeDistribution } from './synapses/sizeDistribution';
export {
  incrementAutocorrelation,
  persistentDrift,
  sizesAroundTurnover,
  type Drift,
} from './synapses/increments';
export {
  survivalByAge,
  survivalByQuartile,
  turnover,
  type AgeSurvival,
  type Turnover,
} from './synapses/turnover';
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
export {
  STATISTICS,
  tensorStatistics,
  type StatisticName,
  type TensorStatistics,
} from './identification/tensorStatistics';
export {
  activityObservables,
  ADMISSIBLE,
  changeObservables,
  layerChange,
  MEASURES,
  measureOf,
  OBSERVABLES,
  weightObservables,
  type Measure,
} from './identification/observables';
export { isClear, Obfuscation, obfuscate, seenUnits } from './identification/obfuscate';
export { TrajectoryConfig } from './identification/TrajectoryConfig';
export { IdentifiedRule, RULES, RuleRates, ruleTraining } from './identification/IdentifiedRule';
export { observeNetwork, type Observing } from './identification/observeNetwork';
export { trainTrajectory } from './identification/trainTrajectory';
export {
  observedNetwork,
  trajectoryOf,
  type LayerTrajectory,
  type Trajectory,
} from './identification/trajectoryOf';
export {
  joinDatasets,
  networkKey,
  samplesOf,
  type RuleDataset,
  type SampleMeta,
} from './identification/RuleDataset';
export { readRuleDataset, writeRuleDataset } from './identification/datasetFile';
export { convertedArrays } from './identification/convertedArrays';
export { datasetCard, type CardFacts } from './identification/datasetCard';
export { collectRuns, collectTrajectories } from './identification/collectTrajectories';
export { nayebi2020 } from './identification/nayebi2020';
export { NetworkConfig, networkOf } from './networks/NetworkConfig';
export { layerPosition, observedLayers, type ObservedLayer } from './networks/observedLayers';
export { withEmbedding } from './networks/withEmbedding';
export { Cochleagram, cochleagram, filterCount, filterGains } from './tasks/cochleagram';
export { SpokenWords, spokenWords } from './tasks/spokenWords';
export { Contrastive, contrastiveLoss, contrastiveTask, viewStream } from './tasks/contrastiveTask';
export { ruleFeatures } from './identification/ruleFeatures';
export { balancedSplits, familySplits, type BalancedSplits } from './identification/balancedSplits';
export { candidatesOf, RuleClassifier, type Candidate } from './identification/RuleClassifier';
export { convMlp, type ConvMlpOptions } from './identification/convMlp';
export {
  classScores,
  identifyRules,
  type ClassScores,
  type Identification,
} from './identification/identifyRules';
export { ShiftedTemplates, shiftedTemplates, labelledStream, type Labelled } from './credit/shiftedTemplates';
export { DeepDense, deepDense } from './credit/deepDense';
export { labelTask } from './credit/labelTask';
export { ruleSettings, RuleSetting } from './credit/ruleSettings';
export { CreditConfig } from './credit/CreditConfig';
export { claims } from './claims';
export { headsTask, type Heads } from './tasks/headsTask';
export { matchedNetworks } from './identification/matchedNetworks';
export { alignmentNameMap } from './networks/alignmentNameMap';
export { models, type NamedModel } from './networks/models';
