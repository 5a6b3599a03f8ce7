/** Whether a name of an archive is a path that stays in its folder, on every system. */
export const isInnerPath = (name: string): boolean =>
  name !== '' &&
  !name.startsWith('/') &&
  !name.endsWith('/') &&
  !/[\\\0]|^[a-z]:/i.test(name) &&
  !name.split('/').includes('..');
