/** "SmolLM2-135M-Instruct.mamori-model.zip": without what some file system refuses in a name. */
export function nameArchive(modelName: string): string {
  const name = modelName.replace(/[^\p{L}\p{N}.]+/gu, '-').replace(/^[-.]+|[-.]+$/gu, '');
  return `${name || 'model'}.mamori-model.zip`;
}
