package dev.delegationledger;

import dev.delegationledger.audit.Audit;
import dev.delegationledger.audit.AuditReport;
import dev.delegationledger.store.Store;

/** Checks what a store holds before a ledger goes on with it. */
final class Opening {
  private Opening() {}

  /**
   * Derives the head, the trees and all look-ups again from the records. It takes time in
   * proportion to the ledger's size: reading and hashing every record once.
   *
   * @throws LedgerBrokenException if anything that is stored contradicts the records
   */
  static void requireIntact(Store store) {
    AuditReport report = Audit.structure(store).run();
    if (!report.isSound()) {
      throw new LedgerBrokenException(report.findings());
    }
  }
}
