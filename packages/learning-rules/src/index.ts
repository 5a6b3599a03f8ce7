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
