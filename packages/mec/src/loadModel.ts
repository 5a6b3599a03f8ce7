import { EnvironmentError } from '@goal-driven/core';
import { readModel, type TrainedModel } from './modelFile';

/**
 * The network of a model file, read from disk for `file:`, else fetched. The caller owns its tensors.
 *
 * @throws EnvironmentError when the file cannot be had, DataError when it is not a model
 */
export async function loadModel(source: URL | string): Promise<TrainedModel> {
  const address = new URL(source);
  return readModel(await bytesOf(address), address.href.split('/').at(-1));
}

async function bytesOf(address: URL): Promise<Uint8Array> {
  try {
    if (address.protocol === 'file:') {
      const { readFile } = await import('node:fs/promises'); // a browser never comes here
      return new Uint8Array(await readFile(address));
    }
    const response = await fetch(address);
    if (!response.ok) throw new Error(`status ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw new EnvironmentError(
      `loadModel: ${address.href} must be a file to be had, got: ${(error as Error).message}`,
      { cause: error },
    );
  }
}
