import { literalOpcodes, structureOpcodes, type PickleStep } from './_pickleOpcodes';
import { pickleMachine, type PickleMachine } from './_pickleMachine';
import type { Complaint, PickleGlobal, PickleValue } from './PickleValue';

export type UnpickleOptions = {
  /** What errors call the pickle. */
  readonly name: string;
  /** The names that it may look up, and nothing else. */
  readonly globals: (name: string) => PickleGlobal | undefined;
  /** What a persistent id stands for; without it there may be none. */
  readonly persistent?: (id: PickleValue, complain: Complaint) => PickleValue;
  /** Where the pickle begins, bytes; 0 unless told. */
  readonly offset?: number;
};

/**
 * Reads one pickle of Python, protocols 0 to 5, without running anything: a pickle is a program for a stack machine,
 * and this machine has no way to a function that is not in `globals`. Length, depth, notes, integers and the number of
 * objects are bounded, so that what it holds stays within a few times the pickle.
 *
 * @returns its value, and the byte after its end
 * @throws DataError with the byte of the opcode: for a name that is not in `globals`, with that name; for an opcode that
 *   is not known or would make an object of a class of the user's; for bytes that are no pickle
 * @source CPython, Lib/pickletools.py, for what each opcode means
 * @differs lists, tuples and sets are all arrays; text of Python 2 must be UTF-8; extension codes, buffers out of band
 *   and instances of old classes are refused
 */
export function unpickle(
  bytes: Uint8Array,
  { name, globals, persistent, offset = 0 }: UnpickleOptions,
): { readonly value: PickleValue; readonly end: number } {
  const machine = pickleMachine(bytes, name, offset);
  const steps: { readonly [letter: string]: PickleStep } = {
    ...literalOpcodes,
    ...structureOpcodes,
    ...objectOpcodes(globals, persistent),
  };
  for (;;) {
    const code = machine.next();
    if (code === STOP) break;
    const step = steps[String.fromCharCode(code)];
    if (step === undefined)
      machine.fail('an opcode of a pickle must be one that makes plain values', hex(code));
    step!(machine);
  }
  const value = machine.pop();
  if (machine.stack.length > 0)
    machine.fail('a pickle must end with one value', `${machine.stack.length + 1}`);
  return { value, end: machine.position() };
}

const STOP = 0x2e;
const hex = (code: number) => `0x${code.toString(16).padStart(2, '0')}`;

function objectOpcodes(
  globals: UnpickleOptions['globals'],
  persistent: UnpickleOptions['persistent'],
): { readonly [letter: string]: PickleStep } {
  const lookUp = (machine: PickleMachine, module: PickleValue, member: PickleValue): void => {
    if (typeof module !== 'string' || typeof member !== 'string')
      return machine.fail('a global must be named by two texts', module);
    const global = globals(`${module} ${member}`);
    machine.push(
      global ??
        machine.fail(
          'a pickle may look up tensors and plain values alone, nothing else is ever called',
          `the global ${JSON.stringify(`${module}.${member}`.slice(0, 200))}`,
        ),
    );
  };
  const persist = (machine: PickleMachine, id: PickleValue) =>
    machine.push(
      persistent ? persistent(id, machine.fail) : machine.fail('a pickle must have no persistent ids', id),
    );
  return {
    '\x80': (m) => {
      const protocol = m.uint8();
      if (protocol > 5) m.fail('the protocol of a pickle must be at most 5', protocol);
    },
    '\x95': (m) => {
      const length = m.uint64(); // frames help those who read from a disk; the opcodes are the same
      if (length > 2 ** 40) m.fail('a frame must be of a possible length', length);
    },
    c: (m) => {
      const module = m.line();
      lookUp(m, module, m.line());
    },
    '\x93': (m) => {
      const member = m.pop();
      lookUp(m, m.pop(), member);
    },
    R: call,
    '\x81': call,
    b: build,
    P: (m) => persist(m, m.line()),
    Q: (m) => persist(m, m.pop()),
  };
}

/** REDUCE and NEWOBJ: what may be called is a function of ours. */
function call(machine: PickleMachine): void {
  const args = machine.pop();
  const global = machine.pop();
  if (!Array.isArray(args)) return machine.fail('arguments must be a tuple', args);
  if (global === null || typeof global !== 'object' || !('kind' in global) || global.kind !== 'global')
    return machine.fail('what is called must be a global', global);
  if (global.call === undefined) return machine.fail('what is called must be a function', global.name);
  machine.push(machine.counted(global.call(args, machine.fail)));
}

/** BUILD: the state of what was made before. */
function build(machine: PickleMachine): void {
  const state = machine.pop();
  const made = machine.top();
  if (made !== null && typeof made === 'object') {
    if ('setState' in made) return made.setState(state, machine.fail);
    if ('kind' in made && made.kind === 'dict') return; // attributes of an OrderedDict, as of torch's state_dict
  }
  machine.fail('only dictionaries and arrays may have a state', made);
}
