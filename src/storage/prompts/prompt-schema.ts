import * as v from 'valibot';
import { PROMPT_LIMITS, type SavedPrompt } from '../../domain/saved-prompt.ts';

const { count, titleLength, textLength } = PROMPT_LIMITS;

const promptSchema = v.object({
  id: v.pipe(v.string(), v.nonEmpty(), v.maxLength(100)),
  title: v.pipe(v.string(), v.nonEmpty(), v.maxLength(titleLength)),
  text: v.pipe(v.string(), v.nonEmpty(), v.maxLength(textLength)),
}) satisfies v.GenericSchema<unknown, SavedPrompt>;

/** Prompts as they were stored; one that cannot be read is left out. */
export function readPrompts(stored: string | null): readonly SavedPrompt[] {
  const listed = readJson(stored);
  if (!Array.isArray(listed)) return [];
  return listed.slice(0, count).flatMap((entry: unknown) => {
    const read = v.safeParse(promptSchema, entry);
    return read.success ? [read.output] : [];
  });
}

function readJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
