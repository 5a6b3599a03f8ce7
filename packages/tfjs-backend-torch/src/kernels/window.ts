import type { backend_util } from '@tensorflow/tfjs-core';

type Info2D = backend_util.Conv2DInfo;
type Info3D = backend_util.Conv3DInfo;

/** Strides, padding before and after, and dilations per spatial axis, as the addon takes them. */
export type WindowArguments = readonly [number[], number[], number[]];

type Axis = {
  readonly length: number;
  readonly out: number;
  readonly effective: number;
  readonly stride: number;
  readonly before: number;
};

/**
 * How much is padded after an axis: the same as before where LibTorch then gives the output's length, so
 * that it pads by itself; else just what the last window needs.
 */
function after({ length, out, effective, stride, before }: Axis): number {
  const even = Math.floor((length + 2 * before - effective) / stride) + 1;
  return even === out ? before : Math.max(0, (out - 1) * stride + effective - length - before);
}

const argumentsOf = (axes: readonly Axis[], dilations: number[]): WindowArguments => [
  axes.map(({ stride }) => stride),
  [...axes.map(({ before }) => before), ...axes.map(after)],
  dilations,
];

/** The window over the two spatial axes of an image. */
export function window2d(info: Info2D): WindowArguments {
  const rows: Axis = {
    length: info.inHeight,
    out: info.outHeight,
    effective: info.effectiveFilterHeight,
    stride: info.strideHeight,
    before: info.padInfo.top,
  };
  const columns: Axis = {
    length: info.inWidth,
    out: info.outWidth,
    effective: info.effectiveFilterWidth,
    stride: info.strideWidth,
    before: info.padInfo.left,
  };
  return argumentsOf([rows, columns], [info.dilationHeight, info.dilationWidth]);
}

/** The window over the three spatial axes of a volume. */
export function window3d(info: Info3D): WindowArguments {
  const depth: Axis = {
    length: info.inDepth,
    out: info.outDepth,
    effective: info.effectiveFilterDepth,
    stride: info.strideDepth,
    before: info.padInfo.front,
  };
  const plane = {
    rows: {
      length: info.inHeight,
      out: info.outHeight,
      effective: info.effectiveFilterHeight,
      stride: info.strideHeight,
      before: info.padInfo.top,
    },
    columns: {
      length: info.inWidth,
      out: info.outWidth,
      effective: info.effectiveFilterWidth,
      stride: info.strideWidth,
      before: info.padInfo.left,
    },
  };
  return argumentsOf(
    [depth, plane.rows, plane.columns],
    [info.dilationDepth, info.dilationHeight, info.dilationWidth],
  );
}
