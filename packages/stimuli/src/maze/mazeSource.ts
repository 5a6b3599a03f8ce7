import type { ImageSource } from '../ImageSource';
import { castRay, type Hit } from './castRay';
import { mazeFrames, type MazeFrame } from './mazeFrames';
import type { MazeImages } from './MazeImages';
import { textureNames } from './textures';

/** Bounds of the classes of distance, blocks: about the quartiles of long walks, so that all are seen as often. */
const BOUNDS = [0.7, 1.4, 2.4] as const;
const distances = ['below 0.7 blocks', '0.7 to 1.4 blocks', '1.4 to 2.4 blocks', '2.4 blocks and more'];

/** What an animal sees on its walks through mazes, as a source; images are rendered when they are asked for. */
export function mazeSource(config: MazeImages): ImageSource {
  const { frame } = mazeFrames(config);
  const { classes, labelOf } = labelling(config);
  return {
    name: 'maze',
    classes,
    labels: Int32Array.from({ length: config.images }, (_, index) => labelOf(frame(index))),
    pixels: { kind: 'maze', config },
  };
}

type Labelling = { readonly classes: readonly string[]; labelOf(frame: MazeFrame): number };

function labelling({ labels, mazes, firstMaze }: MazeImages): Labelling {
  switch (labels) {
    case 'distance':
      return {
        classes: distances,
        labelOf: (frame) => {
          const blocks = wallAhead(frame).distance / frame.maze.world.block;
          return BOUNDS.filter((bound) => bound <= blocks).length;
        },
      };
    case 'texture':
      return {
        classes: textureNames,
        labelOf: (frame) => textureNames.indexOf(frame.maze.walls[wallAhead(frame).look]!.name),
      };
    case 'maze':
      return {
        classes: Array.from({ length: mazes }, (_, index) => `maze ${firstMaze + index}`),
        labelOf: ({ maze }) => maze.number - firstMaze,
      };
  }
}

const wallAhead = ({ maze, pose }: MazeFrame): Hit =>
  castRay(maze, [pose.x, pose.y], [Math.cos(pose.heading), Math.sin(pose.heading)]);
