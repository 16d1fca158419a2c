import type { Entity } from './entities.ts';
import type { PersonalDataSpan } from './find-personal-data.ts';

/** A name that stands for one value. */
export interface PlaceholderEntry {
  placeholder: string;
  entity: Entity;
  /** The value as it was first written; null if it may not be kept: its placeholder stays taken. */
  value: string | null;
  /** The value in the form in which equal values are equal; null like `value`. */
  canonical: string | null;
}

const NAMES: Readonly<Record<Entity, string>> = {
  email: 'EMAIL',
  phone: 'PHONE',
  payment_card: 'CARD',
  iban: 'IBAN',
  crypto_address: 'CRYPTO',
  secret: 'SECRET',
  passport: 'PASSPORT',
  ip_address: 'IP',
  mac_address: 'MAC',
  url: 'URL',
  jp_my_number: 'MY_NUMBER',
  jp_corporate_number: 'JP_CORPORATE_NUMBER',
  jp_driver_licence: 'JP_LICENCE',
  jp_postal_code: 'JP_POSTAL_CODE',
  kr_resident_number: 'RRN',
  kr_business_number: 'BRN',
  kr_driver_licence: 'KR_LICENCE',
  cn_resident_id: 'CN_ID',
  cn_social_credit_code: 'USCC',
  us_ssn: 'SSN',
  us_itin: 'ITIN',
  us_npi: 'NPI',
  person_name: 'NAME',
  postal_address: 'ADDRESS',
};

const PLACEHOLDER = /\[[A-Z_]+_\d+\]/gu;

const keyOf = (entity: Entity, canonical: string): string => `${entity} ${canonical}`;

/** Names in place of personal data, and the way back. Lives as long as one conversation, in memory. */
export class Placeholders {
  readonly #byPlaceholder = new Map<string, PlaceholderEntry>();
  readonly #byValue = new Map<string, PlaceholderEntry>();
  /** Written by people before they were issued: they stand for themselves. */
  readonly #literals = new Set<string>();

  /** @param entries what `entries()` of another one gave */
  static from(entries: readonly PlaceholderEntry[]): Placeholders {
    const placeholders = new Placeholders();
    for (const entry of entries) placeholders.#add(entry);
    return placeholders;
  }

  /**
   * The text with a placeholder such as `[PHONE_1]` for each span. The same value gets the same placeholder.
   * @param spans of this text, in its order and not overlapping, as `findPersonalData` gives them
   */
  mask(text: string, spans: readonly PersonalDataSpan[]): string {
    this.reserve(text);
    let masked = '';
    let copied = 0;
    for (const { entity, start, end, value } of spans) {
      masked += text.slice(copied, start) + this.issue(entity, value, text.slice(start, end));
      copied = end;
    }
    return masked + text.slice(copied);
  }

  /** Keeps names that people wrote themselves from ever being issued. Call it with each text before its values. */
  reserve(text: string): void {
    for (const [literal] of text.matchAll(PLACEHOLDER))
      if (!this.#byPlaceholder.has(literal)) this.#literals.add(literal);
  }

  /**
   * The placeholder of a value; the same one each time.
   * @param canonical the value in the form in which equal values are equal
   * @param written the value as it stands in the text
   */
  issue(entity: Entity, canonical: string, written: string): string {
    const known = this.#byValue.get(keyOf(entity, canonical));
    if (known) return known.placeholder;
    let number = 1;
    const name = (): string => `[${NAMES[entity]}_${number}]`;
    while (this.#byPlaceholder.has(name()) || this.#literals.has(name())) number += 1;
    const placeholder = name();
    this.#add({ placeholder, entity, value: written, canonical });
    return placeholder;
  }

  /** The text with each placeholder that was issued replaced by its value as first written. */
  restore(text: string): string {
    return text.replace(PLACEHOLDER, (name) => this.#byPlaceholder.get(name)?.value ?? name);
  }

  /** All placeholders in the order in which they were issued. */
  entries(): readonly PlaceholderEntry[] {
    return [...this.#byPlaceholder.values()];
  }

  #add(entry: PlaceholderEntry): void {
    this.#byPlaceholder.set(entry.placeholder, entry);
    if (entry.canonical !== null) this.#byValue.set(keyOf(entry.entity, entry.canonical), entry);
  }
}
