import type { AppError } from '../../src/domain/app-error.ts';

/** A lost device's pending operations may fail a moment before the loss itself is told. Milliseconds. */
const LOSS_GRACE_MS = 500;

/** Knows whether a GPU device of this worker has been lost, and why. */
export class GpuWatch {
  #lost: AppError | null = null;
  #device: GPUDevice | null = null;
  readonly #loss: Promise<AppError>;

  constructor(onLost: (error: AppError) => void) {
    this.#loss = new Promise((resolve) => {
      watchDevices(
        (device) => (this.#device = device),
        (error) => {
          this.#lost ??= error;
          resolve(error);
          onLost(error);
        },
      );
    });
  }

  /** Why the device is gone, or null: asks the device itself, because a loss may be told late after a sleep. */
  async check(): Promise<AppError | null> {
    // settles at once on a device that is there, and rejects where the GPU process is gone
    const touched = this.#device?.queue.onSubmittedWorkDone();
    const patience = new Promise((resolve) => setTimeout(resolve, LOSS_GRACE_MS));
    const isThere = await Promise.race([this.#loss, touched, patience]).then(
      () => true,
      () => false,
    );
    if (!isThere) await Promise.race([this.#loss, patience]);
    return this.#lost;
  }

  /**
   * The error that a person should see in place of `error`: the loss, if there was one, because after it the engine's own
   * errors say anything but that. Waits a moment for a loss when the error is one that nobody can explain.
   */
  async explain(error: AppError): Promise<AppError> {
    if (this.#lost) return this.#lost;
    if (error.type !== 'unknown' && error.type !== 'aborted') return error;
    const nothing = new Promise<null>((resolve) => setTimeout(resolve, LOSS_GRACE_MS, null));
    return (await Promise.race([this.#loss, nothing])) ?? error;
  }
}

/**
 * Watches every device that is requested in this worker. WebLLM reports a loss only while it loads; later its calls fail
 * with arbitrary texts, so the loss itself has to be caught where the device is made.
 */
function watchDevices(
  onDevice: (device: GPUDevice) => void,
  onLost: (error: AppError) => void,
): void {
  if (typeof GPUAdapter === 'undefined') return;
  const prototype = GPUAdapter.prototype;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called below with its adapter as `this`
  const requestDevice = prototype.requestDevice;
  prototype.requestDevice = async function (descriptor) {
    const device = await requestDevice.call(this, descriptor);
    onDevice(device);
    let outOfMemory = false;
    device.addEventListener('uncapturederror', (event) => {
      outOfMemory ||= event.error instanceof GPUOutOfMemoryError;
    });
    void device.lost.then((info) => {
      const detail = `${info.reason}: ${info.message}`;
      onLost({ type: outOfMemory ? 'out-of-memory' : 'gpu-lost', detail });
    });
    return device;
  };
}
