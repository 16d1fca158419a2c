/** Whether a name that was stored, perhaps by another release, is one of these. */
export function isKey<K extends string>(
  name: string,
  names: Readonly<Record<K, unknown>>,
): name is K {
  return Object.hasOwn(names, name);
}
