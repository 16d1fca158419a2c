import type { RecogniserClass } from '../../state/dictation.svelte.ts';

/** What recognises speech in this browser; undefined also where the deployer's headers keep the page from the microphone. */
export function findRecogniser(): RecogniserClass | undefined {
  const { featurePolicy } = document as {
    featurePolicy?: { allowsFeature: (name: string) => boolean };
  };
  if (featurePolicy?.allowsFeature('microphone') === false) return undefined;
  const { SpeechRecognition, webkitSpeechRecognition } = globalThis as {
    SpeechRecognition?: RecogniserClass;
    webkitSpeechRecognition?: RecogniserClass;
  };
  return SpeechRecognition ?? webkitSpeechRecognition;
}
