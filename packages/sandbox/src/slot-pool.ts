/**
 * Who runs where. A slot is a process or thread that serves one call at a time.
 *
 *   - A slot that keeps state belongs to the first tenant that used it, until it is ended (`owned`);
 *     a slot without state serves anybody.
 *   - A waiting call takes, in this order: an idle slot of its tenant, an idle slot of nobody, a new
 *     slot if there is room, the room of the longest idle slot of another tenant.
 *   - It is passed over while its tenant keeps `perTenantMax` slots busy; the next tenant's call goes
 *     first. A tenant that has slots already gets a further one only for a call that has waited
 *     `patienceMs`: bursts of short calls share, a slow call does not hold the others for long.
 *   - No slot exists before the first call. After it, `sparesMax` unowned slots are kept ready for new
 *     tenants, and everything unused for `idleMs` is ended.
 *   - `renew` lets no slot serve another call that was started before it.
 */
import { AppError } from '@outpost/contracts';

export interface Slot {
  /** False once the slot has died or must not be used again. */
  readonly usable: boolean;
  /** Ends it at once, whatever it does. */
  close(): void;
}

export interface SlotPoolOptions<S extends Slot> {
  /** Starts a slot; the signal aborts when the pool closes. */
  readonly start: (signal: AbortSignal) => Promise<S>;
  readonly owned: boolean;
  readonly slotsMax: number;
  readonly perTenantMax: number;
  readonly queuedPerTenantMax: number;
  readonly queueWaitMs: number;
  readonly patienceMs: number;
  readonly idleMs: number;
  readonly sparesMax: number;
}

interface Entry<S> {
  readonly slot: S;
  readonly generation: number;
  tenant: string | null;
  busy: boolean;
  usedAt: number;
}

interface Waiter<S> {
  readonly tenant: string;
  /** True once it has waited `patienceMs`. */
  impatient: boolean;
  readonly take: (entry: Entry<S>) => void;
  readonly refuse: (error: unknown) => void;
}

export class SlotPool<S extends Slot> {
  readonly #options: SlotPoolOptions<S>;
  readonly #entries = new Set<Entry<S>>();
  readonly #closing = new AbortController();
  #waiters: Waiter<S>[] = [];
  #starting = 0;
  #generation = 0;
  #usedAt = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: SlotPoolOptions<S>) {
    this.#options = options;
  }

  /** Slots alive now, those being started included. */
  get size(): number {
    return this.#entries.size + this.#starting;
  }

  /** Does the work on a slot when it is this tenant's turn. An abort while working ends the slot. */
  async use<T>(tenant: string, signal: AbortSignal, work: (slot: S) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const entry = await this.#acquire(tenant, signal);
    const abandon = (): void => entry.slot.close();
    signal.addEventListener('abort', abandon, { once: true });
    try {
      signal.throwIfAborted();
      return await work(entry.slot);
    } catch (error) {
      signal.throwIfAborted();
      throw this.#closing.signal.aborted ? closedError() : error;
    } finally {
      signal.removeEventListener('abort', abandon);
      this.#release(entry);
    }
  }

  /** Replaces every slot as soon as it is idle: what they are started from has changed. */
  renew(): void {
    this.#generation++;
    this.#dispatch();
  }

  /** Ends every slot; waiting calls fail. */
  close(): void {
    this.#closing.abort();
    if (this.#timer) clearTimeout(this.#timer);
    for (const waiter of this.#waiters.splice(0)) waiter.refuse(closedError());
    for (const entry of this.#entries) entry.slot.close();
    this.#entries.clear();
  }

  #acquire(tenant: string, signal: AbortSignal): Promise<Entry<S>> {
    if (this.#closing.signal.aborted) return Promise.reject(closedError());
    const waiting = this.#waiters.filter((waiter) => waiter.tenant === tenant).length;
    if (waiting >= this.#options.queuedPerTenantMax)
      return Promise.reject(new AppError('code_queue_full', { details: { limit: waiting } }));
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
        clearTimeout(timer);
        clearTimeout(patience);
        signal.removeEventListener('abort', abandon);
      };
      const waiter: Waiter<S> = {
        tenant,
        impatient: false,
        take: (entry) => {
          settle();
          resolve(entry);
        },
        refuse: (error) => {
          settle();
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      };
      const abandon = (): void => waiter.refuse(signal.reason);
      const { queueWaitMs, patienceMs } = this.#options;
      const patience = setTimeout(() => {
        waiter.impatient = true;
        this.#dispatch();
      }, patienceMs);
      const timer = setTimeout(
        () => waiter.refuse(new AppError('code_queue_timed_out', { details: { queueWaitMs } })),
        queueWaitMs,
      );
      signal.addEventListener('abort', abandon, { once: true });
      this.#waiters.push(waiter);
      this.#dispatch();
    });
  }

  #release(entry: Entry<S>): void {
    entry.busy = false;
    entry.usedAt = performance.now();
    this.#usedAt = entry.usedAt;
    this.#dispatch();
    this.#keepSpares();
    this.#watchIdle();
  }

  /** Serves whom it can, in order of arrival, and starts slots for the others. */
  #dispatch(): void {
    for (const entry of this.#entries)
      if (!entry.busy && !this.#isCurrent(entry)) this.#remove(entry);
    let wanted = 0;
    for (const waiter of this.#waiters.slice()) {
      const { busy, owned } = this.#share(waiter.tenant);
      if (busy >= this.#options.perTenantMax) continue;
      const entry = this.#idleFor(waiter, owned);
      if (entry) this.#give(entry, waiter);
      else if (owned === 0 || waiter.impatient) wanted++;
    }
    while (wanted > this.#starting && this.#makeRoom()) this.#start();
  }

  #isCurrent({ slot, generation }: Entry<S>): boolean {
    return slot.usable && generation === this.#generation;
  }

  #share(tenant: string): { readonly busy: number; readonly owned: number } {
    let busy = 0;
    let owned = 0;
    for (const entry of this.#entries) {
      if (entry.tenant !== tenant) continue;
      owned++;
      if (entry.busy) busy++;
    }
    return { busy, owned };
  }

  #idleFor({ tenant, impatient }: Waiter<S>, owned: number): Entry<S> | undefined {
    let spare: Entry<S> | undefined;
    for (const entry of this.#entries) {
      if (entry.busy) continue;
      if (entry.tenant === tenant) return entry;
      if (entry.tenant === null || !this.#options.owned) spare ??= entry;
    }
    // A spare is for tenants that have nothing; one whose own slot is busy waits a little for that.
    return !this.#options.owned || owned === 0 || impatient ? spare : undefined;
  }

  #give(entry: Entry<S>, waiter: Waiter<S>): void {
    entry.tenant = waiter.tenant;
    entry.busy = true;
    waiter.take(entry);
  }

  /** True when a slot may be started, if need be in place of the one that was idle longest. */
  #makeRoom(): boolean {
    if (this.#closing.signal.aborted) return false;
    if (this.size < this.#options.slotsMax) return true;
    const idle = [...this.#entries].filter((entry) => !entry.busy);
    const oldest = idle.toSorted((one, other) => one.usedAt - other.usedAt)[0];
    if (oldest) this.#remove(oldest);
    return oldest !== undefined;
  }

  #start(): void {
    this.#starting++;
    const generation = this.#generation;
    this.#options.start(this.#closing.signal).then(
      (slot) => {
        this.#starting--;
        if (this.#closing.signal.aborted) return slot.close();
        this.#entries.add({
          slot,
          generation,
          tenant: null,
          busy: false,
          usedAt: performance.now(),
        });
        this.#dispatch();
        this.#watchIdle();
      },
      (error: unknown) => {
        this.#starting--;
        // One failure, one call told: the next waiter's attempt may fare better.
        this.#waiters[0]?.refuse(error);
        this.#dispatch();
      },
    );
  }

  #keepSpares(): void {
    if (this.#waiters.length > 0 || this.size >= this.#options.slotsMax) return;
    const spares = [...this.#entries].filter((entry) => entry.tenant === null).length;
    if (spares + this.#starting < this.#options.sparesMax && this.#makeRoom()) this.#start();
  }

  #watchIdle(): void {
    if (this.#timer || this.#closing.signal.aborted) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#endIdle();
      if (this.#entries.size > 0) this.#watchIdle();
    }, this.#options.idleMs / 2).unref();
  }

  #endIdle(): void {
    const before = performance.now() - this.#options.idleMs;
    for (const entry of this.#entries) {
      // A spare lives as long as anything is used at all.
      const usedAt = entry.tenant === null ? this.#usedAt : entry.usedAt;
      if (!entry.busy && usedAt <= before) this.#remove(entry);
    }
  }

  #remove(entry: Entry<S>): void {
    this.#entries.delete(entry);
    entry.slot.close();
  }
}

function closedError(): AppError {
  return new AppError('sandbox_unavailable', { details: { reason: 'it is being shut down' } });
}
