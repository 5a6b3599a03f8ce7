import { z } from 'zod';

const text = (description: string) => z.string().min(1).max(500).meta({ description });
const hex = (digits: number, description: string) =>
  z
    .string()
    .regex(new RegExp(`^[0-9a-f]{${digits}}$`))
    .optional()
    .meta({ description });
const address = (description: string) => z.url({ protocol: /^https$/ }).meta({ description });

export const DataFile = z
  .strictObject({
    path: z
      .string()
      .regex(/^[\w-][\w.+-]*(\/[\w-][\w.+-]*)*$/, {
        error: 'must be names joined by slashes, none hidden or ..',
      })
      .meta({ description: "Place in the entry's folder, and after `base` in its address" }),
    bytes: z.int().positive().optional().meta({ description: 'Size, where it is known', unit: 'bytes' }),
    sha256: hex(64, 'Of its bytes, where it is known'),
    sha1: hex(40, 'Of its bytes, where the authors give no other'),
    unpackTo: z
      .string()
      .regex(/^(\.|[\w-][\w.-]*)$/, { error: 'must be . or the name of a folder' })
      .optional()
      .meta({ description: "Folder within the entry's that the archive is unpacked into, . for that one" }),
  })
  .meta({ title: 'A file, or a folder that one fills oneself' });
export type DataFile = z.output<typeof DataFile>;

export const DataEntry = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/)
      .meta({ description: 'What the command line calls it; the name of its folder' }),
    kind: z.enum(['stimuli', 'recordings', 'weights', 'synapses', 'observables']),
    studies: z
      .array(z.enum(['ventral-stream', 'mouse-visual', 'mec', 'learning-rules']))
      .min(1)
      .meta({ description: 'Who uses it' }),
    title: text('What it is'),
    license: text('Terms of use, as far as they are known'),
    citation: z.strictObject({
      text: text('Authors, year, title'),
      doi: text('Without the resolver').optional(),
    }),
    access: z
      .enum(['open', 'register', 'ask'])
      .meta({ description: 'Whether anybody may download it, after registration, or by asking the authors' }),
    page: address('Where a person reads about it'),
    base: address('What the path of a file is put after; left out where a program cannot download it')
      .refine((url) => url.endsWith('/'), { error: 'must end in /' })
      .optional(),
    maxBytes: z
      .int()
      .positive()
      .meta({ description: 'More is not taken, of any of its files', unit: 'bytes' }),
    files: z.array(DataFile).min(1),
    format: text('How the files are written'),
    loader: text('What reads it'),
    after: text('What is to be done with the files by hand').optional(),
    notes: z.array(text('What is uncertain, or else to be known')).default([]),
  })
  .meta({ title: 'A data set or published weights' });
export type DataEntry = z.output<typeof DataEntry>;

export const DataList = z
  .strictObject({ version: z.literal(1), entries: z.array(DataEntry).min(1) })
  .refine(({ entries }) => new Set(entries.map(({ name }) => name)).size === entries.length, {
    error: 'names must differ',
  })
  .meta({ title: 'What data and weights there are' });
