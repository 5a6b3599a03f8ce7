import { kindOf, type Between, type Category } from './Category';
import { joinParts, type Colour, type Part, type Point } from './Mesh';
import { ellipsoid, patch, tube } from './solids';

type FaceKind = {
  readonly skin: Colour;
  readonly hair: Colour;
  readonly style: 'short' | 'long' | 'bald' | 'bun' | 'curly' | 'bob';
  readonly jaw: number;
  readonly length: number;
  readonly beard?: boolean;
};

const kinds: readonly FaceKind[] = [
  { skin: [0.93, 0.74, 0.62], hair: [0.25, 0.15, 0.08], style: 'short', jaw: 0.85, length: 1 },
  { skin: [0.55, 0.36, 0.25], hair: [0.06, 0.05, 0.05], style: 'long', jaw: 0.68, length: 1 },
  { skin: [0.9, 0.7, 0.57], hair: [0.75, 0.58, 0.28], style: 'bob', jaw: 0.7, length: 0.96 },
  { skin: [0.86, 0.64, 0.5], hair: [0.3, 0.28, 0.27], style: 'bald', jaw: 0.9, length: 1.05, beard: true },
  { skin: [0.4, 0.26, 0.18], hair: [0.05, 0.04, 0.04], style: 'curly', jaw: 0.82, length: 1 },
  { skin: [0.92, 0.75, 0.6], hair: [0.08, 0.07, 0.08], style: 'bun', jaw: 0.66, length: 0.98 },
  { skin: [0.8, 0.58, 0.43], hair: [0.12, 0.08, 0.06], style: 'short', jaw: 0.95, length: 0.94, beard: true },
  { skin: [0.95, 0.78, 0.68], hair: [0.55, 0.2, 0.08], style: 'long', jaw: 0.72, length: 1.05 },
];

/** Heads that look towards +z. */
export const face: Category = {
  canonical: { yaw: 15, pitch: 0 },
  build(index, between) {
    const kind = kindOf(kinds, index);
    const head: Head = {
      width: 0.76 * between(0.95, 1.05),
      height: kind.length * between(0.97, 1.03),
      jaw: kind.jaw * between(0.94, 1.06),
      nose: between(0.85, 1.15),
      eyes: between(0.31, 0.35),
      mouth: between(0.24, 0.32),
    };
    return joinParts([
      skull(kind, head),
      ...eyes(kind, head, between),
      ...noseAndMouth(kind, head),
      ...ears(kind, head),
      ...hair(kind, head),
      neck(kind),
    ]);
  },
};

type Head = { width: number; height: number; jaw: number; nose: number; eyes: number; mouth: number };

/** A point of the skin: `turn` from straight ahead, `tilt` up, radians. */
function skin({ width, height, jaw }: Head, turn: number, tilt: number): Point {
  const y = Math.sin(tilt);
  const level = Math.cos(tilt);
  const low = Math.max(0, -y);
  const narrow = 1 - (1 - jaw) * low ** 1.2;
  const ahead = Math.cos(turn) * level;
  const x = width * Math.sin(turn) * level * narrow;
  // The face is flatter than the back of the head, and the chin comes forward.
  const z = ahead > 0 ? ahead * 0.84 * (1 + 0.08 * low) : ahead * 0.95;
  const socket =
    0.07 * Math.exp(-(((Math.abs(x) - 0.33) / 0.15) ** 2) - ((y - 0.1) / 0.12) ** 2) * (ahead > 0 ? 1 : 0);
  const cheek =
    0.04 * Math.exp(-(((Math.abs(x) - 0.4) / 0.16) ** 2) - ((y + 0.22) / 0.16) ** 2) * (ahead > 0 ? 1 : 0);
  return [x, height * y * (y < 0 ? 1.08 : 1), z - socket + cheek];
}

function skull(kind: FaceKind, head: Head): Part {
  const paint = ([x, y, z]: Point): Colour => {
    const bearded = kind.beard === true && z > -0.1 && y < -0.3 && !(Math.abs(x) < 0.2 && y > -0.34);
    if (bearded) return kind.hair;
    const blush = z > 0 ? 0.06 * Math.exp(-(((Math.abs(x) - 0.4) / 0.18) ** 2) - ((y + 0.2) / 0.18) ** 2) : 0;
    return [kind.skin[0], kind.skin[1] - blush, kind.skin[2] - blush];
  };
  return patch(
    (u, v) => skin(head, 2 * Math.PI * u, Math.PI * (0.5 - v)),
    { paint, gloss: 0.2 },
    { columns: 44, rows: 36 },
  );
}

function eyes(kind: FaceKind, head: Head, between: Between): Part[] {
  const iris: Colour = between(0, 1) > 0.5 ? [0.25, 0.15, 0.08] : [0.2, 0.4, 0.5];
  return [-1, 1].flatMap((side) => {
    const surface = skin(head, side * Math.asin(Math.min(1, head.eyes / head.width)), 0.1);
    const at = (dx: number, dy: number, dz: number): Point => [
      surface[0] + side * dx,
      surface[1] + dy,
      surface[2] + dz,
    ];
    const brow = (t: number): Point => {
      const [x, y] = [head.eyes + 0.32 * (t - 0.5), 0.29 + 0.04 * Math.sin(Math.PI * t)];
      const point = skin(
        head,
        side * Math.asin(Math.min(1, x / head.width)),
        Math.asin(Math.min(1, y / head.height)),
      );
      return [side * x, y, point[2] + 0.03];
    };
    return [
      ellipsoid(at(0, 0, -0.01), [0.145, 0.085, 0.09], { paint: [0.97, 0.97, 0.95], gloss: 0.7 }, 1.1),
      ellipsoid(at(-0.005, 0, 0.055), [0.065, 0.068, 0.035], { paint: iris, gloss: 0.8 }, 0.8),
      ellipsoid(at(-0.005, 0, 0.075), [0.033, 0.035, 0.025], { paint: [0.02, 0.02, 0.02], gloss: 1 }, 0.6),
      ellipsoid(
        at(0, 0.07, 0.01),
        [0.165, 0.05, 0.085],
        { paint: [kind.skin[0] * 0.8, kind.skin[1] * 0.76, kind.skin[2] * 0.74] },
        0.9,
      ),
      tube(
        [brow(0), brow(0.5), brow(1)],
        [0.035, 0.04, 0.02],
        { paint: [kind.hair[0] * 0.8, kind.hair[1] * 0.8, kind.hair[2] * 0.8] },
        6,
      ),
    ];
  });
}

function noseAndMouth(kind: FaceKind, head: Head): Part[] {
  const shade: Colour = [kind.skin[0] * 0.96, kind.skin[1] * 0.9, kind.skin[2] * 0.88];
  const front = (y: number): number => skin(head, 0, Math.asin(y))[2];
  const lips: Colour = [Math.min(1, kind.skin[0] * 0.85 + 0.05), kind.skin[1] * 0.5, kind.skin[2] * 0.5];
  const lip = (t: number, y: number): Point => {
    const x = head.mouth * (2 * t - 1);
    return [x, y + 0.05 * (2 * t - 1) ** 2, skin(head, Math.asin(x / head.width), Math.asin(y))[2] + 0.015];
  };
  const line = (y: number) => [0, 0.25, 0.5, 0.75, 1].map((t) => lip(t, y));
  return [
    tube(
      [
        [0, 0.2, front(0.2) - 0.02],
        [0, 0, front(0) + 0.07],
        [0, -0.2, front(-0.2) + 0.13 * head.nose],
      ],
      [0.055, 0.065, 0.09],
      { paint: kind.skin, gloss: 0.25 },
      10,
    ),
    ...[-1, 1].map((side) =>
      ellipsoid(
        [side * 0.085, -0.24, front(-0.24) + 0.05],
        [0.062, 0.055, 0.075],
        { paint: shade, gloss: 0.2 },
        0.8,
      ),
    ),
    ...[-1, 1].map((side) =>
      ellipsoid(
        [side * 0.05, -0.275, front(-0.27) + 0.09],
        [0.026, 0.018, 0.03],
        { paint: [0.15, 0.07, 0.05] },
        0.5,
      ),
    ),
    tube(line(-0.475), [0.012, 0.036, 0.03, 0.036, 0.012], { paint: lips, gloss: 0.4 }, 8),
    tube(line(-0.535), [0.01, 0.036, 0.045, 0.036, 0.01], { paint: lips, gloss: 0.4 }, 8),
    tube(
      line(-0.505),
      [0.016, 0.016, 0.016, 0.016, 0.016],
      { paint: [lips[0] * 0.35, lips[1] * 0.3, lips[2] * 0.3] },
      6,
    ),
  ];
}

const ears = (kind: FaceKind, head: Head): Part[] =>
  [-1, 1].map((side) =>
    ellipsoid(
      [side * head.width * 0.99, 0.02, -0.06],
      [0.07, 0.2, 0.12],
      { paint: [kind.skin[0] * 0.95, kind.skin[1] * 0.86, kind.skin[2] * 0.84] },
      1,
    ),
  );

const neck = (kind: FaceKind): Part =>
  tube(
    [
      [0, -0.55, -0.12],
      [0, -1, -0.14],
      [0, -1.35, -0.12],
    ],
    [0.4, 0.36, 0.44],
    { paint: [kind.skin[0] * 0.93, kind.skin[1] * 0.88, kind.skin[2] * 0.86] },
    14,
  );

/** A cap over the skull down to a hairline, and what hangs or sits on it. */
function hair({ hair: colour, style }: FaceKind, head: Head): Part[] {
  if (style === 'bald') return [];
  const thick = style === 'curly' ? 1.18 : 1.07;
  const paint = ([x, y, z]: Point): Colour => {
    const strand = 1 + 0.22 * Math.sin(style === 'curly' ? 21 * x + 17 * y + 19 * z : 26 * x + 7 * z);
    return [colour[0] * strand, colour[1] * strand, colour[2] * strand];
  };
  const hairline = (turn: number): number => {
    const ahead = Math.cos(turn);
    return ahead > 0 ? -0.25 + 0.95 * ahead ** 0.6 : -0.25 - 0.5 * -ahead;
  };
  const cap = patch(
    (u, v) => {
      const turn = 2 * Math.PI * u;
      const tilt = Math.PI / 2 - v * (Math.PI / 2 - hairline(turn));
      const [x, y, z] = skin(head, turn, tilt);
      const curl = style === 'curly' ? 1 + 0.05 * Math.sin(14 * turn) * Math.sin(13 * tilt) : 1;
      const lift = thick * curl;
      return [x * lift, y * lift + 0.02, z * lift - 0.01];
    },
    { paint, gloss: 0.35 },
    { columns: 40, rows: 14 },
  );
  const fall = style === 'long' ? -1.25 : -0.55;
  const sides = [-1, 1].map((side) =>
    tube(
      [
        [side * 0.62, 0.5, 0.02],
        [side * 0.84, 0, -0.08],
        [side * 0.84, -0.5, -0.08],
        [side * 0.74, fall, -0.05],
      ],
      [0.2, 0.22, 0.22, 0.14],
      { paint, gloss: 0.35 },
      10,
    ),
  );
  const back = ellipsoid(
    [0, (fall + 0.4) / 2, -0.5],
    [0.8, (0.9 - fall) / 2, 0.42],
    { paint, gloss: 0.35 },
    1.4,
  );
  if (style === 'long' || style === 'bob') return [cap, ...sides, back];
  if (style === 'bun')
    return [cap, ellipsoid([0, 1.08, -0.35], [0.33, 0.3, 0.33], { paint, gloss: 0.35 }, 1.2)];
  return [cap];
}
