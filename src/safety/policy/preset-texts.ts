import type { Localised } from './policy.ts';

/** Said in place of what was blocked: who decided, and that it is a filter. */
export const BLOCKED_TEXT: Localised = {
  en: 'The safety layer stopped this. It is a filter and can be wrong: “Why?” shows what it found.',
  ja: '安全レイヤーがここで止めました。これはフィルターであり、誤ることもあります。「理由」で検出内容を確認できます。',
  ko: '안전 계층이 여기서 멈췄습니다. 필터이므로 틀릴 수 있습니다. “이유”에서 무엇을 발견했는지 볼 수 있습니다.',
  zh: '安全层在此处停止了内容。它只是过滤器，可能会出错：点击“原因”可查看检测到了什么。',
};

/** Said to somebody who may be in danger; the help lines of the language follow it. */
export const SUPPORT_TEXT: Localised = {
  en: 'That sounds very hard. You do not have to carry it alone: talking to a person can help, also right now. If you are in immediate danger, call the emergency number where you are.',
  ja: 'とてもつらい状況なのだと思います。ひとりで抱える必要はありません。今すぐでも、誰かに話すことが助けになります。差し迫った危険があるときは、お住まいの地域の緊急番号に電話してください。',
  ko: '많이 힘드셨겠어요. 혼자 감당하지 않아도 괜찮아요. 지금이라도 누군가와 이야기하면 도움이 될 수 있어요. 당장 위험하다면 지역의 긴급 전화로 연락하세요.',
  zh: '听起来你正在经历很艰难的事。你不必独自承受，和人谈一谈会有帮助，现在也可以。如果你正处于紧急危险之中，请拨打当地的急救电话。',
};
