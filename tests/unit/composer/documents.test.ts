import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../../../src/documents/decode-text.ts';
import { readDocxText } from '../../../src/documents/docx-text.ts';

const p = (...runs: string[]): string => `<w:p><w:r>${runs.join('')}</w:r></w:p>`;
const t = (text: string): string => `<w:t xml:space="preserve">${text}</w:t>`;
const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

describe('a Word document', () => {
  test('gives its paragraphs, tabs, breaks and cells', () => {
    const xml =
      `<?xml version="1.0"?><w:document xmlns:w="x">${p(t('a'), '<w:tab/>', t('b'))}` +
      `<w:tbl><w:tr><w:tc>${p(t('c'))}</w:tc><w:tc>${p(t('d'))}</w:tc></w:tr></w:tbl>` +
      `${p(t('e'), '<w:br/>', t('f &amp; &#x41;'))}</w:document>`;
    expect(readDocxText(xml)).toBe('a\tb\nc\td\ne\nf & A');
  });

  test('leaves out deleted text, field codes, comments and declared entities', () => {
    const xml = `<!DOCTYPE x [<!ENTITY big "boom">]>${p('<w:delText>gone</w:delText><w:instrText>PAGE</w:instrText><!-- <w:t>no</w:t> -->', t('yes &big;'))}`;
    expect(readDocxText(xml)).toBe('yes &big;');
  });

  test('gives any text back as it was written', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z<>&"'あ]{1,40}$/u), (text) => {
        expect(readDocxText(p(t(escape(text))))).toBe(text);
      }),
    );
  });

  test('is read to its end in time whatever it is made of', () => {
    const part = fc.constantFrom('<', '>', '"', "'", '<w:t>', '</w:t>', '<!--', '<![CDATA[', 'x');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 200 }), (parts) => {
        expect(typeof readDocxText(parts.join(''))).toBe('string');
      }),
    );
  });

  test.each(['<', '<!--', '<w:t>', '<a "', '<![CDATA['])(
    '%s a million times is no trap',
    (part) => {
      const started = performance.now();
      readDocxText(part.repeat(300_000));
      readDocxText('x'.repeat(10) + part.repeat(300_000));
      // the square of its length would be hours
      expect(performance.now() - started).toBeLessThan(20_000);
    },
  );
});

describe('a text file', () => {
  const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

  test('is UTF-8, UTF-16 by its mark, or what was usual for the language', () => {
    expect(decodeText(new TextEncoder().encode('\ufeffé\r\nb\rc'), 'en')).toBe('é\nb\nc');
    expect(decodeText(bytes(0xff, 0xfe, 0x41, 0), 'en')).toBe('A');
    expect(decodeText(bytes(0x93, 0xfa, 0x96, 0x7b), 'ja')).toBe('日本');
    expect(decodeText(bytes(0xc7, 0xd1), 'ko')).toBe('한');
    expect(decodeText(bytes(0xd6, 0xd0), 'zh')).toBe('中');
    expect(decodeText(bytes(0xe9), 'en')).toBe('é');
  });

  test('is none with a zero byte', () => {
    expect(decodeText(bytes(0x50, 0x4b, 0, 1), 'en')).toBeNull();
  });
});
