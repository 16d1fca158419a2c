import * as v from 'valibot';

/** Far more than any model has; a host must not make us list for ever. */
export const MOST_FILES = 2_000;
/** All files of a model together. */
export const MOST_MODEL_BYTES = 40_000_000_000;
/** No browser gives a page more memory in one piece; shards are rarely above 300 MB. */
export const MOST_FILE_BYTES = 2 * 1024 ** 3;

/** Long enough for every real file; no segment begins with a dot, so nothing climbs out of the folder. */
const SAFE_PATH = /^(?:[\w-][\w.+-]{0,99}\/){0,8}[\w-][\w.+-]{0,199}$/u;

export const safePath = v.pipe(v.string(), v.regex(SAFE_PATH, 'not a plain relative path'));
export const byteCount = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(0),
  v.maxValue(MOST_MODEL_BYTES),
);
/** A list of hostile length is refused before its entries are looked at. */
const shortArray = v.pipe(
  v.array(v.unknown()),
  v.maxLength(MOST_FILES, `more than ${MOST_FILES} entries`),
);
function list<T extends v.GenericSchema>(entry: T) {
  return v.pipe(shortArray, v.array(entry));
}

/** `mlc-chat-config.json`, as far as it says which files there are. Fields that nobody here reads may be anything. */
export const chatConfigSchema = v.looseObject({
  tokenizer_files: v.pipe(list(safePath), v.minLength(1), v.maxLength(50)),
  context_window_size: v.optional(v.pipe(v.number(), v.safeInteger())),
  /** What the model calls itself, if it does. */
  model_id: v.fallback(v.optional(v.string()), undefined),
});

/** `tensor-cache.json`, as far as it names shards. */
export const tensorCacheSchema = v.looseObject({
  records: v.pipe(
    list(v.looseObject({ dataPath: safePath, nbytes: byteCount })),
    v.minLength(1),
    v.check((records) => isUnique(records.map(({ dataPath }) => dataPath)), 'a shard twice'),
  ),
});

/** What a host with the interface of Hugging Face says of a revision. */
export const revisionSchema = v.looseObject({
  sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{40,64}$/u)),
});

/** And of the files of a commit. Only those that are needed must have a decent name. */
export const treeSchema = list(
  v.looseObject({
    type: v.string(),
    path: v.pipe(v.string(), v.maxLength(2_000)),
    size: v.optional(byteCount, 0),
    lfs: v.nullish(
      v.looseObject({
        oid: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/u)),
        size: byteCount,
      }),
    ),
  }),
);

export type ChatConfig = v.InferOutput<typeof chatConfigSchema>;
export type Tree = v.InferOutput<typeof treeSchema>;
export type TensorCache = v.InferOutput<typeof tensorCacheSchema>;

export function isSafePath(path: string): boolean {
  return v.is(safePath, path);
}

export function isUnique(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}
