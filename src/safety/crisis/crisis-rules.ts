import type { Policy } from '../policy/policy.ts';

/** A pause, the end of a sentence, or the end of the text. */
const END = '(?:[\\s.,!?~…。、！？，；;:)」』"”]|$)';

const WISH_EN =
  '\\bi (?:just |really |only |still )?(?:want|wanna|wish|need|plan|am going|am planning|have decided|intend)';

/**
 * Ways to say in the first person that one wants to die, hurt oneself, or has made ready for it. What somebody else says, what
 * is asked about others, and idioms ("dying to see it", 死ぬほど, 죽고 싶을 만큼, 笑死) are left out: these words alone decide.
 */
const PATTERNS: Readonly<Record<string, string>> = {
  en: [
    `${WISH_EN} (?:to )?(?:die|be dead)(?: tonight| today| now| so (?:bad|badly|much)| and)?(?:[.,!?~…;:)"”]|$)`,
    `${WISH_EN} (?:to )?(?:kill|hurt|cut) myself\\b`,
    `${WISH_EN} (?:to )?(?:end my (?:own )?life|end it all|take my own life)\\b`,
    "\\bi(?:'| a)?m (?:feeling )?suicidal\\b",
    "\\bi(?:'| a)?m (?:going|about|planning) to (?:kill myself|end my life|end it all|take my own life)\\b",
    "\\bi (?:do not|don'?t) (?:want|wanna) (?:to )?(?:live|be alive|exist)(?: any ?more)?(?:[.,!?~…;:)]|$| and)",
    '\\bi wish i (?:was|were) (?:dead|never born)\\b',
    "\\bi(?:'ve| have)? (?:wrote|written) (?:my|a) (?:suicide|goodbye) note\\b",
    "\\bi can(?:no|')?t go on living\\b",
  ].join('|'),
  ja: [
    `(?:死にたい|自殺したい|命を絶ちたい|消えてしまいたい|生きていたくない|生きるのをやめたい|自分を傷つけたい|リストカットしたい)(?:です|よ|な|の|んだ|んです|けど|わ)*${END}`,
    'もう生きて(?:いけ|い?られ)ない',
    '遺書を書(?:いた|きました|いておいた)',
    '死ぬ準備(?:が|は)でき',
  ].join('|'),
  ko: [
    `(?:죽고|자살하고|자해하고|죽어 ?버리고|사라져 ?버리고) ?싶(?:어요?|습니다|다|네요?|은데요?)${END}`,
    `(?:^|[.!?~…] ?|더 ?이상 |더는 |이제 )살고 ?싶지 ?(?:가 )?않(?:아요?|습니다|다|네요?)${END}`,
    '유서를? ?(?:다 )?(?:썼|써 ?놨|써 ?뒀|적었)',
    '자살할 ?(?:거야|거예요|겁니다)',
  ].join('|'),
  zh: [
    `我(?:今晚|真的|好|很|只|就|也|都|又|已经|现在|一直)*(?:想死了?|想自杀|想轻生|想自尽|想割腕|想割自己|想结束(?:自己的|我的)?生命|活不下去了)${END}`,
    `(?:^|[\\s，。！？,.!?]|我|真的|也|都|再也)(?:不想活了|不想活下去)${END}`,
    '遗书(?:已经|都)?写好',
    `(?:今晚|今天|明天)我?就去死${END}`,
  ].join('|'),
};
const LONGEST = 80;

/** The rules by which a question is taken for a cry for help. */
export function crisisRules(action: Policy['crisis']): Policy['rules']['input'] {
  return Object.entries(PATTERNS).map(([language, pattern]) => ({
    id: `crisis-${language}`,
    action,
    category: 'self_harm',
    match: { type: 'pattern', pattern, longest: LONGEST },
  }));
}
