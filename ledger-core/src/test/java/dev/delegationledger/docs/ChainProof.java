package dev.delegationledger.docs;

import static java.time.Duration.ofDays;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Grant;
import dev.delegationledger.Granted;
import dev.delegationledger.Outcome;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.AuthorityProof;
import dev.delegationledger.proof.FarApart;
import dev.delegationledger.testing.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The proof of a payment at the end of a chain of grants, each with a limit and to an agent that
 * the one before spawned, and where its records may stand in a larger log. For one thread.
 */
final class ChainProof {
  /** Records that are in every such proof: genesis, human, operator, action, outcome, newest. */
  private static final int OTHERS = 6;

  private final Scene scene = Scene.open();
  private final int grants;
  private final AuthorityProof real;

  private ChainProof(int grants) {
    this.grants = grants;
    this.real = pay();
  }

  static ChainProof of(int grants) {
    return new ChainProof(grants);
  }

  /** As it was exported from the ledger. */
  AuthorityProof real() {
    return real;
  }

  Scene scene() {
    return scene;
  }

  private AuthorityProof pay() {
    Signer giver = scene.janeKey;
    Signer holder = scene.key();
    Enrolled agent = scene.ledger.append(scene.agent().key(holder).by(giver));
    Granted grant = give(Grant.to(agent).task("T-17", "prepare vendor payments"), 0, giver);
    for (int depth = 1; depth < grants; depth++) {
      giver = holder;
      holder = scene.key();
      agent = scene.ledger.append(Enrol.agent("payables").key(holder).by(giver));
      grant = give(grant.narrowTo(agent), depth, giver);
    }
    Acted paid =
        scene.ledger.append(
            Action.under(grant)
                .tool("erp:pay")
                .arg("vendor", "V-7")
                .arg("amount", 84_000)
                .by(holder));
    scene.ledger.append(Outcome.succeeded(paid, "ok").by(holder));
    scene.ledger.append(Enrol.service().key(scene.key()).by(scene.hr));
    try {
      return AuthorityProof.parse(scene.proof(paid));
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  private Granted give(Grant grant, int depth, Signer giver) {
    return scene.ledger.append(
        grant
            .tool("erp:pay", t -> t.any("vendor").max("amount", 500_000 - depth))
            .uses(1_000)
            .delegable(grants - 1 - depth)
            .expiresIn(ofDays(7))
            .by(giver));
  }

  /** The same proof with its records at other places of a log of another size. */
  AuthorityProof at(List<Long> places, long size, long factEvery) {
    return FarApart.of(real, places, size, factEvery, scene.ledgerKey);
  }

  /**
   * Human and operator among the first thousand records, the agent and its root grant near each
   * other half a log later, and all else but the newest record within a thousand records of a task,
   * at equal distances.
   */
  List<Long> asInATask(long size) {
    long some = Math.min(1_000, size / 10);
    List<Long> places =
        new ArrayList<>(List.of(0L, some / 3, some * 2 / 3, size / 2, size / 2 + some / 10));
    long begin = size * 9 / 10 - some;
    int within = 2 * (grants - 1) + 2;
    for (int i = 0; i < within; i++) {
      places.add(begin + i * some / (within - 1));
    }
    places.add(size - 1);
    return places;
  }

  /** All records at equal distances: no two of them are near each other. */
  List<Long> farApart(long size) {
    int records = 2 * grants + OTHERS;
    List<Long> places = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      places.add((size - 1) * i / (records - 1));
    }
    return places;
  }

  /** The bytes of the file without its entries and disclosures. */
  static int bytesAround(AuthorityProof proof) {
    AuthorityProof without =
        new AuthorityProof(
            proof.action(),
            proof.checkpoint(),
            proof.records(),
            proof.recordNodes(),
            proof.statuses(),
            proof.statusNodes(),
            new TreeMap<>());
    return without.toBytes().length
        - proof.records().values().stream().mapToInt(record -> record.jws().length()).sum();
  }
}
