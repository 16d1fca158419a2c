import type { Random } from './random.ts';

export const LANGUAGES = ['en', 'ja', 'ko', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Words = Readonly<Record<Language, readonly string[]>>;

/** {l} is the name of the value, {v} the value. */
const LABELLED: Words = {
  en: [
    'My {l} is {v}.',
    '{l}: {v}',
    'Please write a letter that mentions my {l} {v} and today’s date.',
    'They asked for the {l}, so I sent {v} yesterday.',
    '- {l} = {v}\n- status: open',
  ],
  ja: [
    '私の{l}は{v}です。',
    '{l}:{v}',
    '{l}（{v}）を使って書類を作ってください。',
    '{v}が私の{l}です。',
    '先週{l}を聞かれたので{v}と答えました。',
  ],
  ko: [
    '제 {l}는 {v}입니다.',
    '{l}: {v}',
    '{l} {v} 로 서류를 작성해 주세요.',
    '{v} 이게 제 {l}예요.',
    '어제 {l}를 물어봐서 {v} 라고 했어요.',
  ],
  zh: [
    '我的{l}是{v}。',
    '{l}：{v}',
    '请用{l}{v}帮我写一份申请。',
    '{v}是我的{l}。',
    '昨天他们问我{l}，我说是{v}，对吗？',
  ],
};

const BARE: Words = {
  en: [
    'Please look up {v} for me.',
    'I typed {v} and it failed.',
    'Is {v} right?',
    '{v}',
    'See "{v}", please.',
  ],
  ja: [
    '{v}を調べてください。',
    '「{v}」と入力しました。',
    'これは{v}ですか？',
    '{v}',
    '結果は{v}、でした。',
  ],
  ko: ['{v} 확인해 주세요.', "'{v}'라고 입력했어요.", '이건 {v} 맞나요?', '{v}', '{v}을 찾아 줘.'],
  zh: ['请帮我查一下{v}。', '我输入了“{v}”。', '这是{v}吗？', '{v}', '结果是{v}，谢谢。'],
};

const OTHER_NAMES: Words = {
  en: ['order number', 'invoice number', 'tracking number', 'serial number', 'product code'],
  ja: ['注文番号', '伝票番号', '追跡番号', '製造番号', '商品コード'],
  ko: ['주문번호', '송장번호', '운송장번호', '제품번호', '상품코드'],
  zh: ['订单号', '快递单号', '运单号', '流水号', '商品型号'],
};

export interface Sentence {
  text: string;
  start: number;
  end: number;
}

function fill(frame: string, name: string, value: string): Sentence {
  const named = frame.replace('{l}', name).replace(/(?<=[A-Za-z])\{v\}/u, ' {v}');
  const start = named.indexOf('{v}');
  return { text: named.replace('{v}', () => value), start, end: start + value.length };
}

export function labelled(random: Random, names: Words, value: string): Sentence {
  const language = random.pick(LANGUAGES);
  return fill(random.pick(LABELLED[language]), random.pick(names[language]), value);
}

export function bare(random: Random, value: string): Sentence {
  return fill(random.pick(BARE[random.pick(LANGUAGES)]), '', value);
}

/** The value under the name of something else, such as an order number. */
export const misnamed = (random: Random, value: string): Sentence =>
  labelled(random, OTHER_NAMES, value);
