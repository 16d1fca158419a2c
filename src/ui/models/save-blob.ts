/** A browser reads the address a little after the click, and writes gigabytes for a while. Milliseconds. */
const ADDRESS_LIFETIME_MS = 10 * 60_000;

/** Hands `blob` to the person as a download; nothing leaves the device. */
export function saveBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), ADDRESS_LIFETIME_MS);
}

/** "SmolLM2-135M-Instruct.mamori-model.zip": without what some file system refuses in a name. */
export function nameArchive(modelName: string): string {
  const name = modelName.replace(/[^\p{L}\p{N}.]+/gu, '-').replace(/^[-.]+|[-.]+$/gu, '');
  return `${name || 'model'}.mamori-model.zip`;
}
