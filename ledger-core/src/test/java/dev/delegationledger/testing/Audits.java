package dev.delegationledger.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.audit.Audit;
import dev.delegationledger.audit.AuditReport;

/** Runs audits on one thread and on several, which must find the same in the same order. */
public final class Audits {
  private static final int SEVERAL = 3;

  private Audits() {}

  /** What an audit found, however many threads it took. */
  public static AuditReport run(Audit audit) {
    AuditReport alone = audit.threads(1).run();
    AuditReport together = audit.threads(SEVERAL).run();
    assertThat(together.findings()).isEqualTo(alone.findings());
    assertThat(together).usingRecursiveComparison().ignoringFields("checkpoint").isEqualTo(alone);
    return alone;
  }
}
