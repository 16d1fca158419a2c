import type { Message } from '../../domain/conversation.ts';
import { m } from '../../i18n/paraglide/messages.js';

/** How a reply ended, where that is not its own end; otherwise the empty string. */
export function describeEnding({ status }: Message): string {
  switch (status) {
    case 'stopped':
      return m.reply_stopped();
    case 'length-limited':
      return m.reply_limited();
    case 'interrupted':
      return m.reply_interrupted();
    case 'failed':
      return m.reply_failed();
    case 'complete':
    case 'streaming':
    case 'blocked':
      return '';
  }
}

/** What the safety layer did with a reply, in few words; empty strings are nothing. */
export function describeChecks({ verdict }: Message): readonly string[] {
  if (!verdict) return [m.meta_unfiltered()];
  if (verdict.by?.side === 'prompt') return [m.meta_not_asked()];
  const has = (action: string): boolean =>
    verdict.decisions.some((decision) => decision.action === action);
  return [m.meta_checked(), has('mask') ? m.meta_masked() : '', has('warn') ? m.meta_warned() : ''];
}
