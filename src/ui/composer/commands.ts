/** What a slash at the beginning of a message can do. Their names are typed, so that they are the same in every language. */
export const COMMAND_NAMES = [
  'new',
  'settings',
  'models',
  'safety',
  'prompts',
  'export',
  'help',
] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

/** What each of them does. */
export type Commands = Readonly<Record<CommandName, () => void>>;
