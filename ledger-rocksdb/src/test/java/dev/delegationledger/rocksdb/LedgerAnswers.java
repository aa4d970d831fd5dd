package dev.delegationledger.rocksdb;

import dev.delegationledger.LedgerBrokenException;
import dev.delegationledger.audit.Audit;
import dev.delegationledger.audit.AuditReport;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.AuthorityVerifier;
import dev.delegationledger.proof.Disclose;
import dev.delegationledger.proof.ProofExporter;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.view.StoredLedger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * All that a ledger answers: its records and what they disclose, and the proof of each action,
 * which is what {@code trace} and {@code verify} judge, with the verdict.
 *
 * @param records each with its entry
 * @param proofs of each action, in order, each with its verdict
 */
record LedgerAnswers(List<String> records, List<String> proofs) {
  LedgerAnswers {
    records = List.copyOf(records);
    proofs = List.copyOf(proofs);
  }

  /**
   * Asks for everything.
   *
   * @return the answers, or nothing if opening, the audit or reading reports anything, in the way
   *     in which a user is told
   */
  static Optional<LedgerAnswers> of(Supplier<? extends ReadableStore> opener) {
    try (ReadableStore store = opener.get()) {
      AuditReport report = Audit.full(store, LedgerChild.trust()).threads(1).run();
      if (!report.isSound() || report.unsignedTail() > 0 || report.size() == 0) {
        return Optional.empty();
      }
      StoredLedger ledger = StoredLedger.over(store);
      List<String> records = new ArrayList<>();
      List<String> proofs = new ArrayList<>();
      for (long index = 0; index < report.size(); index++) {
        SignedEntry entry = ledger.signedEntry(index);
        long place = ledger.indexOf(entry.hash()).orElse(-1);
        records.add(place + " " + ledger.record(index).bytes() + " " + entry.submission());
        if (entry.kind() == Kind.ACTION) {
          byte[] proof = ProofExporter.file(ledger, index, EnumSet.allOf(Disclose.class));
          Verdict verdict = AuthorityVerifier.trusting(LedgerChild.trust()).verify(proof);
          proofs.add(verdict + " " + Bytes.of(proof));
        }
      }
      return Optional.of(new LedgerAnswers(records, proofs));
    } catch (StoreException | RefusedException | LedgerBrokenException reported) {
      return Optional.empty();
    }
  }

  /** Whether this is what the ledger said before it had all of its records. */
  boolean isEarlierThan(LedgerAnswers later) {
    return records.size() < later.records.size()
        && records.equals(later.records.subList(0, records.size()));
  }
}
