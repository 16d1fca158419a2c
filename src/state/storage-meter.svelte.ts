/** How much this site may store, in bytes, as the browser estimates it. */
export interface StorageEstimate {
  usedBytes: number;
  freeBytes: number;
}

/** The browser's storage for this site: how full it is, and whether the browser may clear it when the disk runs short. */
export class StorageMeter {
  readonly #storage: StorageManager | undefined;
  #estimate = $state.raw<StorageEstimate | null>(null);
  #isPersisted = $state<boolean | null>(null);

  constructor(storage: StorageManager | undefined) {
    this.#storage = storage;
  }

  /** Null where the browser does not say. */
  get estimate(): StorageEstimate | null {
    return this.#estimate;
  }

  /** Whether the browser has promised to keep everything; null where it does not say. */
  get isPersisted(): boolean | null {
    return this.#isPersisted;
  }

  async refresh(): Promise<void> {
    try {
      const { usage, quota } = (await this.#storage?.estimate()) ?? {};
      this.#estimate =
        usage === undefined || quota === undefined
          ? null
          : { usedBytes: usage, freeBytes: Math.max(0, quota - usage) };
      this.#isPersisted = (await this.#storage?.persisted()) ?? null;
    } catch {
      this.#estimate = null;
    }
  }

  /** Asks the browser to keep everything. Some ask the person, some decide by how often a site is used. */
  async persist(): Promise<void> {
    try {
      this.#isPersisted = (await this.#storage?.persist()) ?? null;
    } catch {
      this.#isPersisted = null;
    }
  }
}
