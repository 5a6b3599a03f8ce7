export { main } from './main';
export { createProgram } from './createProgram';
export { exitCodes } from './exitCodes';
export type { Io, Voice } from './Io';
