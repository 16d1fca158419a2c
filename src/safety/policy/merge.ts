/** A JSON value. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type JsonObject = { readonly [key: string]: Json };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * `base` with what `overlay` says. Objects are merged key by key; everything else, lists included, is taken whole. An object
 * with a key `type` is one of several kinds and is taken whole as well.
 */
export function merge(base: Json | undefined, overlay: Json): Json {
  if (!isObject(base) || !isObject(overlay) || 'type' in overlay) return overlay;
  const merged = new Map<string, Json>(Object.entries(base));
  for (const [key, value] of Object.entries(overlay))
    merged.set(key, merge(merged.get(key), value));
  return Object.fromEntries(merged);
}
