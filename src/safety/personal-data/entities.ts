/** Kinds of personal data that can be found, each with a detector of its own. */
export const ENTITIES = [
  'email',
  'phone',
  'payment_card',
  'iban',
  'crypto_address',
  'secret',
  'passport',
  'ip_address',
  'mac_address',
  'url',
  'jp_my_number',
  'jp_corporate_number',
  'jp_driver_licence',
  'jp_postal_code',
  'kr_resident_number',
  'kr_business_number',
  'kr_driver_licence',
  'cn_resident_id',
  'cn_social_credit_code',
  'us_ssn',
  'us_itin',
  'us_npi',
  'person_name',
  'postal_address',
] as const;

export type Entity = (typeof ENTITIES)[number];
