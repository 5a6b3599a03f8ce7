import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Column } from './tidyTable';

/**
 * A table as the bytes of a Parquet file: whole numbers as INT64, numbers as DOUBLE, text as UTF-8; what is not
 * there is null, what is not a number stays NaN.
 */
export function tableParquet(columns: readonly Column[]): Uint8Array {
  const columnData = columns.map(({ name, type, values }) => ({
    name,
    data: type === 'integer' ? values.map((value) => (value === null ? null : BigInt(value))) : [...values],
    type: types[type],
    nullable: true,
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

const types = { integer: 'INT64', number: 'DOUBLE', text: 'STRING', boolean: 'BOOLEAN' } as const;
