import { readFileSync, writeFileSync } from 'node:fs';

/*
 * `npm run lock:platforms`: adds the platform packages that a registry without them left out of package-lock.json. npm ci
 * refuses a lock file that lacks one, even for a platform it is not on. Run it after every change of dependencies.
 */
interface Entry {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

const file = new URL('../../package-lock.json', import.meta.url);
const lock: { packages: Record<string, Entry> } = JSON.parse(readFileSync(file, 'utf8'));
const added = Object.values(lock.packages)
  .flatMap(({ optionalDependencies = {} }) => Object.entries(optionalDependencies))
  .filter(([name, version]) => /^\d+\.\d+\.\d+$/.test(version) && !lock.packages[`node_modules/${name}`])
  .flatMap(([name, version]) => {
    const platform = platformOf(name);
    return platform
      ? [[`node_modules/${name}`, { version, dev: true, optional: true, ...platform }] as const]
      : [];
  });
const { '': root = {}, ...others } = lock.packages;
const sorted = Object.entries({ ...others, ...Object.fromEntries(added) }).sort(([a], [b]) =>
  a < b ? -1 : 1,
);
writeFileSync(
  file,
  `${JSON.stringify({ ...lock, packages: { '': root, ...Object.fromEntries(sorted) } }, null, 2)}\n`,
);
console.log(`${added.length} platform packages added to package-lock.json`);

/** The platform that a package names: `@scope/cli-linux-x64-musl`, `binding-win32-arm64-msvc`. */
function platformOf(name: string) {
  const os = /-(darwin|android|linux|win32|freebsd|openharmony)-/.exec(name)?.[1];
  const cpu = /-(arm64|x64|ia32|arm|ppc64|riscv64|s390x)(?:-|$)/.exec(name)?.[1];
  if (!os || !cpu) return null;
  const libc = name.includes('musl') ? { libc: ['musl'] } : name.endsWith('-gnu') ? { libc: ['glibc'] } : {};
  return { os: [os], cpu: [cpu], ...libc };
}
