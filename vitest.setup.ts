// Runs before each spec file. Files of a package share a process, so each must leave it as it was found.
import fc from 'fast-check';
import { afterAll, expect } from 'vitest';

// The same examples of every property each time: what fails, fails again. `npm run fuzz:properties` tries others.
fc.configureGlobal({ seed: 1 });

type Engine = { setBackend(name: string): Promise<boolean> };

// tfjs keeps its engine on the global object; the reference backend is what a process starts with. Not in a hook, which
// would come after the backend that a file chooses.
await (globalThis as { _tfengine?: Engine })._tfengine?.setBackend('cpu');

// Of the environment what is ours: LibTorch sets some of its own when it loads.
const surroundings = () => ({
  folder: process.cwd(),
  environment: Object.entries(process.env).filter(([name]) => name.startsWith('GOAL_DRIVEN_')),
});
const before = surroundings();

afterAll(() => expect(surroundings(), 'what a spec file leaves behind').toEqual(before));
