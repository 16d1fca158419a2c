import isEmailModule from 'validator/lib/isEmail.js';
import isIpModule from 'validator/lib/isIP.js';
import isLuhnNumberModule from 'validator/lib/isLuhnNumber.js';

/*
 * The files of `validator` export their function itself, which its types declare as a default export. That reads well
 * for a bundler but not under Node's resolution, so the types are stated here.
 */

const typed = <Check>(module: unknown): Check => module as Check;

/** An address of RFC 5322 with a top-level domain. */
export const isEmail = typed<(text: string) => boolean>(isEmailModule);

/** An address of RFC 791 or RFC 4291. */
export const isIp = typed<(text: string, version: 4 | 6) => boolean>(isIpModule);

/** Digits with the check digit of ISO/IEC 7812-1, annex B. */
export const isLuhnNumber = typed<(digits: string) => boolean>(isLuhnNumberModule);
