// @ts-check
/// <reference lib="dom" />
/**
 * What looks broken on the page that is open: runs inside of it. Comes back with one sentence for each fault; the elements are
 * named by their tag and their label, or the beginning of their text.
 * @returns {string[]}
 */
export function findLayoutFaults() {
  /** Borders are drawn on whole pixels, text is measured in fractions of one. */
  const TOLERANCE_PX = 1.5;
  /** @type {string[]} */
  const faults = [];
  const name = (/** @type {Element} */ element) => {
    const label = /** @type {HTMLInputElement} */ (element).labels?.[0];
    const words = element.ariaLabel ?? label?.textContent ?? element.textContent ?? '';
    return `${element.tagName.toLowerCase()} “${words.trim().replace(/\s+/gu, ' ').slice(0, 40)}”`;
  };
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth + TOLERANCE_PX) {
    faults.push(`the page is ${root.scrollWidth - innerWidth} px wider than its window`);
  }
  // a problem may need more room than a small window has: then the page scrolls
  const hasProblem = document.querySelector('main [role=alert]') !== null;
  if (!hasProblem && root.scrollHeight > innerHeight + TOLERANCE_PX) {
    faults.push(`the page is ${root.scrollHeight - innerHeight} px taller than its window`);
  }
  // what lies below a dialog is covered on purpose
  const dialogs = [...document.querySelectorAll('dialog[open]')];
  const scope = dialogs.at(-1) ?? document.body;
  // its contents scroll, with the heading above them
  if (scope !== document.body && scope.scrollHeight > scope.clientHeight + TOLERANCE_PX) {
    faults.push(`the dialog hides ${scope.scrollHeight - scope.clientHeight} px below its edge`);
  }
  const isSeen = (/** @type {Element} */ element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    !element.closest('.visually-hidden, [aria-hidden=true], svg');
  const isScrolled = (/** @type {Element} */ element) => {
    for (let at = element.parentElement; at && at !== scope; at = at.parentElement) {
      const { overflowX, textOverflow } = getComputedStyle(at);
      if (overflowX === 'auto' || overflowX === 'scroll' || textOverflow === 'ellipsis')
        return true;
    }
    return false;
  };
  /** What scrolls with this element, or sticks to an edge with it; null for what stands fast. */
  const layerOf = (/** @type {Element} */ element) => {
    for (let at = element.parentElement; at && at !== scope; at = at.parentElement) {
      const { overflowY, position } = getComputedStyle(at);
      if (['auto', 'scroll'].includes(overflowY) || position === 'sticky') return at;
    }
    return null;
  };
  const pen = document.createElement('canvas').getContext('2d');
  /** Whether a field of one line has room for these words. */
  const hasRoom = (/** @type {Element} */ field, /** @type {string} */ words) => {
    const style = getComputedStyle(field);
    /** The arrow of a list of choices. Pixels. */
    const arrow = field.matches('select') ? 16 : 0;
    if (!pen) return true;
    pen.font = style.font;
    const inner = parseFloat(style.paddingInlineStart) + parseFloat(style.paddingInlineEnd) + arrow;
    return pen.measureText(words).width <= field.clientWidth - inner + TOLERANCE_PX;
  };
  const seen = [...scope.querySelectorAll('*')].filter(isSeen);
  for (const element of seen) {
    const style = getComputedStyle(element);
    const hasText = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '',
    );
    const isCut = ['hidden', 'clip'].includes(style.overflowX) && style.textOverflow !== 'ellipsis';
    if (hasText && isCut && element.scrollWidth > element.clientWidth + TOLERANCE_PX) {
      faults.push(`${name(element)} is cut off at its side`);
    }
    const isCutBelow = ['hidden', 'clip'].includes(style.overflowY);
    if (hasText && isCutBelow && element.scrollHeight > element.clientHeight + TOLERANCE_PX) {
      faults.push(`${name(element)} is cut off below`);
    }
    const box = element.getBoundingClientRect();
    const isOutside = box.right > innerWidth + TOLERANCE_PX || box.left < -TOLERANCE_PX;
    if (hasText && isOutside && !isScrolled(element)) {
      faults.push(`${name(element)} reaches out of the window`);
    }
    if (element instanceof HTMLSelectElement) {
      const choice = element.selectedOptions[0]?.text ?? '';
      if (!hasRoom(element, choice)) faults.push(`${name(element)} cuts off “${choice}”`);
    }
    // a title or a search may be longer than its field; what an empty one says may not
    if (element instanceof HTMLInputElement && element.value === '' && element.placeholder !== '') {
      const isCut = style.textOverflow !== 'ellipsis' && !hasRoom(element, element.placeholder);
      if (isCut) faults.push(`${name(element)} cuts off “${element.placeholder}”`);
    }
    const isSingleButton = element.matches('button') && element.clientWidth > 0;
    if (
      isSingleButton &&
      element.scrollWidth > element.clientWidth + TOLERANCE_PX &&
      !isScrolled(element)
    ) {
      faults.push(`${name(element)} is too narrow for its text`);
    }
  }
  const controls = seen.filter((element) =>
    element.matches('button, input, select, textarea, a[href]'),
  );
  controls.forEach((one, at) => {
    for (const other of controls.slice(at + 1)) {
      // a menu lies over what is below it
      if (one.closest('[popover]') !== other.closest('[popover]')) continue;
      if (one.contains(other) || other.contains(one)) continue;
      // scrolled out of sight, or lying over what scrolls on purpose
      if (layerOf(one) !== layerOf(other)) continue;
      const a = one.getBoundingClientRect();
      const b = other.getBoundingClientRect();
      const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (width <= 2 || height <= 2) continue;
      const isOnTop = (/** @type {Element} */ element, /** @type {DOMRect} */ box) => {
        const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        return hit !== null && (element.contains(hit) || hit.contains(element));
      };
      if (isOnTop(one, a) && isOnTop(other, b))
        faults.push(`${name(one)} and ${name(other)} overlap`);
    }
  });
  return [...new Set(faults)];
}
