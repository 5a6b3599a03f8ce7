/** Where two JSON values differ, each as `path: here, there`; a path joins keys by dots. */
export function differences(here: unknown, there: unknown, path = ''): string[] {
  if (isRecord(here) && isRecord(there)) {
    const keys = [...new Set([...Object.keys(here), ...Object.keys(there)])].sort();
    return keys.flatMap((key) =>
      differences(own(here, key), own(there, key), path === '' ? key : `${path}.${key}`),
    );
  }
  if (Array.isArray(here) && Array.isArray(there) && here.length === there.length) {
    return here.flatMap((item, index) => differences(item, there[index], `${path}[${index}]`));
  }
  const [mine, theirs] = [JSON.stringify(here), JSON.stringify(there)];
  return mine === theirs ? [] : [`${path}: ${mine ?? 'nothing'} here, ${theirs ?? 'nothing'} there`];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const own = (record: Record<string, unknown>, key: string): unknown =>
  Object.hasOwn(record, key) ? record[key] : undefined;
