/**
 * Moves this thread's `Date` by the offset in shared memory, so that a bundle lives on the stack's clock unchanged.
 * Timers and `performance.now()` stay on the machine's time.
 */
export function shiftDate(clock: SharedArrayBuffer): void {
  const offset = new Float64Array(clock);
  const Machine = Date;
  const now = () => Machine.now() + (offset[0] ?? 0);
  const Moved = new Proxy(Machine, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new Machine(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  });
  Machine.prototype.constructor = Moved;
  globalThis.Date = Moved;
}
