/** Mebibytes; the default of 16 collects a training's short-lived objects two to three times as often. */
const SEMI_SPACE = 32;

/**
 * Flags for Node in a process that shares its machine's cores with others like it. V8 compiles and collects garbage in
 * threads beside the main one: alone on two cores a trial gets that done by the idle core, two trials at once take it
 * from each other. With one thread (`OMP_NUM_THREADS`, which whoever shares out the cores sets) garbage is therefore
 * collected by the main thread itself, and less often.
 *
 * @returns none where the process may use several cores, or where nobody has said how many
 */
export const helperFlags = (env: NodeJS.ProcessEnv): readonly string[] =>
  env['OMP_NUM_THREADS'] === '1' ? ['--single-threaded-gc', `--max-semi-space-size=${SEMI_SPACE}`] : [];
