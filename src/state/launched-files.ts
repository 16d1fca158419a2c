/** Chromium's interface to files that the system opens with an installed app; not in TypeScript's DOM library. */
interface LaunchQueue {
  setConsumer(consume: (launch: { files?: readonly FileHandle[] }) => void): void;
}

interface FileHandle {
  getFile(): Promise<File>;
}

/** Calls `onFile` with each file that the device opens with this app. One that has gone meanwhile is left out. */
export function watchLaunchedFiles(onFile: (file: File) => void): void {
  (globalThis as { launchQueue?: LaunchQueue }).launchQueue?.setConsumer(({ files = [] }) => {
    for (const handle of files) handle.getFile().then(onFile, () => undefined);
  });
}
