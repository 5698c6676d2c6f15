/** `mnf doctor SOURCE`: shows what a source really sends, or whether it takes us as we are. */

type DoctorRun = (args: readonly string[]) => Promise<number>;

const doctors: Readonly<Record<string, () => Promise<DoctorRun>>> = {
  espn: async () => (await import("./doctor-espn.ts")).runDoctorEspn,
  kalshi: async () => (await import("./doctor-kalshi.ts")).runDoctorKalshi,
};

export async function runDoctor(args: readonly string[]): Promise<number> {
  const [source, ...rest] = args;
  const load = source !== undefined && Object.hasOwn(doctors, source) ? doctors[source] : undefined;
  if (load === undefined) {
    const given = source === undefined ? "nothing" : `"${source}"`;
    const names = Object.keys(doctors).join(", ");
    process.stderr.write(
      `mnf doctor takes one of ${names}, not ${given} (see mnf doctor --help)\n`,
    );
    return 2;
  }
  const run = await load();
  return await run(rest);
}
