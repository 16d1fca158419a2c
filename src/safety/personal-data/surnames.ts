/*
 * Frequent family names, about the hundred first of each country's statistics. A name before an honorific counts only
 * if it begins with one of them, because honorifics also follow words for roles.
 */

const words = (list: string): string => list.trim().split(/\s+/u).join('|');

/** Alternatives for a pattern, longer names first where one begins another. */
export const JAPANESE_SURNAMES = words(`
  佐々木 長谷川 五十嵐 小笠原 久保田 大久保 佐久間 宇佐美
  佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邊 渡部 山本 中村 小林 加藤 吉田 山田 山口 松本 井上 木村 斎藤 斉藤 齋藤 清水 山崎 池田 橋本
  阿部 石川 山下 中島 石井 小川 前田 岡田 藤田 後藤 近藤 村上 遠藤 青木 坂本 福田 太田 西村 藤井 金子 岡本 藤原 三浦 中野 中川
  原田 松田 竹内 小野 田村 中山 和田 石田 森田 上田 内田 柴田 酒井 宮崎 横山 高木 安藤 宮本 大野 小島 谷口 工藤 今井 高田 増田
  丸山 杉山 村田 大塚 新井 小山 平野 藤本 河野 上野 野口 武田 松井 千葉 菅原 岩崎 桜井 木下 野村 佐野 菊地 菊池 渡邉 山内 松尾
  西田 川口 伊東 市川 松下 浜田 島田 水野 桑原 望月 小松 飯田 北村 古川 中西 荒木 本田 川崎 熊谷 秋山 吉川 矢野 福島 大西 星野
`);

export const KOREAN_SURNAMES = words(`
  남궁 황보 제갈 선우 독고
  김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황 안 송 전 홍 유 고 문 양 손 배 백 허 남 심 노 하 곽 성 차 주 우 구 민 류 나 진 지
  엄 채 원 천 방 공 현 함 변 염 여 추 도 소 석 선 설 마 길 연 위 표 명 기 반 라 왕 금 옥 육 인 맹 제 모
`);

export const CHINESE_SURNAMES = words(`
  欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯
  王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 罗 高 郑 梁 谢 宋 唐 许 韩 邓 冯 曹 彭 曾 肖 田 董 潘 袁 蔡 蒋 余 于 杜 叶 程 魏
  苏 吕 丁 任 卢 姚 沈 钟 姜 崔 谭 陆 范 汪 廖 石 金 韦 贾 夏 付 方 邹 熊 白 孟 秦 邱 侯 江 尹 薛 闫 段 雷 龙 黎 史 陶 贺 毛 郝 顾 龚 邵 万
  覃 武 钱 戴 严 莫 孔 向 常
`);
