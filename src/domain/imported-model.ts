import type { ModelFile } from './catalogue.ts';

/** A model that was taken from files of this machine: all of it is stored. */
export interface ImportedModel {
  /** What its folder is called, or what it calls itself; fit to be shown, at most 100 characters. */
  name: string;
  files: readonly ModelFile[];
  /** Null if the model does not say. */
  contextWindowTokens: number | null;
}
