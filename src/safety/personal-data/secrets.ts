import { distanceToWord } from './context.ts';
import { decodeBase64 } from './decode.ts';
import { MAXIMUM_RUN, type Candidate, type Detector } from './detector.ts';

/** Published prefixes of access tokens and keys. */
const PREFIXED =
  /(?<![A-Za-z0-9])(?:sk-(?:proj-|ant-[a-z0-9]+-|svcacct-|live-)?[A-Za-z0-9_-]{20,200}|[sr]k_(?:live|test)_[A-Za-z0-9]{16,128}|gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255}|glpat-[A-Za-z0-9_-]{20,64}|(?:AKIA|ASIA)[A-Z2-7]{16}|AIza[A-Za-z0-9_-]{35}|ya29\.[A-Za-z0-9_-]{20,512}|xox[abeoprs]-[A-Za-z0-9-]{10,255}|npm_[A-Za-z0-9]{36}|hf_[A-Za-z0-9]{30,64}|pypi-[A-Za-z0-9_-]{50,255}|SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}|dop_v1_[a-f0-9]{64})(?![A-Za-z0-9])/gu;
/** RFC 7519 in the compact form of RFC 7515. */
const JWT =
  /(?<![A-Za-z0-9_-])(eyJ[A-Za-z0-9_-]{8,2000})\.[A-Za-z0-9_-]{4,5000}\.[A-Za-z0-9_-]{0,900}(?![A-Za-z0-9_-])/gu;
/** RFC 7468. A block that was cut off ends with its last line of Base64. */
const PEM = new RegExp(
  `-----BEGIN ((?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?)-----(?:[^]{0,${MAXIMUM_RUN - 160}}?-----END \\1-----|(?:\\s[A-Za-z0-9+/=]{16,128}){1,90})`,
  'gu',
);

/** The user information of RFC 3986, as in connection strings. */
const URL_PASSWORD = /(?<=\/\/[\w.~%-]{1,64}:)[^\s:/@]{1,128}(?=@[\w[])/gu;

const PASSWORD =
  '(?<![A-Za-z])(?:pass(?:word|phrase|code|wd)|pwd?|PIN code)(?![A-Za-z])|パスワード|暗証番号|비밀번호|비번|패스워드|암호|密码|口令|密碼';
const KEY =
  '(?<![A-Za-z])(?:(?:api|access|secret|private|auth|client)[_ -]?(?:key|token|secret)|secret|token|bearer|credentials?)(?![A-Za-z])|APIキー|秘密鍵|トークン|シークレット|API ?키|비밀 ?키|토큰|시크릿|密钥|令牌|秘钥';
const BETWEEN =
  '["\'`]?(?: ?(?:is|are|は|が|는|은|가|이|是|为)[: ]? ?| ?:=? ?|(?<equals> ?=>? ?)|(?=[「『])|(?<=[ァ-ヶ一-龥가-힣]) )(?<quote>["\'`「『“])?';
const ASSIGNED = new RegExp(
  `(?:${PASSWORD}|(?<key>${KEY}))${BETWEEN}(?=(?<run>[!-~]{1,512}))`,
  'giu',
);
const WORDS = new RegExp(`${PASSWORD}|${KEY}`, 'giu');
const RUN = /(?<![!-~])[!-~]{8,256}(?![!-~])/gu;

const FRINGE = /^["'`([{<]+|["'`)\]}>.,;:?]+$/gu;
const PLACEHOLDER =
  /^(?:(?:sha|md|aes|rsa|utf|base|hmac|argon|oauth|wpa)-?\d+\W?.*|[*x.•_-]+|<.*|\$\{.*\}.*|\{\{.*\}\}|\[.*\]|%\w+%|your[-_].*|https?:.*)$/iu;
/** A digit or a sign inside, or both cases: what people call a password, not a word about passwords. */
const LOOKS_SECRET = /\d|[A-Za-z0-9][!#$%&*+=?@^_~][A-Za-z0-9]|[!#$%&@^~]|[a-z][A-Z]/u;
/** Joined words, in a setting. */
const PHRASE = /^\w+-\w/u;
const DATE_OR_AMOUNT = /^(?:\d{1,2}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d+[.,]\d+|\d+[-–]\d+)$/u;
const LETTER_AND_DIGIT = /^(?=.*[A-Za-z])(?=.*\d)/u;
/** Signs that people put into passwords and that words, paths and identifiers do not have. */
const PASSWORD_SIGN = /^[\w!#$%&*+?@^~-]*[!#$%&*?@^~][\w!#$%&*+?@^~-]*$/u;
/** Letters and digits that change places more often than in a name with a number at its end. */
const KEY_FORM =
  /^(?=(?:.*?(?:[A-Za-z]\d|\d[A-Za-z])){2}|.*[a-z][A-Z])[A-Za-z0-9+/_.-]{20,}={0,2}$/u;
const NUMBER = /^[\d.,:/_-]+$/u;
/** Of a string in code or data. */
const STRING_END = /["`]|\\n/u;
/** A call, an index or a property. */
const CODE = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*(?:[([]|(?<=\..*)[,;)]*$)/u;
/** In characters. */
const SHORTEST = 4;
/** Bits per character; English words in lower case have less, random keys more. */
const RANDOM_ENTROPY = 3.5;

/** Shannon entropy of the characters, in bits per character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / text.length;
    return sum - share * Math.log2(share);
  }, 0);
}

const candidate = (start: number, value: string, check: string): Candidate => ({
  start,
  end: start + value.length,
  value,
  check,
  distance: Infinity,
});

const isJoseHeader = (header: string): boolean => decodeBase64(header)?.includes('"alg"') ?? false;

/** A value right after its word, as in `password = …`. */
function findAssigned(text: string): Candidate[] {
  return [...text.matchAll(ASSIGNED)].flatMap(({ 0: whole, groups, index }) => {
    const [run = ''] = groups?.['run']?.split(STRING_END) ?? [];
    const value = run.replace(FRINGE, '');
    // a password may be a number, a count of tokens is no token
    const isNumber = groups?.['key'] === undefined ? DATE_OR_AMOUNT : NUMBER;
    const isQuoted = groups?.['quote'] !== undefined && groups['key'] === undefined;
    const isSetting = groups?.['equals'] !== undefined && PHRASE.test(value);
    const isSecret =
      value.length >= SHORTEST &&
      (LOOKS_SECRET.test(value) || isQuoted || isSetting) &&
      !isNumber.test(value) &&
      !CODE.test(run);
    if (!isSecret || PLACEHOLDER.test(run) || PLACEHOLDER.test(value)) return [];
    return [candidate(index + whole.length + run.indexOf(value), value, 'context')];
  });
}

/** A value near its word that looks like a password or a random key by itself. */
function findNearWords(text: string): Candidate[] {
  return [...text.matchAll(RUN)].flatMap(({ 0: run, index }) => {
    const value = run.replace(FRINGE, '');
    if (!LETTER_AND_DIGIT.test(value)) return [];
    const isKey = KEY_FORM.test(value) && entropy(value) >= RANDOM_ENTROPY;
    if (!isKey && !PASSWORD_SIGN.test(value)) return [];
    const start = index + run.indexOf(value);
    const distance = distanceToWord(text, start, start + value.length, WORDS);
    return distance === Infinity ? [] : [candidate(start, value, isKey ? 'entropy' : 'context')];
  });
}

function find(text: string): Candidate[] {
  const prefixed = [...text.matchAll(PREFIXED)].map(({ 0: value, index }) =>
    candidate(index, value, 'prefix'),
  );
  const tokens = [...text.matchAll(JWT)].flatMap(({ 0: value, 1: header = '', index }) =>
    isJoseHeader(header) ? [candidate(index, value, 'jwt')] : [],
  );
  const blocks = [...text.matchAll(PEM)].map(({ 0: value, index }) =>
    candidate(index, value, 'pem'),
  );
  const inUrls = [...text.matchAll(URL_PASSWORD)].map(({ 0: value, index }) =>
    candidate(index, value, 'url-password'),
  );
  return [
    ...prefixed,
    ...tokens,
    ...blocks,
    ...inUrls,
    ...findAssigned(text),
    ...findNearWords(text),
  ];
}

/** Passwords, keys and tokens. */
export const SECRETS: Detector = { entity: 'secret', find };
