import type { Cases } from './cases.ts';
import type { Random } from './random.ts';
import type { Sentence } from './sentences.ts';

type Make = (random: Random) => readonly [before: string, value: string, after: string];

const GIVEN = ['Grace', 'Alan', 'Maria', 'Kenji', 'Olivia', 'Noah', 'Priya', 'Liam'];
const FAMILY = ['Hopper', 'Turing', "O'Brien", 'Tanaka', 'Garcia', 'Smith', 'Lee', 'Novak'];
const JAPANESE = [
  '佐藤',
  '鈴木',
  '高橋',
  '田中',
  '渡辺',
  '長谷川',
  '小林',
  '加藤',
  '清水',
  '佐々木',
];
const JAPANESE_GIVEN = ['太郎', '花子', '健', '美咲', 'さくら', '翔太', '直樹', '由美'];
const KOREAN = ['김', '이', '박', '최', '정', '강', '남궁', '윤'];
const KOREAN_GIVEN = ['민수', '지은', '영희', '철수', '서연', '도윤', '하준'];
const CHINESE = ['王', '李', '张', '刘', '陈', '欧阳', '赵', '周'];
const CHINESE_GIVEN = ['小明', '伟', '芳', '建国', '丽华', '志强'];

const full = (random: Random): string => `${random.pick(GIVEN)} ${random.pick(FAMILY)}`;

const NAMES: readonly Make[] = [
  (random) => [
    `Please ask ${random.pick(['Mr.', 'Ms.', 'Dr.', 'Mrs', 'Prof.'])} `,
    full(random),
    ' about it.',
  ],
  (random) => ['My name is ', full(random), ' and I live here.'],
  (random) => ['Name: ', full(random), '\nAge: 40'],
  (random) => [
    random.pick(['昨日、', '担当は', '明日は']),
    random.pick(JAPANESE) + random.pick(['', ...JAPANESE_GIVEN]),
    random.pick(['さんに会いました。', '様から連絡がありました。', '先生です。']),
  ],
  (random) => ['氏名：', random.pick(JAPANESE) + random.pick(JAPANESE_GIVEN), '\n年齢：30'],
  (random) => [
    random.pick(['어제 ', '오늘은 ', '']),
    random.pick(KOREAN) + random.pick(KOREAN_GIVEN),
    random.pick([' 씨를 만났어요.', '님이 오셨어요.', ' 선생님께 물어보세요.']),
  ],
  (random) => ['이름은 ', random.pick(KOREAN) + random.pick(KOREAN_GIVEN), '입니다.'],
  (random) => ['我叫', random.pick(CHINESE) + random.pick(CHINESE_GIVEN), '。'],
  (random) => [
    random.pick(['请问，', '昨天，', '']),
    random.pick(CHINESE) + random.pick(['', ...CHINESE_GIVEN]),
    random.pick(['先生在吗？', '女士来过。', '老师很好。']),
  ],
];

const NO_NAMES: readonly string[] = [
  'お客様各位、ご確認ください。',
  '皆さんはどう思いますか。',
  '仕様が多様です。',
  '同様の模様です。',
  'お医者さんに聞く。',
  '神様を信じる。',
  'ユーザー様へのお知らせ',
  '先生に質問した。',
  '患者さんが増えた。',
  '店員さんが親切だ。',
  '학생이 많습니다.',
  '고객님 안녕하세요.',
  '선생님께 물어보세요.',
  '여러분 안녕하세요.',
  '사장님이 바쁘세요.',
  '이름은 비밀입니다.',
  '老师说要努力。',
  '先生们女士们，大家好。',
  '我是学生。',
  '我叫你别走。',
  '我是一名老师。',
  'Dr. is a title.',
  'The doctor said so.',
  'My name is not important.',
  'Mr. and Mrs. are titles.',
  'Name: required',
  'Miss the train',
  'Ask the professor.',
  'Paris is in France.',
  'Visual Studio Code is an editor.',
  '小姐姐很可爱。',
  '医生建议休息。',
  '부모님과 저녁을 먹었다.',
  '이 씨앗은 크다.',
];

const STREETS = ['Main', 'Oak', 'Sunset', 'Park', 'Maple', 'Lake View'];
const KINDS = ['Street', 'Ave', 'Road', 'Boulevard', 'Drive', 'Lane'];

const ADDRESSES: readonly Make[] = [
  (random) => [
    'I live at ',
    `${random.between(1, 9999)} ${random.pick(STREETS)} ${random.pick(KINDS)}`,
    ' with my cat.',
  ],
  (random) => [
    'Ship it to ',
    `${random.between(1, 999)} ${random.pick(STREETS)} ${random.pick(KINDS)}, Apt ${random.between(1, 40)}, Springfield, IL ${random.between(60000, 62999)}`,
    '.',
  ],
  (random) => [
    '住所は',
    `${random.pick(['東京都千代田区丸の内', '大阪府大阪市北区梅田', '神奈川県横浜市西区みなとみらい', '北海道札幌市中央区北一条西'])}${random.between(1, 9)}${random.pick(['-', '丁目'])}${random.between(1, 20)}${random.pick(['-3', ''])}`,
    'です。',
  ],
  (random) => [
    '주소: ',
    `${random.pick(['서울특별시 종로구 세종대로', '부산광역시 해운대구 센텀중앙로', '경기도 성남시 분당구 판교역로', '서울 강남구 테헤란로'])} ${random.between(1, 400)}`,
    '\n',
  ],
  (random) => [
    '地址是',
    `${random.pick(['北京市朝阳区建国路', '上海市浦东新区世纪大道', '广东省深圳市南山区科技南路', '浙江省杭州市西湖区文三路'])}${random.between(1, 900)}号`,
    '。',
  ],
];

const NO_ADDRESSES: readonly string[] = [
  'I walked 10 miles on the road.',
  'The 2 main ideas are here.',
  'Take 3 Avenue buses.',
  '5 Ways to learn',
  'Main Street is busy.',
  'In 1999 the Road was built by us',
  '東京都は人口が多い。',
  '京都府に行きました。',
  '北海道は5月でも寒い。',
  '大阪府で3人が働く。',
  '愛知県の2024年の予算',
  '住所を教えてください。',
  '서울은 큰 도시입니다.',
  '경기도에서 3시간 걸립니다.',
  '부산 해운대구 맛집 추천',
  '주소를 입력하세요.',
  '세종대로를 걷다',
  '北京很大。',
  '上海市有2400万人。',
  '地址请稍后告诉我。',
  '广东省的经济',
  '中关村大街很有名',
  '第3号台风',
  'Version 12 Drive letters',
  '100 percent of people',
  'a 20 dollar bill',
];

const prose = (
  entity: Cases['entity'],
  makes: readonly Make[],
  misses: readonly string[],
): Cases => ({
  entity,
  isChecked: false,
  positive(random): Sentence {
    const [before, value, after] = random.pick(makes)(random);
    return {
      text: before + value + after,
      start: before.length,
      end: before.length + value.length,
    };
  },
  nearMiss: (random) => random.pick(misses),
});

/** The entities that are off by default. */
export const PROSE_CASES: readonly Cases[] = [
  prose('person_name', NAMES, NO_NAMES),
  prose('postal_address', ADDRESSES, NO_ADDRESSES),
];
