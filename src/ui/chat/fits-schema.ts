import { Validator, type Schema } from '@cfworker/json-schema';

/**
 * Whether a reply is JSON that fits a JSON Schema (draft 2020-12). The model could write nothing else, but a reply may have
 * been cut, or changed by the safety layer. A schema that cannot be understood fits nothing.
 */
export function fitsSchema(text: string, schema: string): boolean {
  try {
    return new Validator(JSON.parse(schema) as Schema).validate(JSON.parse(text)).valid;
  } catch {
    return false;
  }
}
