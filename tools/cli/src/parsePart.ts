import type { Part } from '@goal-driven/core';
import { InvalidArgumentError } from 'commander';

/**
 * The part that `2/3` names, counted from 0: index 1 of 3.
 *
 * @throws InvalidArgumentError where it is none
 */
export function parsePart(text: string): Part {
  const [index, count] = (/^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? []).slice(1).map(Number);
  if (index === undefined || count === undefined || index > count)
    throw new InvalidArgumentError('a part is such as 1/2, the first of two.');
  return { index: index - 1, count };
}
