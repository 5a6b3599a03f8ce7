import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { imageBatchFields } from './imageBatchFields';

const Data = z.strictObject(imageBatchFields(32));

describe('imageBatchFields', () => {
  it('leaves threads to the stream where nothing is said', () => {
    expect(Data.parse({})).toEqual({ batchSize: 32, testBatchSize: 100 });
    expect(Data.parse({ batchSize: 8, threads: 0 })).toMatchObject({ batchSize: 8, threads: 0 });
  });

  it.each([{ batchSize: 0 }, { threads: 65 }, { workers: 1 }])('refuses %j', (data) => {
    expect(Data.safeParse(data).success).toBe(false);
  });
});
