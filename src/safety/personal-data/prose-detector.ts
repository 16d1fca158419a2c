import { MAXIMUM_PROSE, type Candidate } from './detector.ts';

/** One way to write a name or an address: the group `value` of the pattern, which needs the flag g. */
export interface ProseForm {
  form: RegExp;
  check: 'honorific' | 'context';
}

/** Everything that one of the forms finds, in one writing of its white space. */
export function findProse(text: string, forms: readonly ProseForm[]): Candidate[] {
  return forms.flatMap(({ form, check }) =>
    [...text.matchAll(form)].flatMap(({ 0: whole, groups, index }) => {
      const written = groups?.['value'] ?? '';
      const start = index + whole.indexOf(written);
      const end = start + written.length;
      if (written === '' || written.length > MAXIMUM_PROSE) return [];
      const value = written.toLowerCase().replace(/[\s,.]+/gu, ' ');
      return [{ start, end, value, check, distance: Infinity }];
    }),
  );
}
