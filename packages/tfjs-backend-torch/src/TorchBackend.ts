import type { BackendValues, DataStorage, DataType, KernelBackend, TensorInfo } from '@tensorflow/tfjs-core';
import { dtypes, type Addon, type Handle, type NativeArgument } from './Addon';
import { EngineError } from './EngineError';
import type { Held, TorchData } from './TorchData';
import { roomFor, typedOrStrings, typedValues } from './typedValues';
import { tf } from './tf';

/** What a kernel hands to the addon: tensors by their infos, the rest as it is. */
export type KernelArgument = TensorInfo | readonly TensorInfo[] | NativeArgument;

const bytesPer: Record<DataType, number> = { float32: 4, int32: 4, bool: 1, complex64: 8, string: 0 };

const isInfo = (value: KernelArgument): value is TensorInfo => typeof value === 'object' && 'dataId' in value;
const isInfos = (value: KernelArgument): value is readonly TensorInfo[] =>
  Array.isArray(value) && typeof value[0] === 'object';

/** How many backends of this thread have not been disposed. */
let instances = 0;

/**
 * tfjs's view of LibTorch. Values are uploaded at their first use; what is disposed is freed at once, and
 * what is forgotten when JavaScript collects it.
 */
export class TorchBackend implements KernelBackend {
  private readonly data: DataStorage<TorchData>;
  /** Frees what nobody disposed. */
  private readonly forgotten: FinalizationRegistry<TorchData>;
  private heldBytes = 0;
  private toldBytes = 0;
  private removed = false;

  constructor(readonly addon: Addon) {
    instances += 1;
    this.data = new tf.DataStorage<TorchData>(this, tf.engine());
    this.forgotten = new FinalizationRegistry((entry) => {
      this.free(entry);
      if (this.toldBytes - this.heldBytes > 2 ** 27) this.tell();
    });
  }

  /** Runs an operation with one result. */
  run(operation: string, ...args: readonly KernelArgument[]): TensorInfo {
    return this.take(this.call(operation, args) as Handle, 0).info;
  }

  /** Runs an operation with several results. */
  runMany(operation: string, ...args: readonly KernelArgument[]): TensorInfo[] {
    const handles = this.call(operation, args) as readonly Handle[];
    let offset = 0;
    return handles.map((handle) => {
      const { info, next } = this.take(handle, offset);
      offset = next;
      return info;
    });
  }

  /** Runs a function of the addon that gives no tensor. */
  ask(operation: string, ...args: readonly NativeArgument[]): unknown {
    return this.native(operation)(...args);
  }

  /** The handle of a tensor, uploaded or added up now if it was not yet. */
  handleOf({ dataId }: TensorInfo): Handle {
    const entry = this.entryOf(dataId);
    if (entry.handle !== undefined) return entry.handle;
    if (entry.dtype === 'string') {
      throw new EngineError('torch: a tensor must be of numbers for this operation, got strings');
    }
    if (entry.pending !== undefined) {
      const { compute, holds } = entry.pending;
      entry.handle = compute();
      entry.pending = undefined;
      this.letGo(holds);
      return entry.handle;
    }
    const values = typedValues(entry.values!, entry.dtype);
    entry.handle = this.native('upload')(values, entry.dtype, entry.shape) as Handle;
    entry.values = undefined;
    return entry.handle;
  }

  /** @throws EngineError for a tensor that was disposed, or any tensor once the backend was removed */
  entryOf(dataId: object): TorchData {
    if (this.removed)
      throw new EngineError('torch: the backend must be registered, got one that was removed');
    const entry = this.data.has(dataId) ? this.data.get(dataId) : this.fetched(dataId);
    if (entry === undefined) throw new EngineError('torch: a tensor must be live, got one that was disposed');
    return entry;
  }

  /** A tensor whose values come later: a handle, or products to be added up. */
  own(
    shape: readonly number[],
    dtype: DataType,
    content: Partial<Pick<TorchData, 'values' | 'handle' | 'pending'>>,
  ): TensorInfo {
    const dataId = {};
    this.store(dataId, { shape, dtype, refCount: 1, ...empty, ...content });
    return { dataId, shape: shape as number[], dtype };
  }

  /** Another info on the same data, as tfjs's identity is. */
  share(info: TensorInfo, shape = info.shape): TensorInfo {
    this.incRef(info.dataId);
    return { dataId: info.dataId, shape, dtype: info.dtype };
  }

  /** Keeps a tensor beside the result of an operation, for its gradient; the two are freed together. */
  attach(info: TensorInfo, companion: TensorInfo, of: string): void {
    this.entryOf(info.dataId).companion = { handle: this.handleOf(companion), of };
    this.entryOf(companion.dataId).handle = undefined;
    this.disposeData(companion.dataId, true);
  }

  /** What this operation kept beside its result, whose data tensors of other operations may share. */
  companionOf({ dataId }: TensorInfo, of: string): Handle | undefined {
    const { companion } = this.entryOf(dataId);
    return companion?.of === of ? companion.handle : undefined;
  }

  /** Whether each is the only tensor on its data, so that nobody would see its memory being written. */
  areAlone(...infos: readonly TensorInfo[]): boolean {
    return infos.every(({ dataId }) => this.entryOf(dataId).refCount === 1);
  }

  /** A handle of our own on a tensor, which outlives the tensor's disposal. */
  hold(info: TensorInfo): Held {
    return { handle: this.native('alias')(this.handleOf(info)) as Handle, holders: 1 };
  }

  /** A number that JavaScript still holds goes to an operation as it is; other tensors by their handles. */
  operand(info: TensorInfo): KernelArgument {
    if (info.shape.length > 0 || info.dtype === 'complex64' || info.dtype === 'string') return info;
    const { values, dtype } = this.entryOf(info.dataId);
    return values === undefined ? info : typedValues(values, dtype);
  }

  write(values: BackendValues, shape: number[], dtype: DataType): object {
    return this.own(shape, dtype, { values }).dataId;
  }

  move(
    ...[dataId, values, shape, dtype, refCount]: [object, BackendValues, number[], DataType, number]
  ): void {
    this.store(dataId, { shape, dtype, refCount, ...empty, values });
  }

  readSync(dataId: object): BackendValues {
    const entry = this.entryOf(dataId);
    if (entry.values !== undefined) return typedOrStrings(entry.values, entry.dtype);
    const values = roomFor(entry);
    this.native('read')(this.handleOf({ dataId, shape: [], dtype: entry.dtype }), values);
    return values;
  }

  async read(dataId: object): Promise<BackendValues> {
    const entry = this.entryOf(dataId);
    if (entry.values !== undefined || this.ask('device') === 'cpu') return this.readSync(dataId);
    const handle = this.handleOf({ dataId, shape: [], dtype: entry.dtype });
    return (await this.native('readAsync')(handle, roomFor(entry))) as BackendValues;
  }

  disposeData(dataId: object, force = false): boolean {
    if (!this.data.has(dataId)) return true;
    const entry = this.data.get(dataId);
    entry.refCount -= 1;
    if (!force && entry.refCount > 0) return false;
    this.data.delete(dataId);
    this.forgotten.unregister(entry);
    this.free(entry);
    return true;
  }

  incRef(dataId: object): void {
    this.entryOf(dataId).refCount += 1;
  }

  refCount(dataId: object): number {
    return this.data.has(dataId) ? this.data.get(dataId).refCount : 0;
  }

  numDataIds(): number {
    return this.data.numDataIds();
  }

  /** `numBytesNative` is LibTorch's memory behind live tensors; memory that several share counts once. */
  memory(): { unreliable: boolean; numBytesNative: number; numTensorsNative: number } {
    const { bytes, tensors } = this.ask('stats') as { bytes: number; tensors: number };
    return { unreliable: false, numBytesNative: bytes, numTensorsNative: tensors };
  }

  async time(f: () => void): Promise<{ kernelMs: number }> {
    this.ask('synchronize');
    const start = performance.now();
    f();
    this.ask('synchronize');
    return { kernelMs: performance.now() - start };
  }

  timerAvailable(): boolean {
    return true;
  }

  floatPrecision(): 16 | 32 {
    return 32;
  }

  epsilon(): number {
    return 1e-7;
  }

  /** @throws EngineError always: what lies on a GPU here is LibTorch's, not the browser's */
  readToGPU(): never {
    throw new EngineError('torch: readToGPU must be asked of a backend of the browser, got torch');
  }

  /** @throws EngineError always, like `readToGPU` */
  createTensorFromGPUData(): never {
    throw new EngineError(
      'torch: createTensorFromGPUData must be asked of a backend of the browser, got torch',
    );
  }

  dispose(): void {
    if (this.removed) return;
    this.removed = true;
    // Handles are numbered per thread. Where a second instance lives, ours go when JavaScript collects them.
    if (--instances === 0) this.native('clear')();
  }

  private call(operation: string, args: readonly KernelArgument[]): unknown {
    const native = args.map((arg): NativeArgument => {
      if (arg === undefined || typeof arg !== 'object') return arg;
      if (isInfo(arg)) return this.handleOf(arg);
      return isInfos(arg) ? arg.map((info) => this.handleOf(info)) : arg;
    });
    return this.native(operation)(...native);
  }

  letGo(holds: readonly Held[]): void {
    for (const held of holds) if (--held.holders === 0) this.native('release')(held.handle);
  }

  private native(operation: string): Addon[string] {
    const found = this.addon[operation];
    if (found === undefined)
      throw new EngineError(`torch: the addon must have ${operation}, got one without`);
    return found;
  }

  /** Reads what the addon says of a result it just made. */
  private take(handle: Handle, offset: number): { info: TensorInfo; next: number } {
    const { scratch } = this.addon;
    const dtype = dtypes[scratch[offset]!]!;
    const rank = scratch[offset + 1]!;
    const next = offset + 2 + rank;
    const shape: number[] = [];
    for (let place = offset + 2; place < next; place++) shape.push(scratch[place]!);
    return { info: this.own(shape, dtype, { handle }), next };
  }

  private store(dataId: object, entry: TorchData): void {
    this.data.set(dataId, entry);
    this.forgotten.register(dataId, entry, entry);
    this.count(bytesOf(entry));
  }

  private free(entry: TorchData): void {
    this.count(-bytesOf(entry));
    for (const handle of [entry.handle, entry.companion?.handle])
      if (handle !== undefined) this.native('release')(handle);
    if (entry.pending !== undefined) this.letGo(entry.pending.holds);
    Object.assign(entry, empty);
  }

  /**
   * V8 is told of each new height by 128 MB, so that forgotten tensors make it collect. It is not told when a
   * training step falls back from its height, for then every step would make it collect.
   */
  private count(change: number): void {
    this.heldBytes += change;
    if (this.heldBytes - this.toldBytes > 2 ** 27) this.tell();
  }

  private tell(): void {
    this.toldBytes = this.heldBytes;
    if (!this.removed) this.native('tell')(this.heldBytes);
  }

  /** Moves a tensor that another backend holds over here. */
  private fetched(dataId: object): TorchData | undefined {
    const known = (tf.engine().state as unknown as { tensorInfo: WeakMap<object, unknown> }).tensorInfo;
    return known.has(dataId) ? this.data.get(dataId) : undefined;
  }
}

const empty = { values: undefined, handle: undefined, pending: undefined, companion: undefined };

const bytesOf = ({ shape, dtype }: TorchData): number =>
  tf.util.sizeFromShape(shape as number[]) * bytesPer[dtype];
