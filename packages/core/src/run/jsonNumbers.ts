import { z } from 'zod';
import type { Json } from '../DataStream';

// JSON has no NaN and no infinities. In every file of a run NaN is `null` and the infinities are the
// strings "Infinity" and "-Infinity".

/** JSON text of a value with the numbers that JSON lacks. */
export const toJson = (value: unknown, indent?: number): string =>
  JSON.stringify(
    value,
    (_key, item: unknown) => (item === Infinity || item === -Infinity ? String(item) : item),
    indent,
  );

/** A number as these files hold it. */
export const JsonNumber = z.union([
  z.number(),
  z.null().transform(() => NaN),
  z.literal('Infinity').transform(() => Infinity),
  z.literal('-Infinity').transform(() => -Infinity),
]);

/** Any JSON. */
export const JsonValue: z.ZodType<Json> = z.json();
