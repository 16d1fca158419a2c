import dialogues from '../../tools/fixture-model/model/dialogues.json' with { type: 'json' };

export interface Turn {
  user: string;
  assistant: string;
}

/** The turns of a written dialogue that the fixture model recites, by its id. */
export function dialogue(id: string): Turn[] {
  const found = dialogues.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no dialogue is called ${id}`);
  return found.turns;
}

/** The turns of all written dialogues. */
export function allDialogues(): Turn[][] {
  return dialogues.map(({ turns }) => turns);
}

/** The only or first turn of a dialogue. */
export function firstTurn(id: string): Turn {
  const [turn] = dialogue(id);
  if (!turn) throw new Error(`${id} has no turn`);
  return turn;
}
