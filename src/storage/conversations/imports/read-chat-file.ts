import {
  ARCHIVE_LIMITS,
  type ArchiveFault,
  type ConversationTree,
} from '../../../domain/chat-archive.ts';
import {
  addLeftOut,
  NOTHING_LEFT_OUT,
  type ChatSource,
  type LeftOut,
  type ReadChats,
} from '../../../domain/chat-import.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import { isArchive, readArchive } from '../read-archive.ts';
import { buildTree, isEmpty, isTooLarge, type ForeignConversation } from './build-tree.ts';
import { countChatUiNodes, isChatUi, readChatUi } from './chat-ui.ts';
import { countChatgptNodes, isChatgpt, readChatgpt } from './chatgpt.ts';
import { countLlamaCppNodes, isLlamaCpp, readLlamaCpp, splitSessions } from './llama-cpp.ts';

/** How conversations of another program are told from others and read. */
interface Format {
  source: ChatSource;
  isOne: (value: unknown) => boolean;
  countNodes: (value: unknown) => number;
  read: (value: unknown, omitted: string) => ForeignConversation | null;
}

const FORMATS: readonly Format[] = [
  { source: 'chatgpt', isOne: isChatgpt, countNodes: countChatgptNodes, read: readChatgpt },
  { source: 'llama-cpp', isOne: isLlamaCpp, countNodes: countLlamaCppNodes, read: readLlamaCpp },
  { source: 'chat-ui', isOne: isChatUi, countNodes: countChatUiNodes, read: readChatUi },
];

/** The first bytes of a zip that has something in it. */
const ZIP_START = [0x50, 0x4b, 0x03, 0x04];

/**
 * Reads a file with conversations: an archive of ours, or the export of another program. What it is, is told from what it
 * holds, never from its name, and all of it is anybody's: everything is checked, and what comes out are new objects.
 * Of an archive of ours all is taken or nothing; of other exports, what cannot be read is counted.
 * @param omitted stands where a turn had nothing but what is left out
 */
export async function readChatFile(
  file: Blob,
  omitted: string,
): Promise<Result<ReadChats, ArchiveFault>> {
  if (await isZip(file)) return readZip(file, omitted);
  if (file.size > ARCHIVE_LIMITS.fileBytes) return err('too-large');
  const text = await readText(file);
  return text === null ? err('not-an-archive') : parseChats(text, omitted);
}

/** As `readChatFile`, from the file's text. */
export function parseChats(text: string, omitted: string): Result<ReadChats, ArchiveFault> {
  const value = parseJson(text);
  if (isArchive(value)) {
    const read = readArchive(value);
    if (!read.ok) return read;
    return ok({ source: 'mamori', trees: read.value, leftOut: NOTHING_LEFT_OUT });
  }
  const values = value === undefined ? splitSessions(text) : Array.isArray(value) ? value : [value];
  return readForeign(values ?? [], omitted);
}

function readForeign(values: readonly unknown[], omitted: string): Result<ReadChats, ArchiveFault> {
  const format = FORMATS.find(({ isOne }) => values.some(isOne));
  if (!format) return err('not-an-archive');
  const nodeCount = values.reduce<number>((sum, value) => sum + format.countNodes(value), 0);
  if (isTooLarge(values.length, nodeCount)) return err('too-large');
  const now = Date.now();
  const trees: ConversationTree[] = [];
  let leftOut: LeftOut = NOTHING_LEFT_OUT;
  for (const value of values) {
    const foreign = format.read(value, omitted);
    if (foreign && isEmpty(foreign)) continue;
    const tree = foreign && buildTree(foreign, now);
    if (tree?.ok) {
      trees.push(tree.value);
      leftOut = addLeftOut(leftOut, foreign?.leftOut ?? NOTHING_LEFT_OUT);
    } else leftOut = addLeftOut(leftOut, { images: 0, others: 0, conversations: 1 });
  }
  if (trees.length === 0 && leftOut.conversations > 0) return err('damaged');
  return ok({ source: format.source, trees, leftOut });
}

/** A zip may hold other files of JSON beside its conversations. */
async function readZip(file: Blob, omitted: string): Promise<Result<ReadChats, ArchiveFault>> {
  const { openChatZip } = await import('./open-chat-zip.ts');
  const opened = await openChatZip(file);
  if (!opened.ok) return opened;
  const found: ReadChats[] = [];
  for (const text of opened.value) {
    const read = parseChats(text, omitted);
    if (read.ok) found.push(read.value);
    else if (read.error !== 'not-an-archive') return read;
  }
  const [first] = found;
  if (!first) return err('not-an-archive');
  const trees = found.flatMap((each) => each.trees);
  const messageCount = trees.reduce((sum, { messages }) => sum + messages.length, 0);
  if (isTooLarge(trees.length, messageCount)) return err('too-large');
  const leftOut = found.reduce<LeftOut>(
    (sum, each) => addLeftOut(sum, each.leftOut),
    NOTHING_LEFT_OUT,
  );
  return ok({ source: first.source, trees, leftOut });
}

async function isZip(file: Blob): Promise<boolean> {
  const start = new Uint8Array(await file.slice(0, ZIP_START.length).arrayBuffer());
  return ZIP_START.every((byte, at) => start[at] === byte);
}

/** The file's text, or null where it is none: a text that was guessed at would not be what was exported. */
async function readText(file: Blob): Promise<string | null> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
