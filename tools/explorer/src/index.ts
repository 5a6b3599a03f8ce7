export { siteFolder } from './siteFolder';
