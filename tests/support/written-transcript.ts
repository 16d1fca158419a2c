import type { WrittenTurn } from '../../src/ui/export/describe-transcript.ts';

/** A conversation as the writers of Markdown and HTML take it; what a test does not say is a reply without notes. */
export function writeTranscript(title: string, turns: readonly Partial<WrittenTurn>[]) {
  return {
    language: 'en',
    title,
    made: 'Made today',
    turns: turns.map((turn): WrittenTurn => ({
      role: 'assistant',
      heading: 'Assistant',
      before: [],
      text: '',
      after: [],
      ...turn,
    })),
  };
}
