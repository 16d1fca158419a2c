import { describe, expect, test } from 'vitest';
import { groupVariants } from '../../src/domain/choose-model.ts';
import { readListedModels } from '../../src/domain/listed-model.ts';
import { searchModels } from '../../src/domain/search-models.ts';
import listed from '../../src/domain/listed-models.json' with { type: 'json' };

const groups = groupVariants(readListedModels(listed));

describe('searchModels', () => {
  const namesFor = (text: string) => searchModels(groups, text).map(({ name }) => name);

  test('finds all words in any order and case', () => {
    expect(namesFor('4b QWEN3')).toEqual(['Qwen3 4B', 'Qwen3.5 4B']);
  });

  test.each(['Japanese', '日本語', '일본어', '日语', 'ja'])('finds a language as %s', (word) => {
    expect(namesFor(word)).toContain('Gemma 2 2B Japanese');
    expect(namesFor(word)).not.toContain('Llama 3.2 3B Instruct');
  });

  test('takes full-width letters for ordinary ones', () => {
    expect(namesFor('Ｐｈｉ－４')).toEqual(['Phi-4 mini Instruct']);
  });

  test('finds by id', () => {
    expect(namesFor('gemma3-1b-it-q4f16_1')).toEqual(['Gemma 3 1B']);
  });

  test('finds all for no words and none for nonsense', () => {
    expect(namesFor('  ')).toHaveLength(groups.length);
    expect(namesFor('qwen xyzzy')).toEqual([]);
  });
});
