/** Imported first by every script: says in one line that Node is too old, before anything else breaks on it. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`goal-driven: Node must be at least 20.19, got ${process.versions.node}`);
  process.exit(1);
}
