import { spawn } from 'node:child_process';
import { EngineError } from './EngineError';
import { libTorchCommand } from './locateLibTorch';

/** Longest part of a compiler's output that a message quotes. */
const quoted = 2000;

/**
 * Runs the C++ compiler (CXX, else c++) in a folder.
 *
 * @throws EngineError with what the compiler said, or the command that brings one
 */
export async function runCompiler(folder: string, args: readonly string[]): Promise<void> {
  const compiler = process.env['CXX'] ?? 'c++';
  const { status, output } = await new Promise<{ status: number | null; output: string }>(
    (resolve, reject) => {
      const child = spawn(compiler, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
      let text = '';
      child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
      child.on('error', (error) =>
        reject(
          new EngineError(
            `buildEngine: a C++ compiler must start, got ${error.message}. To bring it: ${libTorchCommand}`,
          ),
        ),
      );
      child.on('close', (code) => resolve({ status: code, output: text }));
    },
  );
  if (status !== 0) {
    throw new EngineError(
      `buildEngine: ${compiler} must compile the addon, got exit status ${status}: ${output.slice(0, quoted)}`,
    );
  }
}
