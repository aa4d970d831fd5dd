package dev.delegationledger.benchmarks;

/** The figures there are. A run writes each of its set, and docs/performance.md explains each. */
enum Key {
  APPEND_RATIO_ACCP("append.ratio_to_verify_ceiling.accp", "times"),
  APPEND_RATIO_BC("append.ratio_to_verify_ceiling.bc", "times"),
  APPEND_ACTIONS_RATIO("append.actions_ratio_to_verify_ceiling.accp", "times"),
  APPEND_P99("append.p99_ms", "ms"),
  APPEND_P99_OFFERED("append.p99.offered", "entries per second"),
  APPEND_GRANTS_ACCP("append.grants.accp", "entries per second"),
  APPEND_GRANTS_BC("append.grants.bc", "entries per second"),
  APPEND_ACTIONS("append.actions.accp", "entries per second"),
  CEILING_ACCP("verify.ceiling.accp", "signatures per second"),
  CEILING_BC("verify.ceiling.bc", "signatures per second"),
  SYNCED_BATCH_1("rocksdb.synced_batch.1", "entries per second"),
  SYNCED_BATCH_16("rocksdb.synced_batch.16", "entries per second"),
  SYNCED_BATCH_128("rocksdb.synced_batch.128", "entries per second"),
  APPEND_VS_POSTGRES("append.speedup_vs_postgres", "times", Set.LONG),
  POSTGRES("postgres.insert", "entries per second", Set.LONG),

  PROOF_SPEEDUP_ACCP("proof.verify.speedup_vs_biscuit.depth4.accp", "times"),
  PROOF_SPEEDUP_BC("proof.verify.speedup_vs_biscuit.depth4.bc", "times"),
  PROOF_ACCP("proof.verify.depth4.accp", "us"),
  PROOF_BC("proof.verify.depth4.bc", "us"),
  PROOF_BYTES("proof.bytes.depth4", "bytes"),
  BISCUIT_VERIFY("biscuit.parse_and_verify.depth4", "us"),
  MACAROON_VERIFY("macaroon.verify", "us"),
  MACAROON_ATTENUATE("macaroon.attenuate", "us"),

  AUDIT_RATIO("audit.ratio_to_verify_ceiling", "times"),
  AUDIT_RATE("audit.rate", "records per second"),
  AUDIT_RECORDS("audit.records", "records"),
  TRACE_1E5("trace.p99_ms.1e5", "ms"),
  TRACE_1E5_MIDDLE("trace.p50_ms.1e5", "ms"),
  TRACE_1E7("trace.p99_ms.1e7", "ms", Set.LONG),
  TRACE_1E7_MIDDLE("trace.p50_ms.1e7", "ms", Set.LONG),
  SCALE_1E5("scale.append.1e5_over_1e4", "times"),
  SCALE_1E7("scale.append.1e7_over_1e4", "times", Set.LONG),
  LARGE_RECORDS("large.records", "records", Set.LONG),
  BYTES_OVERHEAD("bytes.overhead_per_entry", "bytes"),
  BYTES("bytes.per_entry", "bytes"),

  GATE_SPEEDUP("gate.authorize.speedup_vs_biscuit", "times"),
  GATE_SCALE("gate.authorize.1e6_over_1e3", "times"),
  GATE_FEW("gate.authorize.1e3", "ns"),
  GATE_MANY("gate.authorize.many", "ns"),
  GATE_MANY_GRANTS("gate.authorize.many.grants", "grants"),
  BISCUIT_AUTHORIZE("biscuit.authorize", "ns"),
  BISCUIT_WHOLE("biscuit.prepare_and_authorize", "ns"),
  FLOODED("gate.act.flooded_over_quiet", "times"),
  FLOOD("gate.act.flood", "refused per minute"),
  REPLAYED("gate.act.replayed_over_quiet", "times"),
  REPLAYS("gate.act.replays", "refused per minute");

  /** Which runs write it. */
  private enum Set {
    EVERY,
    LONG
  }

  private final String text;
  private final String unit;
  private final Set set;

  Key(String text, String unit) {
    this(text, unit, Set.EVERY);
  }

  Key(String text, String unit, Set set) {
    this.text = text;
    this.unit = unit;
    this.set = set;
  }

  /** The name in bench.json. */
  String text() {
    return text;
  }

  String unit() {
    return unit;
  }

  boolean isLongOnly() {
    return set == Set.LONG;
  }
}
