import { LIST_PART_CHARS } from './limits.ts';

/**
 * A part of a text that is read without looking at any other. Where one ends is decided line by line, from what stands
 * before alone: that is why a text that arrives in pieces gives the same segments as the whole one.
 */
export type Segment =
  | { type: 'markdown'; text: string }
  | { type: 'code'; info: string; text: string; closed: boolean }
  | { type: 'footnote'; label: string; text: string }
  | { type: 'thinking'; text: string; closed: boolean };

/** What is being read. Never changed in place: the last line is read on trial until it is whole. */
export interface SegmentState {
  /** Nothing but empty lines so far. */
  atStart: boolean;
  open: OpenSegment | null;
}

type OpenSegment =
  | {
      type: 'markdown' | 'footnote';
      label: string;
      text: string;
      hasList: boolean;
      afterBlank: boolean;
    }
  | { type: 'code'; fence: string; indent: number; info: string; text: string | null }
  | { type: 'thinking'; text: string };

interface Step {
  state: SegmentState;
  closed: readonly Segment[];
}

export const FIRST_STATE: SegmentState = { atStart: true, open: null };

const FENCE = /^( {0,3})(?:(`{3,})([^`]*)|(~{3,})(.*))$/u;
const CLOSING_FENCE = /^ {0,3}(`{3,}|~{3,})[ \t]*$/u;
const FOOTNOTE = /^\[\^([^\]\s]{1,64})\]:[ \t]*(.*)$/u;
const LIST_MARKER = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/u;
const INDENTED = /^[ \t]/u;
const BLANK = /^[ \t]*$/u;
export const THINKING_START = '<think>';
const THINKING_END = '</think>';

/** Reads one whole line, without its line break. */
export function readLine(state: SegmentState, line: string): Step {
  const { open } = state;
  if (open === null) {
    if (BLANK.test(line)) return { state, closed: [] };
    return openSegment(state.atStart, line);
  }
  switch (open.type) {
    case 'thinking':
      return readThought(open.text, `\n${line}`);
    case 'code':
      return readCode(open, line);
    case 'markdown':
    case 'footnote':
      break;
  }
  if (BLANK.test(line)) return goOn({ ...open, text: `${open.text}\n${line}`, afterBlank: true });
  if (endsBefore(open, line)) {
    const { state: next, closed } = openSegment(false, line);
    return { state: next, closed: [...closeSegment(open), ...closed] };
  }
  return goOn({
    ...open,
    text: `${open.text}\n${line}`,
    hasList: open.hasList || LIST_MARKER.test(line),
    afterBlank: false,
  });
}

/** What is open, as it is where the text ends here. */
export function closeState({ open }: SegmentState): readonly Segment[] {
  return open === null ? [] : closeSegment(open);
}

function goOn(open: OpenSegment): Step {
  return { state: { atStart: false, open }, closed: [] };
}

function openSegment(atStart: boolean, line: string): Step {
  const thought = line.trimStart();
  if (atStart && thought.startsWith(THINKING_START)) {
    return readThought('', thought.slice(THINKING_START.length));
  }
  const fence = readFence(line);
  if (fence) return goOn({ type: 'code', ...fence, text: null });
  const [, label, note] = FOOTNOTE.exec(line) ?? [];
  const text = note ?? line;
  return goOn({
    type: label === undefined ? 'markdown' : 'footnote',
    label: label ?? '',
    text,
    hasList: LIST_MARKER.test(text),
    afterBlank: false,
  });
}

/** Whether a line that is not empty begins something new after this segment. */
function endsBefore(
  { text, hasList, afterBlank }: { text: string; hasList: boolean; afterBlank: boolean },
  line: string,
): boolean {
  const isIndented = INDENTED.test(line);
  // an indented fence in a list belongs to its item
  if (readFence(line)) return !(hasList && isIndented);
  if (FOOTNOTE.test(line)) return true;
  if (isIndented) return false;
  if (hasList && LIST_MARKER.test(line)) return text.length > LIST_PART_CHARS;
  return afterBlank;
}

function readFence(line: string): { fence: string; indent: number; info: string } | null {
  const [, indent, ticks, info, waves, waveInfo] = FENCE.exec(line) ?? [];
  const fence = ticks ?? waves;
  if (fence === undefined) return null;
  return { fence, indent: indent?.length ?? 0, info: (info ?? waveInfo ?? '').trim() };
}

function readCode(open: Extract<OpenSegment, { type: 'code' }>, line: string): Step {
  const end = CLOSING_FENCE.exec(line)?.[1];
  if (end?.startsWith(open.fence)) {
    const closed = { type: 'code', info: open.info, text: open.text ?? '', closed: true } as const;
    return { state: { atStart: false, open: null }, closed: [closed] };
  }
  const indent = Math.min(open.indent, line.length - line.trimStart().length);
  const content = line.slice(indent);
  return goOn({ ...open, text: open.text === null ? content : `${open.text}\n${content}` });
}

function readThought(before: string, more: string): Step {
  const end = more.indexOf(THINKING_END);
  if (end === -1) return goOn({ type: 'thinking', text: before + more });
  const thought = {
    type: 'thinking',
    text: (before + more.slice(0, end)).trim(),
    closed: true,
  } as const;
  const rest = readLine({ atStart: false, open: null }, more.slice(end + THINKING_END.length));
  return { state: rest.state, closed: [thought, ...rest.closed] };
}

function closeSegment(open: OpenSegment): readonly Segment[] {
  switch (open.type) {
    case 'thinking':
      return [{ type: 'thinking', text: open.text.trim(), closed: false }];
    case 'code':
      return [{ type: 'code', info: open.info, text: open.text ?? '', closed: false }];
    case 'markdown':
      return [{ type: 'markdown', text: open.text.trimEnd() }];
    case 'footnote':
      return [{ type: 'footnote', label: open.label, text: open.text.trimEnd() }];
  }
}
