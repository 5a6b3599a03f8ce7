export { renderReport } from './renderReport';
export { writeReport } from './writeReport';
export { drawFigure, figureKinds } from './figureKinds';
export { figureCsv } from './figureCsv';
export { aggregateScores, isAlike, labelsOf, sharedLabels, type Aggregate } from './aggregateScores';
export { formatNumber } from './formatNumber';
export { colourMap } from './colourMap';
export type { ReportCell, ReportRun, ReportTable } from './ReportRun';
