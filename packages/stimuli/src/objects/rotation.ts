/** Turns about the vertical (`yaw`), then towards the viewer (`pitch`), then in the image plane (`roll`); degrees. */
export type Turn = { readonly yaw: number; readonly pitch: number; readonly roll: number };

/** A rotation matrix [3, 3], row-major. */
export type Rotation = readonly number[];

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** `roll` counter-clockwise as seen, `pitch` shows the top, `yaw` brings what is left to the front. */
export function rotationOf({ yaw, pitch, roll }: Turn): Rotation {
  const [cy, sy] = [Math.cos(radians(yaw)), Math.sin(radians(yaw))];
  const [cp, sp] = [Math.cos(radians(pitch)), Math.sin(radians(pitch))];
  const [cr, sr] = [Math.cos(radians(roll)), Math.sin(radians(roll))];
  const aboutVertical = [cy, 0, sy, 0, 1, 0, -sy, 0, cy];
  const towardsViewer = [1, 0, 0, 0, cp, -sp, 0, sp, cp];
  const inPlane = [cr, -sr, 0, sr, cr, 0, 0, 0, 1];
  return compose(inPlane, compose(towardsViewer, aboutVertical));
}

/** First `second`, then `first`. */
export const compose = (first: Rotation, second: Rotation): Rotation =>
  Array.from({ length: 9 }, (_, at) => {
    const [row, column] = [Math.floor(at / 3) * 3, at % 3];
    return (
      first[row]! * second[column]! +
      first[row + 1]! * second[column + 3]! +
      first[row + 2]! * second[column + 6]!
    );
  });
