import { ENTITIES, type Entity } from '../../../../src/safety/personal-data/entities.ts';
import { findPersonalData } from '../../../../src/safety/personal-data/find-personal-data.ts';

export const ALL: ReadonlySet<Entity> = new Set(ENTITIES);

/** The entities as the app has them by default: without names and addresses. */
export const DEFAULT: ReadonlySet<Entity> = new Set(
  ENTITIES.filter((entity) => entity !== 'person_name' && entity !== 'postal_address'),
);

/** What is found, as pairs of the entity and the text of the span. */
export function found(
  text: string,
  entities: ReadonlySet<Entity> = DEFAULT,
  decode = false,
): [Entity, string][] {
  return findPersonalData(text, { entities, decode }).map(({ entity, start, end }) => [
    entity,
    text.slice(start, end),
  ]);
}

/** The canonical value and the check of the only span of a text. */
export function only(text: string, decode = false): { value: string; check: string } {
  const spans = findPersonalData(text, { entities: DEFAULT, decode });
  const [span] = spans;
  if (!span || spans.length > 1) throw new Error(`${spans.length} spans in ${text}`);
  return { value: span.value, check: span.check };
}
