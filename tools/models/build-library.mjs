// @ts-check
/** `npm run models:library`: rebuilds the compiled model libraries. Needs emscripten; takes about ten minutes. */
import { delimiter, dirname, join } from 'node:path';
import { ensureDependencies, ROOT } from '../setup/dependencies.mjs';
import { probe, run, runMain, SetupError } from '../setup/process.mjs';
import { ensurePython } from '../setup/python.mjs';

await runMain(async () => {
  await ensureDependencies();
  if (!probe('emcc', ['--version']).ok) {
    throw new SetupError(
      'emscripten is needed to build model libraries. On Debian: apt-get install emscripten.',
    );
  }
  const python = await ensurePython();
  const cwd = join(ROOT, 'tools', 'model-library');
  // the runtime's build script calls the environment's Python by name
  const PATH = `${dirname(python)}${delimiter}${process.env['PATH'] ?? ''}`;
  const args = ['-m', 'model_library.build', ...process.argv.slice(2)];
  return run(python, args, { cwd, env: { ...process.env, PATH } });
});
