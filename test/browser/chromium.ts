import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];

/** Homes of browsers that are not on PATH. */
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Root may not use Chromium's sandbox; QUIC and background traffic only delay a browser that needs no network. */
const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A headless Chromium of this machine; installed first where that is possible. The caller closes it. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium() ?? installChromium();
  const root = process.getuid?.() === 0;
  return chromium.launch({ executablePath, args: root ? ['--no-sandbox', ...FLAGS] : FLAGS });
}

/** `CHROMIUM_PATH`, else the usual names on PATH, else the usual places; undefined if there is none. */
export function findChromium(): string | undefined {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (!runs(given)) throw new Error(`CHROMIUM_PATH is ${given}, which is no program`);
    return given;
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...ELSEWHERE].find(runs);
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Installs Debian's packages: the browser, and fonts for Chinese, Japanese and Western text.
 * @returns the path of the browser
 * @throws Error if that cannot be done
 */
export function installChromium(): string {
  const missing =
    'No Chromium found. Install Chromium or Chrome, or set CHROMIUM_PATH to its program ' +
    '(Debian: apt-get install chromium fonts-noto-cjk fonts-liberation).';
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (!existsSync('/etc/debian_version')) throw new Error(missing);
  const apt = (...words: string[]): void => {
    const [program = 'apt-get', ...args] = [...sudo, 'apt-get', ...words];
    execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: 600_000 });
  };
  try {
    apt('update', '-qq');
    apt('install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk', 'fonts-liberation');
  } catch (cause) {
    throw new Error(missing, { cause });
  }
  const installed = findChromium();
  if (!installed) throw new Error(missing);
  return installed;
}
