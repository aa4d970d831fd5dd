package dev.delegationledger.audit;

import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.Refusal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What an audit found. Immutable.
 *
 * @param findings in the order of the records they name, those that name none last; if there are
 *     too many, the ones of the worse classes are kept
 * @param more how many findings were left out
 * @param size the number of records in the log, as far as one follows from another
 * @param checked how many of them had every check of the audit applied; the others could not be
 *     read, or rest on one that is broken
 * @param checkpoint the newest checkpoint that the head holds
 * @param unsignedTail how many records stand after that checkpoint. This is no contradiction: the
 *     process died between a batch and its checkpoint
 */
public record AuditReport(
    List<Refusal> findings,
    long more,
    long size,
    long checked,
    Optional<SignedCheckpoint> checkpoint,
    long unsignedTail) {
  /** The most findings that are kept. */
  public static final int MAX_FINDINGS = 100;

  public AuditReport {
    findings = List.copyOf(findings);
  }

  /** Whether there are findings that were left out. */
  public boolean isCutOff() {
    return more > 0;
  }

  /** Whether nothing was found. */
  public boolean isSound() {
    return findings.isEmpty();
  }

  /** The first of the worst findings: broken outranks unauthorised outranks undecided. */
  public Optional<Refusal> worst() {
    return findings.stream().min(Comparator.comparingInt(finding -> rank(finding.reason())));
  }

  /**
   * What the findings come to, empty if there is none: integrity if anything is broken or is not in
   * the format, else authority if any record is not authorised, else undecided.
   */
  public Optional<ReasonClass> worstClass() {
    return worst().map(finding -> classOf(finding.reason()));
  }

  /** The process exit code: 0, or that of the {@link #worstClass}. */
  public int exitCode() {
    return worstClass().map(ReasonClass::exitCode).orElse(0);
  }

  static int rank(Reason reason) {
    return switch (classOf(reason)) {
      case INTEGRITY, MALFORMED -> 0;
      case AUTHORITY -> 1;
      case UNDECIDED -> 2;
    };
  }

  /** What a ledger holds is its own: bytes in it that are not in the format break it. */
  private static ReasonClass classOf(Reason reason) {
    ReasonClass stated = reason.reasonClass();
    return stated == ReasonClass.MALFORMED ? ReasonClass.INTEGRITY : stated;
  }
}
