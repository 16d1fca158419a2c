import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clampSetting,
  differingSettings,
  NUMBER_RANGES,
  resolveSettings,
  USUAL_SETTINGS,
  type NumberSetting,
} from '../../src/domain/generation-settings.ts';
import { readPersonas, readSettings } from '../../src/storage/generation/settings-schema.ts';

const names = Object.keys(NUMBER_RANGES) as NumberSetting[];

describe('settings of replies', () => {
  test('are those of all conversations with what differs in this one', () => {
    const defaults = { ...USUAL_SETTINGS, temperature: 0.3, stopWords: ['a'] };
    const own = { ...defaults, temperature: null, seed: 4 };
    const differing = differingSettings(own, defaults);
    expect(differing).toEqual({ temperature: null, seed: 4 });
    expect(resolveSettings(defaults, differing)).toEqual(own);
  });

  test('come back from the store as they were written', () => {
    const settings = { ...USUAL_SETTINGS, systemPrompt: 'Be brief.', topP: 0.5, stopWords: ['x'] };
    expect(readSettings(JSON.stringify(settings))).toEqual(settings);
    const persona = { id: 'p', name: 'Brief', settings };
    expect(readPersonas(JSON.stringify([persona, { id: 'q' }, 3]))).toEqual([persona]);
  });

  test('are the usual ones when what is stored cannot be read', () => {
    for (const stored of [null, '', '{', '[]', '{"temperature":9}', '{"stopWords":[1]}']) {
      expect(readSettings(stored)).toEqual(USUAL_SETTINGS);
      expect(readPersonas(stored)).toEqual([]);
    }
  });

  test('every number that is typed becomes one that the store takes', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.constantFrom(...names), number, (name, value) => {
        const clamped = clampSetting(name, value);
        expect(readSettings(JSON.stringify({ [name]: clamped }))[name]).toBe(
          Object.is(clamped, -0) ? 0 : clamped,
        );
      }),
    );
  });
});
