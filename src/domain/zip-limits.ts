/** Weights hardly shrink and text shrinks to a tenth; only what was made to be a bomb shrinks so far. */
const MOST_RATIO = 200;
/** Below it a bomb is none: small files of zeros are honest. */
const LEAST_BOMB_BYTES = 10 * 1024 ** 2;

/** The list of 8,000 files with long names has a few megabytes; it is read in one piece. */
export const MOST_ZIP_LIST_BYTES = 32 * 1024 ** 2;

/** Whether a file in a zip was made to fill memory or disk. Sizes in bytes. */
export function isZipBomb(sizeBytes: number, packedBytes: number): boolean {
  return sizeBytes > LEAST_BOMB_BYTES && sizeBytes > MOST_RATIO * packedBytes;
}
