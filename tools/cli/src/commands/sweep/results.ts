import type { Io } from '../../Io';
export async function collect(_folder: string, _options: object, _io: Io): Promise<number> {
  throw new Error('later');
}
export async function report(_folder: string, _options: object, _io: Io): Promise<number> {
  throw new Error('later');
}
