// The program whose memory memory.spec.ts looks at: each reader meets damaged files and bombs.
import { deflateSync } from 'node:zlib';
import {
  maskedCrc32c,
  readNpy,
  readNpz,
  readSafetensors,
  writeNpy,
  writeSafetensors,
} from '@goal-driven/core/arrays';
import { zipSync } from 'fflate';
import { tellGrowths, type HostileFile } from '../../../memory.shared.ts';
import hdf5 from '../goldens/hdf5.json';
import mat5 from '../goldens/mat5.json';
import mat73 from '../goldens/mat73.json';
import netcdf from '../goldens/netcdf.json';
import nwb from '../goldens/nwb.json';
import keras from '../goldens/readKerasWeights.json';
import parquet from '../goldens/readParquet.json';
import torch from '../goldens/readTorch.json';
import { readCsv } from './data/csv/readCsv';
import { openHdf5 } from './data/hdf5/openHdf5';
import { readMat5 } from './data/mat/readMat5';
import { readMat73 } from './data/mat/readMat73';
import { openNetcdf } from './data/netcdf/openNetcdf';
import { openNwb } from './data/nwb/openNwb';
import { parquetBombs } from './data/parquet/parquetBombs.fixture';
import { readParquet } from './data/parquet/readParquet';
import { tfRecords } from './data/tfrecord/tfRecords';
import { openZarr } from './data/zarr/openZarr';
import { bundleBombs } from './weights/bundleBombs.fixture';
import { readKerasWeights } from './weights/readKerasWeights';
import { readTorch } from './weights/readTorch';

const maxBytes = 2 ** 20;
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
const array = { values: new Float64Array(64), shape: [64] };
/** 64 MiB of zeros, packed to 64 kB. */
const ZEROS = 2 ** 26;

async function readHdf5(file: Uint8Array): Promise<void> {
  const opened = await openHdf5(file, { maxBytes });
  for (const { kind, path } of opened.list()) if (kind === 'dataset') opened.read(path);
  opened.close();
}

async function readNetcdf(file: Uint8Array): Promise<void> {
  const opened = await openNetcdf(file, { maxBytes });
  for (const { path } of opened.variables) opened.read(path);
  opened.close();
}

function record(length: bigint, data: Uint8Array): Uint8Array {
  const head = Buffer.alloc(12);
  head.writeBigUInt64LE(length);
  head.writeUInt32LE(maskedCrc32c(head.subarray(0, 8)), 8);
  return new Uint8Array(Buffer.concat([head, data]));
}

/** A MAT file of version 5 with one compressed element of zeros. */
function matBomb(): Uint8Array {
  const head = Buffer.alloc(128);
  head.writeUInt16LE(0x100, 124);
  head.write('IM', 126);
  const packed = deflateSync(
    Buffer.concat([Buffer.from(Uint32Array.of(14, ZEROS).buffer), Buffer.alloc(ZEROS)]),
  );
  return new Uint8Array(Buffer.concat([head, Buffer.from(Uint32Array.of(15, packed.length).buffer), packed]));
}

const chunkBomb = new Uint8Array(deflateSync(Buffer.alloc(ZEROS)));
const zarray = {
  zarr_format: 2,
  shape: [4],
  chunks: [4],
  dtype: '<f8',
  order: 'C',
  filters: null,
  fill_value: 0,
};

function readZarr(file: Uint8Array): Promise<unknown> {
  const metadata = Buffer.from(JSON.stringify({ ...zarray, compressor: { id: 'zlib', level: 1 } }));
  const files = new Map<string, Uint8Array>([
    ['.zarray', metadata],
    ['0', file],
  ]);
  return openZarr(
    { get: (key) => Promise.resolve(files.get(key)), nodes: () => Promise.resolve(['.zarray']) },
    { maxBytes },
  ).read('/');
}

const header = (text: string, more = 0) =>
  new Uint8Array(
    Buffer.concat([
      Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, text.length, 0]),
      Buffer.from(text),
      Buffer.alloc(more),
    ]),
  );
const safetensorsHead = (text: string) => {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return new Uint8Array(Buffer.concat([length, Buffer.from(text)]));
};

const firstFile = (files: object): Uint8Array => bytesOf(Object.values(files)[0] as string);

/** Files that claim more than they have. */
const bombs: HostileFile[] = [
  {
    name: 'NPZ',
    file: zipSync({ 'a.npy': [writeNpy({ values: new Uint8Array(ZEROS), shape: [ZEROS] }), { level: 9 }] }),
    read: (file) => readNpz(file, { maxBytes }),
  },
  {
    name: 'PyTorch',
    file: zipSync({ 'a/data.pkl': [new Uint8Array(ZEROS), { level: 9 }] }),
    read: (file) => readTorch(file),
  },
  { name: 'MAT 5', file: matBomb(), read: (file) => readMat5(file, { maxBytes }) },
  { name: 'Zarr', file: chunkBomb, read: readZarr },
  {
    name: 'NPY, a shape beyond memory',
    file: header("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999,), }"),
    read: (file) => readNpy(file),
  },
  {
    name: 'safetensors, a shape beyond memory',
    file: safetensorsHead('{"a":{"dtype":"F64","shape":[1099511627776],"data_offsets":[0,8796093022208]}}'),
    read: (file) => readSafetensors(file),
  },
  {
    name: 'safetensors, a header beyond memory',
    file: new Uint8Array(8).fill(0x7f),
    read: (file) => readSafetensors(file),
  },
  {
    name: 'TFRecord, a length beyond memory',
    file: record(2n ** 62n, new Uint8Array(64)),
    read: (file) => [...tfRecords(file)],
  },
];

/** Whole files, to be damaged. */
const whole: HostileFile[] = [
  { name: 'HDF5', file: bytesOf(hdf5.everything), read: readHdf5 },
  { name: 'NetCDF', file: bytesOf(netcdf.file), read: readNetcdf },
  {
    name: 'NWB',
    file: bytesOf(nwb.session),
    read: async (file) => (await openNwb(file, { maxBytes })).close(),
  },
  { name: 'MAT 7.3', file: bytesOf(mat73.whole), read: (file) => readMat73(file, { maxBytes }) },
  { name: 'MAT 5', file: bytesOf(mat5.files[0]!.mat), read: (file) => readMat5(file, { maxBytes }) },
  { name: 'Keras', file: firstFile(keras.files), read: (file) => readKerasWeights(file) },
  { name: 'Parquet', file: firstFile(parquet.files), read: (file) => readParquet(file, { maxBytes }) },
  { name: 'PyTorch', file: bytesOf(torch.cases[0]!.file), read: (file) => readTorch(file) },
  { name: 'CSV', file: new Uint8Array(Buffer.from('a,b\n1,2\n"3",4\n')), read: (file) => readCsv(file) },
  { name: 'NPZ', file: zipSync({ 'a.npy': writeNpy(array) }), read: (file) => readNpz(file, { maxBytes }) },
  { name: 'NPY', file: writeNpy(array), read: (file) => readNpy(file) },
  { name: 'safetensors', file: writeSafetensors({ array }), read: (file) => readSafetensors(file) },
];

await tellGrowths([...bombs, ...bundleBombs, ...parquetBombs], whole);
