import type { Detector } from './detector.ts';
import { findProse, type ProseForm } from './prose-detector.ts';

const WORD = "[A-Z0-9][A-Za-z0-9'.-]*";
const STREET =
  '(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Place|Pl|Square|Sq|Terrace|Way|Parkway|Pkwy|Highway|Hwy|Circle|Cir)\\b\\.?';
const UNIT = '(?:,? (?:Apt|Apartment|Suite|Ste|Unit|Floor|#)\\.? ?[A-Z0-9-]+)?';
const CITY = '(?:,? [A-Z][A-Za-z.]+(?: [A-Z][a-z]+){0,2})?';
const STATE = '(?:,? (?:[A-Z]{2} )?\\d{5}(?:-\\d{4})?)?';

const HAN_KANA = '\\u3041-\\u309f\\u30a1-\\u30ff\\u4e00-\\u9fff々';
const PREFECTURE = '(?:東京都|北海道|京都府|大阪府|[\\u4e00-\\u9fff]{2,3}県)';
const BLOCK = '\\d{1,4}(?:(?:丁目|番地?|号|-|の)\\d{0,4}){0,5}(?:号室?)?';

const KOREAN_REGION =
  '(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주|충청[남북]|전라[남북]|경상[남북])(?:특별자치시|특별자치도|특별시|광역시|시|도)?';
const HANGUL = '[가-힣0-9]';

const HAN = '\\u4e00-\\u9fff';
const CHINESE_REGION =
  '(?:北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|(?<=地址(?:是|为|:|: )|住在|寄到|送到|位于)[\\u4e00-\\u9fff]{2,4}?市)';

const form = (source: string): ProseForm => ({ form: new RegExp(source, 'gu'), check: 'context' });

/** Addresses down to the number of the house. Off by default. */
const FORMS: readonly ProseForm[] = [
  form(`(?<![\\w.,$-])(?<value>\\d{1,5}[A-Z]? (?:${WORD} ){1,4}${STREET}${UNIT}${CITY}${STATE})`),
  form(`(?<value>P\\.?O\\.? Box \\d{1,6}${CITY}${STATE})`),
  form(
    `(?<value>${PREFECTURE}[${HAN_KANA}]{2,24}?${BLOCK}(?!\\d|[年月日円人時分%])(?: ?[${HAN_KANA}]{2,16}\\d{1,4}号室)?)`,
  ),
  form(
    `(?:住所|所在地|届け先)(?: ?: ?|は、?)(?<value>[${HAN_KANA}]{1,10}[市区町村][${HAN_KANA}]{1,16}?${BLOCK}(?!\\d))`,
  ),
  form(
    `(?<![가-힣])(?<value>${KOREAN_REGION}(?: ${HANGUL}{1,8}[시군구읍면]){1,3}(?: ${HANGUL}{1,12}(?:로|길|동|리|가)){1,2} ?\\d{1,5}(?:-\\d{1,4})?(?:번지)?(?:,? ${HANGUL}{1,6}[동층호]){0,2})`,
  ),
  form(
    `(?<value>${CHINESE_REGION}[${HAN}]{2,28}?[路街道巷弄村](?:\\d{1,5}[弄巷])?\\d{1,5}号(?:[${HAN}]{0,8}\\d{1,4}(?:[号栋幢座楼单元室层-]\\d{0,4}){1,6})?)`,
  ),
];

/** Addresses of houses, by the order of their parts. */
export const POSTAL_ADDRESSES: Detector = {
  entity: 'postal_address',
  find: (text) => findProse(text, FORMS),
};
