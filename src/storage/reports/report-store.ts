import { openDB, type DBSchema, type IDBPDatabase, type IDBPObjectStore } from 'idb';
import type { Result } from '../../domain/result.ts';
import { createConnection, settle } from '../connection.ts';
import { isReport, type Report } from './report.ts';

/** Changing it would orphan every report. */
const DATABASE_NAME = 'mamori-reports';
const DATABASE_VERSION = 1;

interface ReportSchema extends DBSchema {
  reports: { key: string; value: Report; indexes: { conversationId: string } };
}

/** Where reports are kept. Every method returns errors as values; a write is done when it is durable. */
export interface ReportStore {
  /** Replaces an earlier report of the same message. */
  put(report: Report): Promise<Result<null>>;
  remove(messageId: string): Promise<Result<null>>;
  /** Newest first, without damaged ones. */
  readAll(): Promise<Result<readonly Report[]>>;
  /** Deletes the texts that are kept of a conversation; its reports stay. */
  eraseConversation(conversationId: string): Promise<Result<null>>;
}

/** The store of this browser. */
export function createReportStore(): ReportStore {
  const withDatabase = createConnection(openReportDatabase);
  const change = (work: (reports: Writable) => Promise<unknown>): Promise<Result<null>> =>
    withDatabase(async (db) => {
      const transaction = db.transaction('reports', 'readwrite', { durability: 'strict' });
      await settle(transaction, work(transaction.store));
      return null;
    });

  return {
    put: (report) => change((reports) => reports.put(report)),

    remove: (messageId) => change((reports) => reports.delete(messageId)),

    readAll: () =>
      withDatabase(async (db) => {
        const stored: readonly unknown[] = await db.getAll('reports');
        return stored.filter(isReport).sort((a, b) => b.time - a.time);
      }),

    eraseConversation: (conversationId) =>
      change(async (reports) => {
        // damaged reports too: they may hold a text all the same
        const found = await reports.index('conversationId').getAll(conversationId);
        await Promise.all(found.map((report) => reports.put({ ...report, text: null })));
      }),
  };
}

type Writable = IDBPObjectStore<ReportSchema, ['reports'], 'reports', 'readwrite'>;

function openReportDatabase(onClosed: () => void): Promise<IDBPDatabase<ReportSchema>> {
  return openDB<ReportSchema>(DATABASE_NAME, DATABASE_VERSION, {
    upgrade(database, oldVersion) {
      if (oldVersion < 1) {
        const reports = database.createObjectStore('reports', { keyPath: 'messageId' });
        reports.createIndex('conversationId', 'conversationId');
      }
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      onClosed();
    },
    terminated: onClosed,
  });
}
