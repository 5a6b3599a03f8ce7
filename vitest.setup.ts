// Runs before each spec file. Files of a package share a process, so each must leave it as it was found.
import { afterAll, beforeAll, expect } from 'vitest';

type Engine = { readonly backendName: string | null; setBackend(name: string): Promise<boolean> };

// Of the environment what is ours: LibTorch sets some of its own when it loads.
const surroundings = () => ({
  folder: process.cwd(),
  environment: Object.entries(process.env).filter(([name]) => name.startsWith('GOAL_DRIVEN_')),
});
const before = surroundings();

// tfjs keeps its engine on the global object; the reference backend is what a process starts with.
beforeAll(async () => {
  const { _tfengine: engine } = globalThis as { _tfengine?: Engine };
  if (engine !== undefined) await engine.setBackend('cpu');
});

afterAll(() => expect(surroundings(), 'what a spec file leaves behind').toEqual(before));
