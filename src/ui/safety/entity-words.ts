import { m } from '../../i18n/paraglide/messages.js';
import type { Entity } from '../../safety/index.ts';
import { isKey } from './is-key.ts';

const ENTITY_NAMES: Readonly<Record<Entity, () => string>> = {
  email: m.entity_email,
  phone: m.entity_phone,
  payment_card: m.entity_payment_card,
  iban: m.entity_iban,
  crypto_address: m.entity_crypto_address,
  secret: m.entity_secret,
  passport: m.entity_passport,
  ip_address: m.entity_ip_address,
  mac_address: m.entity_mac_address,
  url: m.entity_url,
  jp_my_number: m.entity_jp_my_number,
  jp_corporate_number: m.entity_jp_corporate_number,
  jp_driver_licence: m.entity_jp_driver_licence,
  jp_postal_code: m.entity_jp_postal_code,
  kr_resident_number: m.entity_kr_resident_number,
  kr_business_number: m.entity_kr_business_number,
  kr_driver_licence: m.entity_kr_driver_licence,
  cn_resident_id: m.entity_cn_resident_id,
  cn_social_credit_code: m.entity_cn_social_credit_code,
  us_ssn: m.entity_us_ssn,
  us_itin: m.entity_us_itin,
  us_npi: m.entity_us_npi,
  person_name: m.entity_person_name,
  postal_address: m.entity_postal_address,
};

/** The name of a kind of personal data; one that this release does not know stays as it was stored. */
export function nameEntity(entity: string): string {
  return isKey(entity, ENTITY_NAMES) ? ENTITY_NAMES[entity]() : entity;
}
