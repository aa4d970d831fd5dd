package dev.delegationledger.benchmarks;

/**
 * How much is measured.
 *
 * @param isLong whether the long set is
 * @param grants how many live grants the gate's large ledger has
 * @param large how many records the largest ledger of the long set has: ten million, or fewer to
 *     try it (below 100,000 the short set's ledger has no more either)
 */
record Size(boolean isLong, int grants, int large) {
  static Size ofProperties() {
    return new Size(
        Boolean.getBoolean("bench.full"),
        Integer.getInteger("bench.grants", 1_000_000),
        Integer.getInteger("bench.large", 10_000_000));
  }
}
