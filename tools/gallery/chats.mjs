// @ts-check
import { writeArchive } from '../chats/write-archive.mjs';

const REPLY = `### 今日 / today / 오늘

A list, *with emphasis* and \`code\`, and [a link](https://example.com/garden). 一番*大切*なこと[^1]:

1. first
   - nested, 入れ子
2. second

| Language | 言語 | 언어 |
|:--|:-:|--:|
| English | 英語 | 영어 |

\`\`\`python
def add(a, b):
    return a + b  # a comment that is longer than a narrow window is wide, so that it scrolls
\`\`\`

$$x = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}$$

> A quotation.

[^1]: A footnote.`;

const HOUR_MS = 3_600_000;

const TITLES = [
  'What do I sow in March?',
  '京都への旅行の計画を立てる',
  '고양이를 처음 키우는 사람을 위한 안내',
  '怎样泡一杯好喝的绿茶',
  'A title that is far longer than the list of conversations is wide, so that it ends in three dots',
  'Put away',
];

/** How many conversations there are. */
export const GALLERY_CHAT_COUNT = TITLES.length;

/** Conversations that need no model to be looked at, as a file of Mamori. */
export function writeGalleryChats() {
  return writeArchive(
    TITLES.map((title, at) => ({
      title,
      updatedAt: Date.now() - at * 36 * HOUR_MS,
      turns: [title, REPLY, 'العربية من اليمين', 'مرحبا! And in English.'],
      ...(at === 0 ? { otherReply: 'مرحبا! Another version.' } : {}),
      place: {
        ...(at === 1 ? { pinned: true } : {}),
        ...(at === 2 ? { folder: 'Pets, ペット' } : {}),
        ...(at === 5 ? { archived: true } : {}),
      },
    })),
  );
}

/** A list as people have one, for the picture in the README. */
const README_CHATS = [
  { title: 'Photosynthesis for year 8', place: { folder: 'Lessons' } },
  { title: 'A letter to the landlord' },
  { title: '京都で過ごす一週間', place: { pinned: true } },
  { title: 'Side effects, in plain words' },
  { title: '고양이를 처음 키우는 사람을 위한 안내' },
  { title: '怎样泡一杯好喝的绿茶' },
];

/** How many conversations there are in the picture, beside the one that is open. */
export const README_CHAT_COUNT = README_CHATS.length;

/** Conversations to stand in the list of that picture, as a file of Mamori. */
export function writeReadmeChats() {
  return writeArchive(
    README_CHATS.map((chat, at) => ({
      ...chat,
      updatedAt: Date.now() - (at + 1) * 30 * HOUR_MS,
      turns: [chat.title, 'Gladly.'],
    })),
  );
}
