import { createContext } from 'svelte';
import type { ReadAloud } from '../../state/read-aloud.svelte.ts';

/** Who reads turns out, as long as they are on screen. */
export const [useReadAloud, provideReadAloud] = createContext<ReadAloud>();
