import { afterEach, describe, expect, test } from 'vitest';
import type { AppError } from '../../src/domain/app-error.ts';
import { overwriteGetLocale } from '../../src/i18n/paraglide/runtime.js';
import { fromFolder, LARGEST_FOLDER } from '../../src/ui/models/picked-files.ts';
import { nameArchive } from '../../src/ui/models/name-archive.ts';
import { describeProblem } from '../../src/ui/problems/problem-copy.ts';

afterEach(() => overwriteGetLocale(() => 'en'));

describe('a full disk', () => {
  const sentenceOf = (error: AppError): string => describeProblem(error)?.sentence ?? '';

  test('is described with the figures that are known, in the language of the page', () => {
    const neededBytes = 1_100_000_000;
    expect(sentenceOf({ type: 'quota-exceeded', neededBytes, freeBytes: 500_000_000 })).toContain(
      'this needs 1.1 GB, and 500 MB is free',
    );
    expect(sentenceOf({ type: 'quota-exceeded', neededBytes, freeBytes: null })).toContain(
      'this needs 1.1 GB, and less than that is free',
    );
    expect(sentenceOf({ type: 'quota-exceeded', neededBytes: null })).not.toContain('GB');
    overwriteGetLocale(() => 'ja');
    expect(sentenceOf({ type: 'quota-exceeded', neededBytes })).toContain('1.1 GB 必要');
  });
});

test('a model that cannot be used says so and keeps its detail folded', () => {
  const copy = describeProblem({ type: 'model-unsupported', detail: 'no tokenizer' });
  expect(copy).toMatchObject({ action: 'manage-models', detail: 'no tokenizer' });
  expect(copy?.sentence).not.toContain('no tokenizer');
});

test('an archive has a name that every file system takes', () => {
  expect(nameArchive('Qwen3 4B')).toBe('Qwen3-4B.mamori-model.zip');
  expect(nameArchive('../a/b: "c"?')).toBe('a-b-c.mamori-model.zip');
  expect(nameArchive('モデル')).toBe('モデル.mamori-model.zip');
  expect(nameArchive('***')).toBe('model.mamori-model.zip');
});

describe('a chosen folder', () => {
  const fileAt = (path: string): File => {
    const file = new File([''], path.split('/').at(-1) ?? path);
    Object.defineProperty(file, 'webkitRelativePath', { value: path });
    return file;
  };

  test('is called as on the disk, and its files keep their paths', () => {
    expect(fromFolder([fileAt('my model/a.json'), fileAt('my model/sub/b.bin')])).toMatchObject({
      name: 'my model',
      source: {
        type: 'files',
        files: [{ path: 'my model/a.json' }, { path: 'my model/sub/b.bin' }],
      },
    });
    expect(fromFolder([])).toBeNull();
  });

  test('of too many files is no model', () => {
    const file = fileAt('all/a');
    expect(fromFolder(Array.from({ length: LARGEST_FOLDER + 1 }, () => file))).toBe('too-many');
  });
});
