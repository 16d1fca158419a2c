/** How close to the end still counts as reading along; fractional pixel ratios make an exact comparison fail. Pixels. */
const NEAR_END_PX = 48;

/**
 * The one owner of a transcript's scroll position: it follows new content while the reader is at the end, and leaves the
 * reader alone otherwise.
 */
export class ScrollFollower {
  readonly #element: HTMLElement;
  readonly #onFollowing: (following: boolean) => void;
  readonly #observer: ResizeObserver;
  #following = true;
  /** Where it was when it was looked at last. Pixels. */
  #topPx = 0;

  constructor(
    element: HTMLElement,
    content: HTMLElement,
    onFollowing: (following: boolean) => void,
  ) {
    this.#element = element;
    this.#onFollowing = onFollowing;
    element.addEventListener('scroll', this.#onScroll, { passive: true });
    this.#observer = new ResizeObserver(() => {
      if (this.#following) this.#moveToEnd();
    });
    this.#observer.observe(content);
    this.#observer.observe(element);
  }

  jumpToEnd(): void {
    this.#set(true);
    this.#moveToEnd();
  }

  /** Brings a part of the content into view, and leaves the reader there. */
  show(part: Element): void {
    this.#set(false);
    part.scrollIntoView({ block: 'center' });
  }

  destroy(): void {
    this.#observer.disconnect();
    this.#element.removeEventListener('scroll', this.#onScroll);
  }

  readonly #onScroll = (): void => {
    const { scrollHeight, scrollTop, clientHeight } = this.#element;
    const isNearEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    // the end may have moved on since the scrolling that is told here: only who moves up goes away from it
    if (isNearEnd || scrollTop < this.#topPx) this.#set(isNearEnd);
    this.#topPx = scrollTop;
  };

  #moveToEnd(): void {
    this.#element.scrollTop = this.#element.scrollHeight;
    this.#topPx = this.#element.scrollTop;
  }

  #set(following: boolean): void {
    if (this.#following === following) return;
    this.#following = following;
    this.#onFollowing(following);
  }
}
