import type { JsonObject } from '../policy/merge.ts';

/** Agents that the Chemical Weapons Convention lists in its schedule 1, by the names that people use. */
const AGENTS = {
  latin:
    'sarin|soman|tabun|novichok|vx|cyclosarin|(?:sulfur|sulphur|mustard) (?:gas|agent)|mustard gas|lewisite|nerve agents?',
  ja: 'サリン|ソマン|タブン|ノビチョク|マスタードガス|ルイサイト|神経剤',
  ko: '사린|소만|타분|노비촉|겨자 ?가스|루이사이트|신경 ?작용제',
  zh: '沙林|梭曼|塔崩|诺维乔克|芥子气|路易斯毒气|神经毒剂',
};

/** In either order within one sentence: to make one is no matter of chemistry classes; to ask what one is may be. */
const pattern = (makes: string, agents: string): string =>
  `(?:${makes})[^.!?。！？]{0,60}(?:${agents})|(?:${agents})[^.!?。！？]{0,40}(?:${makes})`;

const rule = (id: string, makes: string, agents: string): JsonObject => ({
  id,
  action: 'block',
  match: { type: 'pattern', pattern: pattern(makes, agents), longest: 120 },
});

/** Ways to ask for the making of a listed chemical weapon, in four languages. The past tense is history and passes. */
export const WEAPON_RULES: readonly JsonObject[] = [
  rule(
    'weapon-agents-en',
    '\\b(?:make|making|synthesi[sz]e|synthesi[sz]ing|synthesis of|prepare|preparing|produce|producing|manufacture|manufacturing|cook|brew)\\b',
    `\\b(?:${AGENTS.latin})\\b`,
  ),
  rule(
    'weapon-agents-ja',
    '作り|作る|作って|作れ|作ろう|合成方法|合成する|合成したい|合成して|合成の手順|製造方法|製造する|製造して|調合',
    AGENTS.ja,
  ),
  rule(
    'weapon-agents-ko',
    '만드는|만들|합성하|합성해|합성법|합성 방법|제조하|제조해|제조법|제조 방법|제작',
    AGENTS.ko,
  ),
  rule(
    'weapon-agents-zh',
    '制作|制造|制备|配制|合成方法|合成路线|如何合成|想合成|要合成|怎么合成|怎么做|自己做',
    AGENTS.zh,
  ),
];
