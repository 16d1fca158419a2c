import { crc32, deflateRawSync } from 'node:zlib';
import { bytesOf } from './model-files.ts';

/** One entry of a zip, with what it says of itself; what is left out is the truth. */
export interface HostileEntry {
  path: string;
  bytes?: Uint8Array;
  deflate?: boolean;
  /** The uncompressed size that it says, in bytes. */
  saysBytes?: number;
  saysCrc?: number;
  /** What stands at the file itself, if that differs from the list. */
  localPath?: string;
  flags?: number;
  method?: number;
  /** As in `stat`; the type of the file is in the upper bits. */
  unixMode?: number;
  /** Lies upon the bytes of the entry before it. */
  overlaps?: boolean;
}

const UTF8_FLAG = 0x0800;

/** Writes a zip byte by byte, so that it can lie. `saysEntries` is the number of entries that its end says. */
export function writeZip(entries: readonly HostileEntry[], saysEntries = entries.length): Blob {
  const body: Uint8Array<ArrayBuffer>[] = [];
  const list: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  let previous = 0;
  for (const entry of entries) {
    const bytes = entry.bytes ?? new Uint8Array();
    const packed = new Uint8Array(entry.deflate ? deflateRawSync(bytes) : bytes);
    const common = (path: Uint8Array): number[] => [
      ...u16(20),
      ...u16((entry.flags ?? 0) | UTF8_FLAG),
      ...u16(entry.method ?? (entry.deflate ? 8 : 0)),
      ...u32(0x00210000),
      ...u32(entry.saysCrc ?? crc32(bytes)),
      ...u32(packed.byteLength),
      ...u32(entry.saysBytes ?? bytes.byteLength),
      ...u16(path.byteLength),
      ...u16(0),
    ];
    const at = entry.overlaps ? previous : offset;
    if (!entry.overlaps) {
      const name = bytesOf(entry.localPath ?? entry.path);
      const local = Uint8Array.from([...u32(0x04034b50), ...common(name), ...name]);
      body.push(local, packed);
      previous = offset;
      offset += local.byteLength + packed.byteLength;
    }
    const name = bytesOf(entry.path);
    const rest = [...u16(0), ...u16(0), ...u16(0), ...u32((entry.unixMode ?? 0o100644) << 16)];
    list.push(
      Uint8Array.from([...u32(0x02014b50), ...u16(0x0314), ...common(name), ...rest, ...u32(at)]),
      name,
    );
  }
  const listBytes = list.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const counts = [...u16(saysEntries), ...u16(saysEntries)];
  const end = [...u32(0x06054b50), ...u32(0), ...counts, ...u32(listBytes), ...u32(offset)];
  return new Blob([...body, ...list, Uint8Array.from([...end, ...u16(0)])]);
}

/** Entries of files, each in a folder. */
export function entriesOf(files: ReadonlyMap<string, Uint8Array>, prefix = ''): HostileEntry[] {
  return [...files].map(([path, bytes]) => ({ path: prefix + path, bytes, deflate: true }));
}

const u16 = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff];
const u32 = (value: number): number[] => [...u16(value & 0xffff), ...u16(value >>> 16)];
