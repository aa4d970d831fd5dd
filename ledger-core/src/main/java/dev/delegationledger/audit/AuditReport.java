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
 * @param erased what entries erased, in the order of the log
 * @param unjudged how many records a full audit could not judge again, since a rule needs a value
 *     that was erased: admission saw it, nobody can any more. They are not among {@code checked}
 * @param witnessed how many of the first records a quorum of the trust file's policy has vouched
 *     for; empty if none is demanded, or none has. What came after them is no contradiction: nobody
 *     has seen it yet but the ledger
 */
public record AuditReport(
    List<Refusal> findings,
    long more,
    long size,
    long checked,
    Optional<SignedCheckpoint> checkpoint,
    long unsignedTail,
    List<Erased> erased,
    long unjudged,
    Optional<Long> witnessed) {
  /** The most findings that are kept. */
  public static final int MAX_FINDINGS = 100;

  public AuditReport {
    findings = List.copyOf(findings);
    erased = List.copyOf(erased);
  }

  /**
   * One erasure. Whether it had standing is for the rules: a full audit has a finding about its
   * record if not.
   *
   * @param index the record whose slots they are
   * @param slots their names, but for what was erased before
   * @param at the record that erased them
   * @param timeMs that record's time
   * @param by principal id of who signed that; of an authority the thumbprint URI of its key
   */
  public record Erased(long index, List<String> slots, long at, long timeMs, String by) {
    public Erased {
      slots = List.copyOf(slots);
    }
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
