import type { ImageSource } from '../ImageSource';
import { castRay } from './castRay';
import { mazeFrames, type MazeFrame } from './mazeFrames';
import type { MazeImages } from './MazeImages';
import { textureNames } from './textures';

/** What an animal sees on its walks through mazes, as a source; images are rendered when they are asked for. */
export function mazeSource(config: MazeImages): ImageSource {
  const { frame } = mazeFrames(config);
  const { labels, mazes, firstMaze, images } = config;
  return {
    name: 'maze',
    classes:
      labels === 'texture'
        ? textureNames
        : Array.from({ length: mazes }, (_, index) => `maze ${firstMaze + index}`),
    labels: Int32Array.from({ length: images }, (_, index) =>
      labels === 'texture' ? textureAhead(frame(index)) : frame(index).maze.number - firstMaze,
    ),
    pixels: { kind: 'maze', config },
  };
}

/** Index into `textureNames` of the wall that the animal looks at. */
function textureAhead({ maze, pose }: MazeFrame): number {
  const { look } = castRay(maze, [pose.x, pose.y], [Math.cos(pose.heading), Math.sin(pose.heading)]);
  return textureNames.indexOf(maze.walls[look]!.name);
}
