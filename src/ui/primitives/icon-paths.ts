/** Strokes on a 20 px grid, 1.75 px wide, drawn for Mamori. */
export const ICON_PATHS = {
  send: 'M10 16V4.5M5 9.5l5-5 5 5',
  stop: 'M6 6h8v8H6z',
  plus: 'M10 4v12M4 10h12',
  menu: 'M3.5 4.5h13v11h-13zM8 4.5v11',
  close: 'M5 5l10 10M15 5L5 15',
  trash: 'M4 6h12M8 6V4h4v2M5.5 6l.8 10h7.4l.8-10M8.5 9v4.5M11.5 9v4.5',
  copy: 'M7 7h9v9H7zM13 7V4H4v9h3',
  text: 'M4.5 7V4.5h11V7M10 4.5v11M7.5 15.5h5',
  check: 'M4.5 10.5l3.5 3.5 7.5-8',
  edit: 'M4 16l.8-3.4L13 4.4l2.6 2.6-8.2 8.2zM11.4 6l2.6 2.6',
  regenerate: 'M15.5 8A6 6 0 1 0 16 11M15.8 4v4h-4',
  previous: 'M12 5l-5 5 5 5',
  next: 'M8 5l5 5-5 5',
  down: 'M10 4v11.5M5 10.5l5 5 5-5',
  settings: 'M3.5 6.5h7M14.5 6.5h2M3.5 13.5h2M9.5 13.5h7M12.5 4.7v3.6M7.5 11.7v3.6',
  info: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 9v4.5M10 6.4v.2',
  alert: 'M10 3.5l7 12.5H3zM10 8.5v3.6M10 14v.2',
  search: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l3.8 3.8',
  model: 'M6 6h8v8H6zM8 3v3M12 3v3M8 14v3M12 14v3M3 8h3M3 12h3M14 8h3M14 12h3',
  lock: 'M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9M10 12v2',
  shield: 'M10 3l6 2v4.6c0 3.4-2.5 6-6 7.4-3.5-1.4-6-4-6-7.4V5zM7.3 9.8l2 2 3.4-3.8',
} as const;

export type IconName = keyof typeof ICON_PATHS;
