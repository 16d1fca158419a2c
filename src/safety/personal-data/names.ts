import type { Detector } from './detector.ts';
import { findProse, type ProseForm } from './prose-detector.ts';
import { CHINESE_SURNAMES, JAPANESE_SURNAMES, KOREAN_SURNAMES } from './surnames.ts';

const HAN = '\\u4e00-\\u9fff々';
const CAPITALISED = "(?:[OD]['’])?[A-Z][a-zÀ-ÿ]+(?:['’-][A-Z][a-z]+)?";
const ENGLISH_NAME = `${CAPITALISED}(?: (?:[A-Z]\\. )?${CAPITALISED}){0,2}`;
const KANA_NAME = '[\\u30a1-\\u30fa・ー]{2,12}';
/** Katakana words that honorifics follow without being names. */
const KANA_ROLE =
  '(?!(?:ユーザー?|メンバー|ゲスト|スタッフ|オーナー|ドクター|マスター|クライアント|ファン|パパ|ママ|サンタ|マネージャー?|リーダー|サポーター|ドライバー|カスタマー|アシスタント)(?:さん|様|氏))';
const JAPANESE_NAME = `(?:${JAPANESE_SURNAMES})(?: ?[${HAN}\\u3041-\\u3096\\u30a1-\\u30fa]{1,3}?)?`;
const JAPANESE_HONORIFIC = '(?:さん|様|氏|先生|君|くん|ちゃん|殿)(?![々子式相態])';
/** Words that begin with a syllable that is a family name too. */
const KOREAN_WORD =
  '(?!선생|사장|교수|고객|과장|부장|대리|팀장|대표|박사|환자|기사|손님|부모|원장|회장|주인|여러|형님|누님|이모|고모|하느|하나님|임금|공주|왕자|여왕|신부|스승|장군|변호|이용|사용|구매|판매|방문|소비|조합|조부모|주무관|심사|연구|안내|선수|위험|안전|유명|성실|이상|이런|우리|지도|양귀비)';
const KOREAN_NAME = `${KOREAN_WORD}(?:${KOREAN_SURNAMES})[가-힣]`;
const KOREAN_FULL_NAME = `${KOREAN_NAME}[가-힣](?<![는의을를에])`;
const KOREAN_TITLE =
  '(?:님|씨|(?:선생|교수|과장|부장|대리|팀장|사장|대표|박사|고객)님|환자분)(?![가-힣]{3}|(?![은는이가을를의와과도께만])[가-힣])';
/** Words that begin with a character that is a family name too. */
const CHINESE_WORD =
  '(?!任何|高级|金融|方面|马上|万一|于是|何时|常见|向来|程序|许多|文学|江湖|石油)';
const CHINESE_NAME = `${CHINESE_WORD}(?:${CHINESE_SURNAMES})[${HAN}]{0,2}?`;
const CHINESE_HONORIFIC = '(?:先生|女士|小姐|老师|经理|医生|教授|同学|总监|主任|阿姨|师傅)';

const form = (source: string, check: ProseForm['check']): ProseForm => ({
  form: new RegExp(source, 'gu'),
  check,
});

/** Self-introductions, fields of forms and honorifics. Off by default: no rule tells every name from every word. */
const FORMS: readonly ProseForm[] = [
  form(`\\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\\.? (?<value>${ENGLISH_NAME})`, 'honorific'),
  form(
    `\\b(?:[Mm]y name is|[Mm]y name['’]s|(?:[Ff]ull |[Ff]irst |[Ll]ast )name ?:|Name ?:|[Ss]igned,|[Ss]incerely,) ?(?<value>${ENGLISH_NAME})`,
    'context',
  ),
  form(`(?<![${HAN}])(?<value>${JAPANESE_NAME})(?=${JAPANESE_HONORIFIC})`, 'honorific'),
  form(
    `(?<!\\p{Script=Katakana}|ー)${KANA_ROLE}(?<value>${KANA_NAME})(?=(?:さん|様|氏)(?![々子式相]))`,
    'honorific',
  ),
  form(
    `(?:氏名|名前|姓名|お名前|担当者?)(?: ?: ?|は、?)(?<value>(?:${JAPANESE_SURNAMES}) ?[${HAN}\\u3041-\\u3096\\u30a1-\\u30fa]{1,3}?)(?<!先生|さん|様|長|氏)(?=です|と申|で|[\\s、。,.)」]|$)`,
    'context',
  ),
  form(
    `(?<=私は|わたしは|僕は|^)(?<value>(?:${JAPANESE_SURNAMES})[${HAN}]{1,3})(?=です|と申|といい)`,
    'context',
  ),
  form(`(?<![가-힣])(?<value>${KOREAN_FULL_NAME})(?= ?${KOREAN_TITLE})`, 'honorific'),
  form(`(?<![가-힣])(?<value>${KOREAN_NAME})(?= 씨(?![가-힣]{2}))`, 'honorific'),
  form(
    `(?:이름|성명|성함|담당자)(?: ?: ?|[은는이가] ?)(?<value>${KOREAN_NAME}[가-힣]?)(?=입니다|이에요|예요|이고|이며|[\\n,.)]|$)`,
    'context',
  ),
  form(`(?<![${HAN}])(?<value>${CHINESE_NAME})(?=${CHINESE_HONORIFIC})`, 'honorific'),
  form(
    `(?:我叫|我是|名叫|姓名(?: ?: ?|是|为)|名字(?: ?: ?|是|叫)|联系人(?: ?: ?|是)?|收件人(?: ?: ?|是)?)(?<value>(?:${CHINESE_SURNAMES})[${HAN}]{1,2}?)(?=[\\s,。、.;)]|$)`,
    'context',
  ),
];

/** Names of people, by honorific or by the words before them. */
export const PERSON_NAMES: Detector = {
  entity: 'person_name',
  find: (text) => findProse(text, FORMS),
};
