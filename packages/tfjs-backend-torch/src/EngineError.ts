/** What a user of the package can cause or has to mend: `who: what must hold, got what came`. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}
