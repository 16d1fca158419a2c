import type { DBSchema, IDBPObjectStore } from 'idb';
import type { Result } from '../../domain/result.ts';
import { createConnection, settle, type DatabaseDefinition } from '../connection.ts';
import { isReport, type Report } from './report.ts';

interface ReportSchema extends DBSchema {
  reports: { key: string; value: Report; indexes: { conversationId: string } };
}

const REPORTS: DatabaseDefinition<ReportSchema> = {
  name: 'mamori-reports',
  version: 1,
  upgrade(database, oldVersion) {
    if (oldVersion < 1) {
      const reports = database.createObjectStore('reports', { keyPath: 'messageId' });
      reports.createIndex('conversationId', 'conversationId');
    }
  },
};

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
  const withDatabase = createConnection(REPORTS);
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
