import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import type { ModelHost } from './model-host.ts';

const FIXTURE = 'models/mamori-tiny';

/** The files of the tests' model, by their paths. */
export function fixtureFiles(): Map<string, Uint8Array> {
  return new Map(readdirSync(FIXTURE).map((name) => [name, readFileSync(join(FIXTURE, name))]));
}

/** Puts the tests' model onto a host, as a plain folder; gives its address. */
export function hostFixture(host: ModelHost, folder = '/tiny'): string {
  for (const [path, bytes] of fixtureFiles()) host.put(`${folder}/${path}`, bytes);
  return `${host.origin}${folder}`;
}

/** The same with one more file of random bytes, which the engine never reads; gives the address. */
export function hostLargeFixture(host: ModelHost, file: string, sizeBytes: number): string {
  const files = fixtureFiles();
  const config = JSON.parse(new TextDecoder().decode(files.get('mlc-chat-config.json'))) as {
    tokenizer_files: string[];
  };
  config.tokenizer_files.push(file);
  files.set('mlc-chat-config.json', new TextEncoder().encode(JSON.stringify(config)));
  // random, because browsers compress what they store
  files.set(file, randomBytes(sizeBytes));
  for (const [path, bytes] of files) host.put(`/tiny/${path}`, bytes);
  return `${host.origin}/tiny`;
}

/** The Models dialog as a person uses it. */
export class ModelsPage {
  readonly page: Page;
  readonly dialog: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole('dialog', { name: 'Models', exact: true });
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'Models', exact: true }).click();
    await expect(this.dialog).toBeVisible();
  }

  /** The entry of a model that is known here. */
  entry(name: string): Locator {
    return this.dialog.getByRole('listitem', { name, exact: true });
  }

  /** The button that brings a stored model to the GPU; "Download" is another. */
  loadButton(name: string): Locator {
    return this.entry(name).getByRole('button', { name: 'Load', exact: true });
  }

  /** Asks what is at an address, and waits for the answer. */
  async find(address: string): Promise<void> {
    const field = this.dialog.getByRole('textbox', { name: 'Address of a model folder' });
    await field.fill(address);
    await field.press('Enter');
    await expect(this.dialog.getByText('people you trust')).toBeVisible();
  }

  /** Downloads what was found. */
  async downloadFound(): Promise<void> {
    await this.dialog
      .getByRole('group', { name: 'Found model' })
      .getByRole('button', { name: 'Download' })
      .click();
  }
}

/** The hashes of all files that the browser holds, sorted. */
export async function storedHashes(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    // opening a database that is not there yet would make an empty one
    const databases = await indexedDB.databases();
    if (!databases.some(({ name }) => name === 'mamori-weights')) return [];
    return new Promise<string[]>((resolve) => {
      const opening = indexedDB.open('mamori-weights');
      opening.onsuccess = () => {
        const database = opening.result;
        const end = (keys: string[]): void => {
          database.close();
          resolve(keys.sort());
        };
        if (!database.objectStoreNames.contains('files')) return end([]);
        const reading = database.transaction('files').objectStore('files').getAllKeys();
        reading.onsuccess = () => end(reading.result as string[]);
      };
    });
  });
}
