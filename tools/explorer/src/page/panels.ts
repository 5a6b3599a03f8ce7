import type { Panel } from './Panel';

/** The panels, in the order of the navigation. */
export const panels: readonly Panel[] = [
  {
    id: 'mec',
    title: 'Path integration',
    lead: 'A trained network of medial entorhinal cortex is told only how a rat moves, and says where the rat is. Draw a path, then silence units and see what it loses.',
    load: async () => (await import('./mec/openMec')).openMec,
  },
  {
    id: 'ventral',
    title: 'Ventral stream',
    lead: 'An image passes through a recurrent convolutional network in steps of 10 ms, and every layer is shown as it changes. Cut the arrow from IT back to V4 and see what later steps lose.',
    load: async () => (await import('./ventral/openVentral')).openVentral,
  },
  {
    id: 'mouse',
    title: 'Mouse visual cortex',
    lead: 'The same image goes through a shallow and a deep network, as fine or as coarse as you like, down to what a mouse resolves. Lower the resolution and watch which of its neighbours stay.',
    load: async () => (await import('./mouse/openMouse')).openMouse,
  },
  {
    id: 'maze',
    title: 'Maze',
    lead: 'A maze from the eye of a small animal, and what a policy that learned from reward alone would do there. Find the two blue targets with the arrow keys, then let the policy.',
    load: async () => (await import('./maze/openMaze')).openMaze,
  },
  {
    id: 'rules',
    title: 'Learning rules',
    lead: 'A small network trains in this page under a rule of your choice, beside backpropagation on the same batches. Watch the angle between the two updates, and what a classifier that sees no errors takes the rule for.',
    load: async () => (await import('./rules/openRules')).openRules,
  },
  {
    id: 'results',
    title: 'Results',
    lead: 'Every run, or network that a run measured, as a point: how well it does its task against how well it predicts what was recorded, or any score against any other. Colour by architecture, data, task or learning rule, draw a box around what stands out, and select two to see what differs between them.',
    load: async () => (await import('./results/openResults')).openResults,
  },
];
