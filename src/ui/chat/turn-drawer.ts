import { flushSync } from 'svelte';
import type { Message } from '../../domain/conversation.ts';
import type { DrawnTurns } from './drawn-turns.svelte.ts';
import { growRange, STEP, trimRange, type TurnRange, type TurnView } from './turn-range.ts';

export interface TurnDrawerOptions {
  scroller: HTMLElement;
  /** Its `article`s are the drawn turns. */
  content: HTMLElement;
  path: () => readonly Message[];
  drawn: () => DrawnTurns;
}

/**
 * Draws the turns of a long conversation as a reader comes near them, and takes out those that are far away: one step of each a
 * frame, so that the page answers in between. What the reader sees stays where it is.
 */
export class TurnDrawer {
  readonly #options: TurnDrawerOptions;
  readonly #observer: ResizeObserver;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What was drawn before all of it was, and where the reader was; null while not all has to be there. */
  #beforeAll: { range: TurnRange; scrollTop: number } | null = null;

  constructor(options: TurnDrawerOptions) {
    this.#options = options;
    options.scroller.addEventListener('scroll', this.request, { passive: true });
    this.#observer = new ResizeObserver(this.request);
    this.#observer.observe(options.scroller);
    this.#observer.observe(options.content);
  }

  /**
   * Draws what is missing from the next frame on: behind the frame, not in it, so that to make turns, to show them and to take
   * others out are tasks of their own, between which the page answers.
   */
  readonly request = (): void => {
    if (this.#frame !== 0 || this.#beforeAll) return;
    this.#frame = requestAnimationFrame(() => {
      this.#timer = setTimeout(() => {
        const before = this.#range();
        const hasDrawn = this.#grow(before);
        this.#timer = setTimeout(() => {
          this.#frame = 0;
          const hasTakenOut = this.#trim(before);
          if (hasDrawn || hasTakenOut) this.request();
        });
      });
    });
  };

  /** Draws at once as many turns above the last one as can be seen: nobody is to see them come. */
  fill(): void {
    for (;;) {
      const articles = this.#articles();
      const [first, last] = [articles.at(0), articles.at(-1)];
      const { from, to } = this.#range();
      if (!first || !last || from === 0) break;
      if (bottomOf(last) - topOf(first) > this.#options.scroller.clientHeight) break;
      this.#draw({ from: Math.max(0, from - STEP), to });
    }
    this.request();
  }

  /** Draws the turns before those that are drawn. */
  drawEarlier(): void {
    const before = this.#range();
    this.#change(before, { ...before, from: Math.max(0, before.from - STEP) }, this.#articles());
  }

  /** Draws every turn until `endDrawAll`. */
  drawAll(): void {
    const { scroller, path } = this.#options;
    this.#beforeAll ??= { range: this.#range(), scrollTop: scroller.scrollTop };
    this.#cancel();
    this.#draw({ from: 0, to: path().length });
  }

  endDrawAll(): void {
    if (!this.#beforeAll) return;
    const { range, scrollTop } = this.#beforeAll;
    this.#beforeAll = null;
    this.#draw(range);
    this.#options.scroller.scrollTop = scrollTop;
  }

  destroy(): void {
    this.#cancel();
    this.#observer.disconnect();
    this.#options.scroller.removeEventListener('scroll', this.request);
  }

  #cancel(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = 0;
  }

  /** Whether it has drawn something. */
  #grow(before: TurnRange): boolean {
    const articles = this.#articles();
    const view = this.#viewOf(articles);
    if (!view) return false;
    const far = this.#findFar(before, view, articles);
    return this.#change(before, far ?? growRange(before, this.#heights(), view), articles);
  }

  /** Where a reader has gone so far that nothing of what is drawn can be seen: the turns there. */
  #findFar(range: TurnRange, view: TurnView, articles: readonly Element[]): TurnRange | null {
    if (view.bottomPx > 0 && view.topPx < view.heightPx) return null;
    this.#noteHeights(range, articles);
    const heights = this.#heights();
    let restPx = this.#options.scroller.scrollTop;
    const found = heights.findIndex((heightPx) => (restPx -= heightPx) < 0);
    const at = found < 0 ? heights.length - STEP : found;
    if (at >= range.from && at < range.to) return null;
    return { from: at, to: Math.min(heights.length, at + STEP) };
  }

  /**
   * Takes out as many turns as were drawn, or some.
   * @param before what was drawn before the last step
   * @returns whether it has taken something out
   */
  #trim(before: TurnRange): boolean {
    const range = this.#range();
    const articles = this.#articles();
    const size = Math.max(STEP, before.from - range.from, range.to - before.to);
    const kept = this.#viewOf(articles.slice(size, -size));
    if (!kept) return false;
    const { from, to } = trimRange(range, size, kept);
    const gone = articles.filter((_, at) => range.from + at < from || range.from + at >= to);
    return !gone.some(isInUse) && this.#change(range, { from, to }, articles);
  }

  /**
   * Draws other turns, and leaves one that is seen and stays in its place, where the browser has not done so.
   * @returns whether they are others
   */
  #change(before: TurnRange, after: TurnRange, articles: readonly Element[]): boolean {
    if (after.from === before.from && after.to === before.to) return false;
    this.#noteHeights(before, articles);
    const anchor = articles.find((article, index) => {
      const at = before.from + index;
      return at >= after.from && at < after.to && bottomOf(article) > topOf(this.#options.scroller);
    });
    const beforePx = anchor ? topOf(anchor) : 0;
    this.#draw(after);
    const shiftPx = anchor ? topOf(anchor) - beforePx : 0;
    if (shiftPx !== 0) this.#options.scroller.scrollTop += shiftPx;
    return true;
  }

  #noteHeights({ from }: TurnRange, articles: readonly Element[]): void {
    const path = this.#options.path();
    const gapPx = Number.parseFloat(getComputedStyle(this.#options.content).rowGap) || 0;
    for (const [index, article] of articles.entries()) {
      const message = path[from + index];
      const heightPx = bottomOf(article) - topOf(article) + gapPx;
      if (message) this.#options.drawn().heights.note(message, heightPx);
    }
  }

  #heights(): readonly number[] {
    const { path, drawn } = this.#options;
    return path().map((message) => drawn().heights.of(message));
  }

  #draw(range: TurnRange): void {
    this.#options.drawn().set(range, this.#options.path().length);
    flushSync();
  }

  #range(): TurnRange {
    return this.#options.drawn().rangeIn(this.#options.path().length);
  }

  #articles(): readonly Element[] {
    return [...this.#options.content.children].filter((part) => part.matches('article'));
  }

  #viewOf(articles: readonly Element[]): TurnView | null {
    const [first, last] = [articles.at(0), articles.at(-1)];
    if (!first || !last) return null;
    const { scroller } = this.#options;
    const base = topOf(scroller);
    const heightPx = scroller.clientHeight;
    return { heightPx, topPx: topOf(first) - base, bottomPx: bottomOf(last) - base };
  }
}

/** Whether somebody has selected something of a turn, writes in it or has the focus in it: that would be lost. */
function isInUse(article: Element): boolean {
  const selection = getSelection();
  const isSelected = selection?.isCollapsed === false && selection.containsNode(article, true);
  const isFocused = article.contains(document.activeElement);
  return isSelected || isFocused || article.querySelector('textarea') !== null;
}

function topOf(element: Element): number {
  return element.getBoundingClientRect().top;
}

function bottomOf(element: Element): number {
  return element.getBoundingClientRect().bottom;
}
