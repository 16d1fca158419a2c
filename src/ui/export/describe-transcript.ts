import type { ConversationTree } from '../../domain/chat-archive.ts';
import { listTurns, type ListedTurn, type TurnScope } from '../../domain/conversation-turns.ts';
import type { Message, Role } from '../../domain/conversation.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { STRENGTHS } from '../../safety/policy/names.ts';
import { describeChecks, describeEnding } from '../chat/reply-words.ts';
import { explainDecision } from '../safety/decision-words.ts';
import { nameLevel } from '../safety/level-words.ts';

/** One turn in the words of a file. */
export interface WrittenTurn {
  role: Role;
  heading: string;
  /** Said before its text: what the model did not read. */
  before: readonly string[];
  /** As it was written, personal data masked. */
  text: string;
  /** Said after its text: how it ended, and what the safety layer did. */
  after: readonly string[];
}

/** A conversation in the words of a file, whatever its format. */
export interface WrittenTranscript {
  language: string;
  title: string;
  made: string;
  turns: readonly WrittenTurn[];
}

export interface TranscriptOptions {
  scope: TurnScope;
  language: string;
  at: Date;
  /** The name of a model that is known, or its id. */
  nameModel: (id: string) => string;
}

/** So much of a hash is enough to compare by eye. */
const SHOWN_HASH_LENGTH = 12;

/** Words a conversation. Personal data that are masked stay so: what stands behind a placeholder is nowhere in it. */
export function describeTranscript(
  tree: ConversationTree,
  options: TranscriptOptions,
): WrittenTranscript {
  const { scope, language, at } = options;
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(at);
  return {
    language,
    title: tree.conversation.title || m.untitled(),
    made: m.export_made({ date }),
    turns: listTurns(tree, scope).map((turn) => ({
      role: turn.message.role,
      heading: describeHeading(turn, scope),
      before:
        turn.message.droppedMessages > 0
          ? [m.reply_dropped({ count: turn.message.droppedMessages })]
          : [],
      text: turn.message.text,
      after: describeEnd(turn.message, options),
    })),
  };
}

function describeHeading(
  { number, message, version, follows }: ListedTurn,
  scope: TurnScope,
): string {
  const who = message.role === 'user' ? m.turn_you() : m.turn_assistant();
  return [
    scope === 'all' ? `${number}. ${who}` : who,
    version ? m.export_version({ at: version.at, count: version.count }) : '',
    follows === null ? '' : m.export_follows({ number: follows }),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function describeEnd(message: Message, options: TranscriptOptions): string[] {
  return [
    ...describeVerdict(message, options.language),
    describeEnding(message),
    describeFacts(message, options),
  ].filter((sentence) => sentence !== '');
}

/** What stands in place of a text that the safety layer ended, and why. */
function describeVerdict({ status, verdict }: Message, language: string): string[] {
  if (status !== 'blocked' || !verdict) return [];
  const level = STRENGTHS.find((known) => known === verdict.level);
  return [
    verdict.notice,
    ...verdict.decisions.map((decision) => explainDecision(decision, language)),
    m.why_policy({
      policy: verdict.policyName,
      level: level ? nameLevel(level) : verdict.level,
      hash: verdict.policyHash.slice(0, SHOWN_HASH_LENGTH),
    }),
  ];
}

function describeFacts(message: Message, { nameModel }: TranscriptOptions): string {
  if (message.role === 'user') {
    return message.verdict?.decisions.some(({ action }) => action === 'mask')
      ? m.meta_masked()
      : '';
  }
  if (message.status === 'failed') return '';
  const isAsked = message.verdict?.by?.side !== 'prompt';
  const model = message.modelId !== null && isAsked ? nameModel(message.modelId) : '';
  return [model, ...describeChecks(message)].filter((fact) => fact !== '').join(' · ');
}
