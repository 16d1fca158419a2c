import type { NumberSetting } from '../../domain/generation-settings.ts';
import { m } from '../../i18n/paraglide/messages.js';

/** What a setting is called, and what it does in plain words. */
export function describeSetting(setting: NumberSetting): { name: string; help: string } {
  switch (setting) {
    case 'temperature':
      return { name: m.gen_temperature(), help: m.gen_temperature_help() };
    case 'topP':
      return { name: m.gen_top_p(), help: m.gen_top_p_help() };
    case 'repetitionPenalty':
      return { name: m.gen_repetition(), help: m.gen_repetition_help() };
    case 'frequencyPenalty':
      return { name: m.gen_frequency(), help: m.gen_frequency_help() };
    case 'presencePenalty':
      return { name: m.gen_presence(), help: m.gen_presence_help() };
    case 'maxReplyTokens':
      return { name: m.gen_max_tokens(), help: m.gen_max_tokens_help() };
    case 'seed':
      return { name: m.gen_seed(), help: m.gen_seed_help() };
  }
}
