import { basename } from 'node:path';
import { readConfigFile } from '@goal-driven/core';
import type { Graph } from '../graph/Graph';
import { importPublishedGraph, type PublishedImport } from './importPublishedGraph';

/**
 * Reads a graph file of the published networks, of at most 1 MB. Only in Node.
 *
 * @param name name of the model; that of the file without its ending where left out
 * @throws DataError as `importPublishedGraph`, or where the file is not JSON; EnvironmentError where it cannot be read
 */
export const readPublishedGraph = async (
  path: string,
  { name = basename(path, '.json'), asWritten = false }: Partial<PublishedImport> = {},
): Promise<Graph> => importPublishedGraph(await readConfigFile(path), { name, asWritten });
