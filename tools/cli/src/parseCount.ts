import { InvalidArgumentError } from 'commander';

/** A whole number of at least 1, below ten million. @throws InvalidArgumentError for anything else */
export function parseCount(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text))
    throw new InvalidArgumentError('it must be a whole number of at least 1.');
  return Number(text);
}
