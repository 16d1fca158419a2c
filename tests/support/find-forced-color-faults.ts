/**
 * What on the page that is open cannot be told while colours are forced (`forced-colors: active`), when every background is
 * the same: runs inside of it. Comes back with one sentence for each element.
 */
export function findForcedColorFaults(): string[] {
  const scope = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
  const all = (selector: string): Element[] =>
    [...scope.querySelectorAll(selector)].filter(
      (element) =>
        element.checkVisibility({ visibilityProperty: true }) &&
        !element.closest('.visually-hidden, [aria-hidden=true]'),
    );
  const name = (element: Element): string =>
    `${element.tagName.toLowerCase()} “${element.ariaLabel ?? element.textContent.trim().slice(0, 40)}”`;
  const hasBorder = (element: Element | null): boolean => {
    if (!element) return false;
    const { borderTopWidth, borderTopStyle } = getComputedStyle(element);
    return parseFloat(borderTopWidth) > 0 && borderTopStyle !== 'none';
  };
  const faults: string[] = [];

  for (const button of all('button, summary, [role=option]')) {
    const isSaid = button.textContent.trim() !== '' || button.querySelector('svg') !== null;
    if (!isSaid && !hasBorder(button))
      faults.push(`${name(button)} has neither words nor a border`);
  }
  for (const field of all('input:not([type=radio], [type=checkbox]), select, textarea')) {
    // some are framed together with the buttons beside them
    const isFramed = hasBorder(field) || hasBorder(field.closest('.field, .search'));
    if (!isFramed) faults.push(`${name(field)} has no border`);
  }

  /** Everything that may tell a chosen element from others, apart from its background. */
  const look = (element: Element): string => {
    const style = getComputedStyle(element);
    const outline = style.outlineStyle === 'none' ? '' : style.outlineWidth;
    const { borderTopColor, borderTopWidth, color, fontWeight, textDecorationLine } = style;
    return [outline, borderTopColor, borderTopWidth, color, fontWeight, textDecorationLine].join();
  };
  const expectTold = (chosen: Element | null | undefined, others: string): void => {
    const other = chosen && all(others).find((one) => one !== chosen);
    if (other && look(other) === look(chosen)) {
      faults.push(`${name(chosen)} is told from others by its background alone`);
    }
  };
  expectTold(all('[role=option][aria-selected=true]')[0], '[role=option]');
  expectTold(all('nav [aria-current]')[0], 'nav li button[data-main]');
  expectTold(document.activeElement?.closest('[role=menuitem]'), '[role=menuitem]');
  return faults;
}
