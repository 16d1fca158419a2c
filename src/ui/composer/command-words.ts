import { m } from '../../i18n/paraglide/messages.js';
import type { CommandName } from './commands.ts';

/** What a command does. */
export function describeCommand(name: CommandName): string {
  switch (name) {
    case 'new':
      return m.new_chat();
    case 'settings':
      return m.settings();
    case 'models':
      return m.models();
    case 'safety':
      return m.safety();
    case 'prompts':
      return m.prompts_title();
    case 'export':
      return m.export_open();
    case 'help':
      return m.command_help();
  }
}
