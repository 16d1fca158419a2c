import { afterEach, beforeEach, expect, test } from 'vitest';
import { ScrollFollower } from '../../src/ui/chat/scroll-follower.ts';

let scroller: HTMLElement;
let content: HTMLElement;
let follower: ScrollFollower;
let isFollowing: boolean;

function grow(heightPx: number): void {
  const part = document.createElement('div');
  part.style.height = `${heightPx}px`;
  content.append(part);
}

async function waitFrames(count: number): Promise<void> {
  for (let frame = 0; frame < count; frame += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

const pxToEnd = (): number => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;

beforeEach(() => {
  scroller = document.createElement('div');
  content = document.createElement('div');
  Object.assign(scroller.style, { height: '200px', overflowY: 'auto' });
  scroller.append(content);
  document.body.append(scroller);
  isFollowing = true;
  follower = new ScrollFollower(scroller, content, (following) => (isFollowing = following));
});

afterEach(() => {
  follower.destroy();
  scroller.remove();
});

test('who is at the end stays there while something is added', async () => {
  grow(1_000);
  await waitFrames(3);
  expect(pxToEnd()).toBeLessThan(1);
  expect(isFollowing).toBe(true);
});

test('what is added before the browser tells of the last scrolling is not taken for a reader who goes away', async () => {
  const moved = new Promise((resolve) => {
    // behind the frame in which it was moved to the end, before the one in which that is told
    new ResizeObserver(() => setTimeout(resolve)).observe(content);
  });
  grow(1_000);
  await moved;
  expect(pxToEnd()).toBeLessThan(1);
  grow(300);
  await waitFrames(3);
  expect(pxToEnd()).toBeLessThan(1);
  expect(isFollowing).toBe(true);
});

test('who scrolls up stays where they are, until they come back to the end', async () => {
  grow(1_000);
  await waitFrames(3);
  scroller.scrollTop -= 100;
  await waitFrames(2);
  expect(isFollowing).toBe(false);
  const topPx = scroller.scrollTop;
  grow(300);
  await waitFrames(3);
  expect(scroller.scrollTop).toBe(topPx);
  scroller.scrollTop = scroller.scrollHeight;
  await waitFrames(2);
  expect(isFollowing).toBe(true);
});
