import temml from 'temml';

const MATHML = 'http://www.w3.org/1998/Math/MathML';

/**
 * A formula as MathML, built node by node; null where its source is not understood. Loaded only when there is one. Commands
 * that could reach outside (links, images, classes) are refused, and so is anything that is no MathML.
 */
export function renderMaths(source: string, display: boolean): Element | null {
  const host = document.createElement('span');
  try {
    temml.render(source, host, {
      displayMode: display,
      throwOnError: true,
      trust: false,
      strict: false,
      // a formula that grows without end, or draws over the page
      maxExpand: 1_000,
      maxSize: [20, 20],
    });
  } catch {
    return null;
  }
  const formula = host.querySelector('math');
  const isPure = [...host.querySelectorAll('*')].every(
    (element) => element.namespaceURI === MATHML && !element.hasAttribute('href'),
  );
  return isPure ? formula : null;
}
