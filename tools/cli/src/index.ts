export { main } from './main';
export { createProgram } from './program';
export { exitCodes } from './exitCodes';
export type { Io, Voice } from './Io';
