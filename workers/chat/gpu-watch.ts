import type { AppError } from '../../src/domain/app-error.ts';

/**
 * Watches every device that is requested in this worker. WebLLM reports a loss only while it loads; later its calls fail
 * with arbitrary texts, so the loss itself has to be caught where the device is made.
 */
export function watchDevices(onLost: (error: AppError) => void): void {
  if (typeof GPUAdapter === 'undefined') return;
  const prototype = GPUAdapter.prototype;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called below with its adapter as `this`
  const requestDevice = prototype.requestDevice;
  prototype.requestDevice = async function (descriptor) {
    const device = await requestDevice.call(this, descriptor);
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
