export { serveExplorer, type ServedExplorer, type ServeExplorerOptions } from './server/serveExplorer';
export { siteFolder } from './siteFolder';
export {
  RUNS_FORMAT,
  type ClaimOfRun,
  type NumberColumn,
  type RunsFile,
  type TextColumn,
} from './runs/RunsFile';
export { readRunsFile } from './server/readRunsFile';
