import { m } from '../../i18n/paraglide/messages.js';
import type { App } from '../../state/app.svelte.ts';

/** The engine's state in a word, with a tone for the dot beside it (never the dot alone). */
export function describeEngine(app: App): {
  words: string;
  tone: 'good' | 'busy' | 'bad' | 'idle';
} {
  switch (app.status) {
    case 'starting':
    case 'needs-model':
      return { words: m.state_absent(), tone: 'idle' };
    case 'loading':
      return app.engine.state.type === 'loading'
        ? { words: m.state_loading(), tone: 'busy' }
        : { words: m.state_downloading(), tone: 'busy' };
    case 'recovering':
      return { words: m.recovering(), tone: 'busy' };
    case 'ready':
      return { words: m.state_ready(), tone: 'good' };
    case 'generating':
      return { words: m.state_generating(), tone: 'good' };
    case 'blocked':
      if (app.engine.state.type === 'elsewhere')
        return { words: m.state_elsewhere(), tone: 'idle' };
      // what it waits for stands above the chat
      return app.engine.state.type === 'ready'
        ? { words: m.state_waiting(), tone: 'idle' }
        : { words: m.state_failed(), tone: 'bad' };
    case 'failed':
      return { words: m.state_failed(), tone: 'bad' };
  }
}
