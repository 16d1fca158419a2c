import type { Endpoint } from '../../src/protocol/messages.ts';

export interface PortPair {
  /** What the page holds. */
  page: Endpoint;
  /** What the worker holds. */
  worker: Endpoint;
  /** Acts like a worker whose script threw. */
  fail: (message: string) => void;
  close: () => void;
}

type Listener = (event: MessageEvent | Event) => void;

/** Two endpoints joined by a real message channel: messages are cloned and arrive later, as between page and worker. */
export function createPortPair(): PortPair {
  const { port1, port2 } = new MessageChannel();
  const errorListeners: Listener[] = [];
  const endpoint = (port: MessagePort, errors: Listener[]): Endpoint => ({
    postMessage: (message, transfer = []) => port.postMessage(message, transfer),
    addEventListener(type, listener) {
      if (type === 'error') errors.push(listener);
      else port.addEventListener(type, listener);
      port.start();
    },
  });
  return {
    page: endpoint(port1, errorListeners),
    worker: endpoint(port2, []),
    fail: (message) => {
      for (const listener of errorListeners)
        listener(Object.assign(new Event('error'), { message }));
    },
    close: () => {
      port1.close();
      port2.close();
    },
  };
}
