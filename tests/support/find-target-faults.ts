/**
 * What on the page that is open is too small for a finger: runs inside of it. Comes back with one sentence for each element.
 * WCAG 2.2, 2.5.5 (Target Size, Enhanced) asks for 44 CSS pixels, but for links within a sentence.
 */
export function findTargetFaults(): string[] {
  const SMALLEST_PX = 44;
  /** Borders are drawn on whole pixels, sizes are fractions of one. */
  const TOLERANCE_PX = 0.5;
  const CONTROLS =
    'button, input, select, textarea, summary, [role=option], [role=menuitem], [role=link], a[href]';
  const scope = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;

  /** With what is stretched over more than the element itself, and the words that press a radio button. */
  function measure(control: Element): { width: number; height: number } {
    const { width, height } = control.getBoundingClientRect();
    const label = control.closest('label')?.getBoundingClientRect();
    const over = getComputedStyle(control, '::after');
    const isStretched = over.content !== 'none' && over.position === 'absolute';
    return {
      width: Math.max(width, label?.width ?? 0, isStretched ? parseFloat(over.width) : 0),
      height: Math.max(height, label?.height ?? 0, isStretched ? parseFloat(over.height) : 0),
    };
  }

  /** A link or a number among words is as tall as their line. */
  function isInSentence(control: Element): boolean {
    const isInline = ['inline', 'inline-block'].includes(getComputedStyle(control).display);
    const sentence = control.closest('p')?.textContent.trim() ?? '';
    return isInline && sentence.length > control.textContent.trim().length;
  }

  return [...scope.querySelectorAll(CONTROLS)]
    .filter(
      (control) =>
        control.checkVisibility({ visibilityProperty: true }) &&
        !control.closest('.visually-hidden, [aria-hidden=true]') &&
        !isInSentence(control),
    )
    .flatMap((control) => {
      const { width, height } = measure(control);
      const least = SMALLEST_PX - TOLERANCE_PX;
      if (width >= least && height >= least) return [];
      const name = control.ariaLabel ?? control.textContent.trim().slice(0, 40);
      const size = `${Math.round(width)} × ${Math.round(height)}`;
      return [`${control.tagName.toLowerCase()} “${name}” is ${size} px`];
    });
}
