package dev.delegationledger.entry;

import dev.delegationledger.crypto.Suite;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.Statement.AddedAuthority;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Members;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The claims that say which keys are the ledger's and its authorities': genesis, and changes. */
final class AuthorityClaims {
  private static final int MAX_AUTHORITIES = 64;

  private AuthorityClaims() {}

  static Statement.Genesis readGenesis(ClaimsReader in) throws RefusedException {
    Issued issued = in.issuedWithoutLedger();
    Members dl = in.dl;
    long format = dl.whole("format");
    String origin = dl.text("origin");
    if (!Origin.isValid(origin)) {
      throw dl.refused("origin", "expected a name without spaces, plus or control characters");
    }
    VerifyingKey key = ClaimsReader.key(dl, "checkpoint_key");
    if (key.suite() != Suite.ED25519) {
      throw dl.refused("checkpoint_key", "expected an Ed25519 key");
    }
    List<VerifyingKey> authorities = new ArrayList<>();
    List<Value> list = dl.list("authorities");
    ClaimsReader.requireCount(dl, "authorities", list, 1, MAX_AUTHORITIES);
    for (int i = 0; i < list.size(); i++) {
      String pointer = dl.pointer("authorities") + "/" + i;
      authorities.add(Jwk.parsePublic(list.get(i), pointer, Reason.CLAIMS_MALFORMED));
    }
    ClaimsReader.requireDistinct(dl, "authorities", authorities);
    if (authorities.contains(key)) {
      throw dl.refused("authorities", "expected none of them to be the checkpoint key");
    }
    return new Statement.Genesis(issued, format, origin, key, authorities);
  }

  static void write(Statement.Genesis genesis, ObjectWriter dl) {
    dl.whole("format", genesis.format())
        .text("origin", genesis.origin())
        .key("checkpoint_key", genesis.checkpointKey())
        .value("authorities", Value.arr(genesis.authorities().stream().map(Jwk::toValue).toList()));
  }

  static Statement.AuthorityChange readChange(ClaimsReader in) throws RefusedException {
    Issued issued = in.issued(Set.of());
    Optional<Members> members = in.dl.optionalObject("add");
    Optional<AddedAuthority> add = Optional.empty();
    if (members.isPresent()) {
      Members m = members.get();
      add = Optional.of(new AddedAuthority(ClaimsReader.key(m, "key"), m.text("pop")));
    }
    Optional<Hash> end = in.dl.optionalHash("end");
    if (add.isEmpty() && end.isEmpty()) {
      throw in.dl.refused("add", "expected at least one of add and end");
    }
    return new Statement.AuthorityChange(issued, add, end);
  }

  static void write(Statement.AuthorityChange change, ObjectWriter dl) {
    change
        .add()
        .ifPresent(
            add ->
                dl.object(
                    "add", new ObjectWriter().key("key", add.key()).text("pop", add.possession())));
    dl.hash("end", change.end());
  }

  static Statement.LedgerKeyChange readLedgerKey(ClaimsReader in) throws RefusedException {
    Issued issued = in.issued(Set.of());
    VerifyingKey key = ClaimsReader.key(in.dl, "key");
    if (key.suite() != Suite.ED25519) {
      throw in.dl.refused("key", "expected an Ed25519 key");
    }
    return new Statement.LedgerKeyChange(issued, key, in.dl.text("pop"));
  }

  static void write(Statement.LedgerKeyChange change, ObjectWriter dl) {
    dl.key("key", change.key()).text("pop", change.possession());
  }
}
