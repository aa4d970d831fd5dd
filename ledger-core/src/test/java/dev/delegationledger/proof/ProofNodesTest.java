package dev.delegationledger.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Revocation;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.log.Fact;
import dev.delegationledger.log.InclusionMultiproof;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.log.StatusMultiproof;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.testing.Scene;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What leads from the records and the statuses of a proof to their roots, bent in every place. */
final class ProofNodesTest {
  private static final Scene SCENE = Scene.open();
  private static final Acted PAID = pay();
  private static final AuthorityProof GOOD = good();

  /** A payment with gaps around it, in the log and among what has happened. */
  private static Acted pay() {
    others();
    Acted paid = SCENE.pay();
    others();
    return paid;
  }

  private static void others() {
    for (int i = 0; i < 5; i++) {
      Enrolled service = SCENE.ledger.append(Enrol.service().key(SCENE.key()).by(SCENE.hr));
      SCENE.ledger.append(Revocation.of(service).by(SCENE.hr));
    }
  }

  private static AuthorityProof good() {
    try {
      return AuthorityProof.parse(SCENE.proof(PAID));
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  private static AuthorityProof with(
      NavigableMap<Long, RawRecord> records,
      Bytes recordNodes,
      NavigableMap<Long, StatusList> statuses,
      Bytes statusNodes) {
    return new AuthorityProof(
        GOOD.action(),
        GOOD.checkpoint(),
        records,
        new InclusionMultiproof(recordNodes),
        statuses,
        new StatusMultiproof(statusNodes),
        GOOD.disclosures());
  }

  private static AuthorityProof withNodes(Bytes recordNodes, Bytes statusNodes) {
    return with(GOOD.records(), recordNodes, GOOD.statuses(), statusNodes);
  }

  /** Refused, naming no record: one proof for all does not say which of them is wrong. */
  private static void refused(Reason reason, AuthorityProof proof) {
    refused(reason, OptionalLong.empty(), proof);
  }

  private static void refused(Reason reason, OptionalLong index, AuthorityProof proof) {
    Verdict verdict = SCENE.verify(proof.toBytes());
    assertThat(Scene.reason(verdict)).contains(reason);
    assertThat(verdict.finding()).isEqualTo(Verdict.Finding.REFUSED);
    assertThat(verdict.refusal().orElseThrow().index()).isEqualTo(index);
  }

  private static Bytes recordNodes() {
    return GOOD.recordNodes().bytes();
  }

  private static Bytes statusNodes() {
    return GOOD.statusNodes().bytes();
  }

  @Test
  void unbent_isProven() {
    assertThat(recordNodes().size()).isGreaterThanOrEqualTo(4 * Hash.SIZE);
    assertThat(statusNodes().size()).isGreaterThanOrEqualTo(3 * Hash.SIZE);
    Verdict verdict = SCENE.verify(withNodes(recordNodes(), statusNodes()).toBytes());
    assertThat(verdict.finding()).isEqualTo(Verdict.Finding.PROVEN);
  }

  @Test
  void anyByteOfTheNodesChanged_isRefused() {
    for (int at = 0; at < recordNodes().size(); at++) {
      refused(Reason.INCLUSION_INVALID, withNodes(bent(recordNodes(), at), statusNodes()));
    }
    for (int at = 0; at < statusNodes().size(); at++) {
      refused(Reason.STATUS_PROOF_INVALID, withNodes(recordNodes(), bent(statusNodes(), at)));
    }
  }

  private static Bytes bent(Bytes bytes, int at) {
    byte[] bent = bytes.toArray();
    bent[at] ^= (byte) (1 << at % 8);
    return Bytes.of(bent);
  }

  @Test
  void nodesTooFewTooManyAndSwapped_areRefused() {
    for (Bytes other : otherLengths(recordNodes())) {
      refused(Reason.INCLUSION_INVALID, withNodes(other, statusNodes()));
    }
    for (Bytes other : otherLengths(statusNodes())) {
      refused(Reason.STATUS_PROOF_INVALID, withNodes(recordNodes(), other));
    }
    refused(Reason.INCLUSION_INVALID, withNodes(swapped(recordNodes()), statusNodes()));
    refused(Reason.STATUS_PROOF_INVALID, withNodes(recordNodes(), swapped(statusNodes())));
    refused(Reason.INCLUSION_INVALID, withNodes(statusNodes(), statusNodes()));
    refused(Reason.STATUS_PROOF_INVALID, withNodes(recordNodes(), recordNodes()));
  }

  private static List<Bytes> otherLengths(Bytes bytes) {
    List<Bytes> others = new ArrayList<>();
    for (int size :
        List.of(0, 1, bytes.size() - Hash.SIZE, bytes.size() - 1, bytes.size() + Hash.SIZE)) {
      others.add(Bytes.of(Arrays.copyOf(bytes.toArray(), size)));
    }
    return others;
  }

  /** The last two hashes the other way round. */
  private static Bytes swapped(Bytes bytes) {
    byte[] swapped = bytes.toArray();
    int end = swapped.length;
    System.arraycopy(bytes.toArray(), end - Hash.SIZE, swapped, end - 2 * Hash.SIZE, Hash.SIZE);
    System.arraycopy(bytes.toArray(), end - 2 * Hash.SIZE, swapped, end - Hash.SIZE, Hash.SIZE);
    return Bytes.of(swapped);
  }

  @Test
  void aPartTakenOutAndTheNodesLeft_isRefused() {
    for (long index : GOOD.records().keySet()) {
      NavigableMap<Long, RawRecord> fewer = new TreeMap<>(GOOD.records());
      fewer.remove(index);
      AuthorityProof cut = with(fewer, recordNodes(), GOOD.statuses(), statusNodes());
      if ((index & 1) == 0 && fewer.containsKey(index + 1)) {
        // the next record states its leaf: all that is there is included, and one is missing
        assertThat(Scene.reason(SCENE.verify(cut.toBytes()))).contains(Reason.RECORD_MISSING);
      } else {
        refused(Reason.INCLUSION_INVALID, cut);
      }
    }
    for (long index : GOOD.statuses().keySet()) {
      NavigableMap<Long, StatusList> fewer = new TreeMap<>(GOOD.statuses());
      fewer.remove(index);
      refused(
          Reason.STATUS_PROOF_INVALID, with(GOOD.records(), recordNodes(), fewer, statusNodes()));
    }
    refused(
        Reason.INCLUSION_INVALID,
        with(new TreeMap<>(), Bytes.of(new byte[0]), GOOD.statuses(), statusNodes()));
    refused(
        Reason.STATUS_PROOF_INVALID,
        with(GOOD.records(), recordNodes(), new TreeMap<>(), Bytes.of(new byte[0])));
  }

  @Test
  void aStatusOtherThanTheLedgers_isRefused() {
    for (long index : GOOD.statuses().keySet()) {
      NavigableMap<Long, StatusList> others = new TreeMap<>(GOOD.statuses());
      others.put(index, StatusList.LIVE.plus(new Fact(GOOD.action() + 1, "revoked")));
      refused(
          Reason.STATUS_PROOF_INVALID, with(GOOD.records(), recordNodes(), others, statusNodes()));
    }
  }

  @Test
  void whatStandsBeyondTheCheckpoint_isRefusedByName() throws RefusedException {
    RawRecord newest = GOOD.records().lastEntry().getValue();
    long size = newest.index() + 1;
    NavigableMap<Long, RawRecord> records = new TreeMap<>(GOOD.records());
    records.put(
        size,
        RawRecord.of(
            newest.jws(),
            size,
            newest.timeMs(),
            newest.leafHash(),
            newest.statusRoot(),
            newest.charges()));
    refused(
        Reason.INCLUSION_INVALID,
        OptionalLong.of(size),
        with(records, recordNodes(), GOOD.statuses(), statusNodes()));
    NavigableMap<Long, StatusList> statuses = new TreeMap<>(GOOD.statuses());
    statuses.put(size, StatusList.LIVE);
    refused(
        Reason.STATUS_PROOF_INVALID,
        OptionalLong.of(size),
        with(GOOD.records(), recordNodes(), statuses, statusNodes()));
  }
}
