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

/** As `saveBlob`, for a text. */
export function saveFile(name: string, text: string, type: string): void {
  saveBlob(name, new Blob([text], { type }));
}
