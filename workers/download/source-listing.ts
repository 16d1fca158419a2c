import type { AppError } from '../../src/domain/app-error.ts';
import { MOST_FILES } from './model-manifest.ts';
import { isPlainPath } from './plain-path.ts';
import type { SourceFile } from './source-file.ts';
import { unsupported } from './unsupported.ts';

/** Folders are entries of their own, and macOS adds a companion to every file. */
const MOST_ENTRIES = 4 * MOST_FILES;
/** What systems and tools leave in folders; no part of any model. */
const BYWAYS = /^__MACOSX\/|(?:^|\/)(?:\.DS_Store$|\.git\/)/u;

/** What a person's choice holds, as it is gone through; refuses what an honest choice would not hold. */
export class SourceListing {
  readonly files = new Map<string, SourceFile>();
  #entries = 0;

  /** Why the whole choice is refused, or null. Error: `model-unsupported`, with the path. */
  addFile(file: SourceFile): AppError | null {
    const refusal = this.#count(file.path);
    if (refusal || BYWAYS.test(file.path)) return refusal;
    if (this.files.has(file.path)) return unsupported(`${quote(file.path)} is there twice`);
    this.files.set(file.path, file);
    return this.files.size > MOST_FILES ? unsupported(`more than ${MOST_FILES} files`) : null;
  }

  /** As `addFile`, for what holds no bytes. */
  addFolder(path: string): AppError | null {
    return this.#count(path.replace(/\/$/u, ''));
  }

  #count(path: string): AppError | null {
    this.#entries += 1;
    if (this.#entries > MOST_ENTRIES) return unsupported(`more than ${MOST_ENTRIES} entries`);
    return isPlainPath(path) ? null : unsupported(`${quote(path)} is no plain path`);
  }
}

/** A path for an error: short, and without what would change how the rest of the line looks. */
export function quote(path: string): string {
  const shown = path.replace(/\p{C}/gu, '\u{fffd}');
  return `"${shown.length > 200 ? `${shown.slice(0, 200)}…` : shown}"`;
}
