import type { RemoteFile } from '../../src/domain/remote-model.ts';
import type { FileVersion } from '../../src/storage/weights/part-store.ts';

export function versionOf(response: Response): FileVersion {
  return {
    etag: response.headers.get('etag'),
    lastModified: response.headers.get('last-modified'),
    totalBytes: readContentRange(response)?.totalBytes ?? readLength(response),
  };
}

/** An `ETag` that promises equal bytes, or null. Only such a one may stand in `If-Range`. */
export function strongEtag(version: FileVersion | null): string | null {
  const etag = version?.etag ?? null;
  return etag === null || etag.startsWith('W/') ? null : etag;
}

/**
 * Whether a beginning can be gone on with at all. With a known hash it always can, because a mixture of two versions is
 * noticed; otherwise the host must give something to tell versions apart by.
 */
export function canResume(file: RemoteFile, version: FileVersion | null): boolean {
  if (file.sha256 !== null) return true;
  return strongEtag(version) !== null || (version?.lastModified ?? null) !== null;
}

/** Whether a 206 goes on exactly where the beginning of `fromByte` bytes of `version` ends. */
export function continues(
  response: Response,
  file: RemoteFile,
  version: FileVersion | null,
  fromByte: number,
): boolean {
  const range = readContentRange(response);
  // a host that does not show the header to other origins leaves it to the hash
  if (range === null) return file.sha256 !== null && !response.headers.has('content-range');
  if (range.fromByte !== fromByte) return false;
  const totals = [range.totalBytes, file.sizeBytes, version?.totalBytes ?? null];
  if (new Set(totals.filter((total) => total !== null)).size > 1) return false;
  return isSameVersion(version, versionOf(response), file.sha256 !== null);
}

export function equalVersions(a: FileVersion, b: FileVersion): boolean {
  return a.etag === b.etag && a.lastModified === b.lastModified && a.totalBytes === b.totalBytes;
}

function isSameVersion(old: FileVersion | null, now: FileVersion, hashIsKnown: boolean): boolean {
  const [before, after] = [strongEtag(old), strongEtag(now)];
  if (before !== null && after !== null) return before === after;
  if (hashIsKnown) return true;
  // an ETag that was there and is gone says nothing, so the date alone is not believed then
  return before === null && now.lastModified !== null && old?.lastModified === now.lastModified;
}

function readContentRange(
  response: Response,
): { fromByte: number; totalBytes: number | null } | null {
  const match = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/u.exec(
    response.headers.get('content-range') ?? '',
  );
  const [, from, total] = match ?? [];
  if (from === undefined || total === undefined) return null;
  return { fromByte: Number(from), totalBytes: total === '*' ? null : Number(total) };
}

function readLength(response: Response): number | null {
  const length = response.headers.get('content-length') ?? '';
  return /^\d{1,15}$/u.test(length) ? Number(length) : null;
}
